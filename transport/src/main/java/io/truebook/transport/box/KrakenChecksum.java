package io.truebook.transport.box;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Kraken's book checksum: CRC32, unsigned, over the ten best asks and then the ten best bids, of each level the price
 * and the quantity with the pair's decimals, without point and leading zeros (docs.kraken.com, guides/spot-ws-book-v2,
 * read 2026-05).
 */
final class KrakenChecksum {
    static final int LEVELS = 10;

    private KrakenChecksum() {}

    static long of(Book book, int priceDecimals, int sizeDecimals) {
        StringBuilder text = new StringBuilder(512);
        append(text, book.asks(LEVELS), priceDecimals, sizeDecimals);
        append(text, book.bids(LEVELS), priceDecimals, sizeDecimals);
        CRC32 crc = new CRC32();
        crc.update(text.toString().getBytes(StandardCharsets.US_ASCII));
        return crc.getValue();
    }

    private static void append(StringBuilder text, List<Level> levels, int priceDecimals, int sizeDecimals) {
        for (Level level : levels) {
            text.append(digits(level.price(), priceDecimals)).append(digits(level.size(), sizeDecimals));
        }
    }

    /** The unscaled value is the text without point and leading zeros; a lossy scale throws. */
    private static String digits(BigDecimal value, int decimals) {
        return value.setScale(decimals, RoundingMode.UNNECESSARY)
                .unscaledValue()
                .toString();
    }
}
