package io.truebook.tools.simulate;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** Counts the frames of books that a venue sends, and how many of them have each {@link Shape}. */
final class Shapes {
    private static final Shape[] ALL = Shape.values();
    private static final int THIN = 10;

    private final long[] counts = new long[ALL.length];
    private long frames;
    private int seen;

    /** The frame that is being written has it. */
    void saw(Shape shape) {
        seen |= 1 << shape.ordinal();
    }

    /** The frame will not be sent. */
    void drop() {
        seen = 0;
    }

    /** The frame is written; the market stands as it shows. */
    void frame(SymbolMarket market) {
        frames++;
        if (Math.min(market.side(true).count(), market.side(false).count()) < THIN) {
            saw(Shape.THIN_SIDE);
        }
        for (int bits = seen; bits != 0; bits &= bits - 1) {
            counts[Integer.numberOfTrailingZeros(bits)]++;
        }
        seen = 0;
    }

    /** Frames of books. */
    long frames() {
        return frames;
    }

    /** How many frames had each of these. */
    Map<Shape, Long> counts(Set<Shape> shapes) {
        final Map<Shape, Long> result = new EnumMap<>(Shape.class);
        shapes.forEach(shape -> result.put(shape, counts[shape.ordinal()]));
        return result;
    }
}
