package io.truebook.engine.core;

import io.truebook.engine.record.InstrumentBody;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.state.StateVisitor;
import java.nio.charset.StandardCharsets;

/**
 * An instrument and its scales. The scales come from an instruments file or from the venue's instrument frame; else they
 * are inferred from the literals, widened when more digits appear, and reported as inferred. One thread: the core's.
 */
public final class Instrument {
    public static final int INFERRED = 0;
    public static final int FROM_FRAME = 1;
    public static final int FROM_FILE = 2;

    private static final String[] PRECISIONS = {"inferred", "instrument", "file"};

    private final Core core;
    private final int id;
    private final Venue venue;
    private final int symbolId;
    private final String name;
    private final String symbol;
    private final int rank;
    private int priceScale;
    private int sizeScale;
    private int precision = INFERRED;
    private int depth;
    private boolean announced;
    private boolean wanted = true;

    Instrument(Core core, int id, Venue venue, int symbolId, String symbol, int rank) {
        this.core = core;
        this.id = id;
        this.venue = venue;
        this.symbolId = symbolId;
        this.symbol = symbol;
        this.rank = rank;
        name = venue.definition().id() + ":" + symbol;
    }

    public int id() {
        return id;
    }

    public int venue() {
        return venue.index();
    }

    /** Its place in the profile's {@code priority}, {@link SnapshotRequests#LAST_RANK} where that does not name it. */
    int rank() {
        return rank;
    }

    /** Its id in the venue's symbol table. */
    int symbolId() {
        return symbolId;
    }

    /** As the venue writes it. */
    public String symbol() {
        return symbol;
    }

    /** {@code VENUE:SYMBOL}. */
    public String name() {
        return name;
    }

    /** False once it has been removed. */
    boolean isWanted() {
        return wanted;
    }

    void wanted(boolean isWanted) {
        wanted = isWanted;
    }

    public int priceScale() {
        return priceScale;
    }

    public int sizeScale() {
        return sizeScale;
    }

    /** One of the constants here. */
    public int precision() {
        return precision;
    }

    public static String precisionName(int precision) {
        return PRECISIONS[precision];
    }

    /** Levels per side that are kept, 0 for the whole book. */
    public int depth() {
        return depth;
    }

    void depth(int depth) {
        if (this.depth != depth) {
            this.depth = depth;
            announced = false;
        }
    }

    void scales(int priceScale, int sizeScale, int precision) {
        this.priceScale = priceScale;
        this.sizeScale = sizeScale;
        this.precision = precision;
        announced = false;
    }

    /** More digits came than were inferred so far; who was told of the old scales is told that they grew. */
    void widen(int newPriceScale, int newSizeScale) {
        if (announced && priceScale + sizeScale > 0) {
            final boolean price = newPriceScale > priceScale;
            core.event(
                    OutputType.EVENT,
                    venue,
                    EventKind.PRECISION_WIDENED,
                    id,
                    price ? priceScale : sizeScale,
                    price ? newPriceScale : newSizeScale,
                    price ? "price" : "size");
        }
        scales(newPriceScale, newSizeScale, INFERRED);
    }

    /** Publishes what changed since the last call; a reader knows the scales before it sees a price in them. */
    void announce() {
        if (announced) {
            return;
        }
        announced = true;
        final byte[] text = name.getBytes(StandardCharsets.UTF_8);
        final Outputs out = core.outputs();
        final int body = out.open(OutputType.INSTRUMENT, venue.index(), InstrumentBody.BYTES + text.length);
        InstrumentBody.instrument(out.buffer(), body, id);
        InstrumentBody.venue(out.buffer(), body, venue.index());
        InstrumentBody.priceScale(out.buffer(), body, priceScale);
        InstrumentBody.sizeScale(out.buffer(), body, sizeScale);
        InstrumentBody.precision(out.buffer(), body, precision);
        InstrumentBody.depth(out.buffer(), body, depth);
        InstrumentBody.textLength(out.buffer(), body, text.length);
        InstrumentBody.reserved(out.buffer(), body, 0);
        out.buffer().putBytes(body + InstrumentBody.BYTES, text);
        out.close(InstrumentBody.BYTES + text.length);
    }

    void visit(StateVisitor v) {
        priceScale = v.visit(priceScale);
        sizeScale = v.visit(sizeScale);
        precision = v.visit(precision);
        depth = v.visit(depth);
        announced = v.visit(announced);
        wanted = v.visit(wanted);
    }
}
