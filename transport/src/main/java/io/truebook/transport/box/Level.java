package io.truebook.transport.box;

import java.math.BigDecimal;

/** A price level: the price and the quantity there, both exact, with the digits that the venue shows. */
public record Level(BigDecimal price, BigDecimal size) {
    /** Numerically equal, whatever the trailing zeros. */
    public boolean same(Level other) {
        return price.compareTo(other.price) == 0 && size.compareTo(other.size) == 0;
    }
}
