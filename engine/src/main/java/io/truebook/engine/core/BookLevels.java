package io.truebook.engine.core;

import io.truebook.engine.book.Book;
import io.truebook.engine.book.BookSide;
import io.truebook.engine.book.Orders;
import io.truebook.engine.book.ProofKind;
import io.truebook.engine.checksum.BookChecksum;
import io.truebook.engine.decode.DecodedFrame;
import io.truebook.engine.decode.Message;
import io.truebook.engine.record.BookBody;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.state.StateVisitor;
import io.truebook.engine.venue.VenueDefinition.BookRules;
import io.truebook.engine.venue.VenueDefinition.Continuity;
import io.truebook.engine.venue.VenueDefinition.Proof;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The levels of one book: brings decoded levels to the instrument's scale, applies them in the order of the message,
 * truncates to the depth, computes the checksum and the proven depth, and publishes. A message is applied whole or not
 * at all. One thread: the core's.
 */
final class BookLevels {
    /** Results of {@link #check}. */
    static final int NOT_CHECKED = 0;

    static final int GOOD = 1;
    static final int BAD = 2;
    /** The rule wants a checksum and the message bears none. */
    static final int ABSENT = 3;

    /** Bound of a side that was empty in the snapshot: then all of it is known. Below every key of either side. */
    private static final long UNBOUNDED = Long.MIN_VALUE;

    private final Core core;
    private final Venue venue;
    private final Instrument instrument;
    private final BookRules rules;
    private final Book book;
    private final BookChecksum checksum;
    /** Null where the venue sends levels. */
    private final BookOrders orders;
    /** A checksum that means none; null where every value counts. */
    private final Long absentValue;

    /** The price span of the snapshot that started the chain; deeper levels are not known to be complete. */
    private long bidBound;

    private long askBound;
    private long lastChecksum;
    /** A checksum has been right since the last snapshot. */
    private boolean checkedSinceSnapshot;

    // the message's levels at the instrument's scale: the frame's own arrays, or the scratch below
    private long[] prices;
    private long[] sizes;
    /** Index in those arrays of the message's first level. */
    private int firstScaled;

    private long[] scaledPrices = new long[64];
    private long[] scaledSizes = new long[64];

    // the delta under way: its changes go into the output as they are made
    private int changes;
    private int deltaBody;
    private MutableDirectBuffer delta;

    BookLevels(Core core, Venue venue, Instrument instrument) {
        this.core = core;
        this.venue = venue;
        this.instrument = instrument;
        rules = venue.definition().book();
        final boolean keepsOrders = rules.orders() != null;
        checksum = rules.checksum() == null || keepsOrders ? null : new BookChecksum(rules.checksum());
        absentValue = rules.checksum() == null ? null : rules.checksum().absentValue();
        book = new Book(
                Math.max(64, Math.min(4096, rules.restLimit())),
                checksum != null,
                checksum != null && checksum.needsWireText());
        orders = keepsOrders ? new BookOrders(rules, book) : null;
    }

    Book book() {
        return book;
    }

    /** Our checksum as computed last. */
    long checksum() {
        return lastChecksum;
    }

    /** The orders behind the levels, null where the venue sends levels. */
    Orders orders() {
        return orders == null ? null : orders.orders();
    }

    /** Why the message that was refused last does not fit. */
    String misfit() {
        return "a price or size does not fit the instrument's scale, priceScale=" + instrument.priceScale()
                + ", sizeScale=" + instrument.sizeScale()
                + (orders == null || orders.misfit().isEmpty() ? "" : "; or " + orders.misfit());
    }

    void clear() {
        if (orders != null) {
            orders.orders().clear();
        } else {
            book.clear();
        }
    }

    /** Replaces all levels; false, and nothing has changed, where a number does not fit. */
    boolean replace(Message message, DecodedFrame frame, DirectBuffer payload, int payloadOffset) {
        checkedSinceSnapshot = false;
        if (!scale(message, frame)) {
            return false;
        }
        final int first = message.levelFrom;
        final int count = message.levelTo - first;
        if (orders != null) {
            if (!orders.replace(message, frame, prices, sizes, firstScaled, payload, payloadOffset)) {
                return false;
            }
        } else {
            book.clear();
            for (int i = 0; i < count; i++) {
                set(frame, first + i, prices[firstScaled + i], size(frame, first + i, i), payload, payloadOffset);
            }
        }
        if (rules.truncate() && instrument.depth() == 0) {
            instrument.depth(
                    offeredDepth(Math.max(book.bids().count(), book.asks().count())));
        }
        delta = null;
        truncate(book.bids(), DecodedFrame.BID);
        truncate(book.asks(), DecodedFrame.ASK);
        bidBound = book.bids().count() == 0 ? UNBOUNDED : book.bids().worstPrice();
        askBound = book.asks().count() == 0 ? UNBOUNDED : book.asks().worstPrice();
        venue.counters().levels += count;
        return true;
    }

    /**
     * Applies a delta's levels in order; the last one wins where a price repeats. Opens the delta's output and writes the
     * changes into it: {@link #publish} must follow before anything else is put out.
     *
     * @return false, and nothing has changed or been opened, where a number does not fit
     */
    boolean apply(Message message, DecodedFrame frame, DirectBuffer payload, int payloadOffset) {
        if (!scale(message, frame)
                || orders != null && !orders.fits(message, frame, prices, sizes, firstScaled, payload, payloadOffset)) {
            return false;
        }
        final int first = message.levelFrom;
        final int count = message.levelTo - first;
        openDelta(orders == null ? count : 2 * count);
        for (int i = 0; i < count; i++) {
            final int level = first + i;
            if (orders != null) {
                applyOrder(frame, level, i, payload, payloadOffset);
                continue;
            }
            final long price = prices[firstScaled + i];
            final long size = size(frame, level, i);
            if (set(frame, level, price, size, payload, payloadOffset)) {
                changed(frame.levelSide[level], price, size);
            }
        }
        truncate(book.bids(), DecodedFrame.BID);
        truncate(book.asks(), DecodedFrame.ASK);
        venue.counters().levels += count;
        return true;
    }

    private void applyOrder(DecodedFrame frame, int level, int index, DirectBuffer payload, int payloadOffset) {
        final BookOrders o = orders;
        final int touched =
                o.apply(frame, level, prices[firstScaled + index], sizes[firstScaled + index], payload, payloadOffset);
        if (touched > 1) {
            changed(o.oldSide(), o.oldPrice(), o.sizeAt(o.oldSide(), o.oldPrice()));
        }
        if (touched > 0) {
            changed(o.newSide(), o.newPrice(), o.sizeAt(o.newSide(), o.newPrice()));
        }
    }

    /** Sets a message's levels in another book; false where a number does not fit, and some may be set then. */
    boolean putInto(Book other, Message message, DecodedFrame frame) {
        if (!scale(message, frame)) {
            return false;
        }
        for (int i = 0; i < message.levelTo - message.levelFrom; i++) {
            final int level = message.levelFrom + i;
            other.side(frame.levelSide[level]).set(prices[firstScaled + i], size(frame, level, i));
        }
        return true;
    }

    /** The worst bid that both this book and a picture of it just taken know of. */
    long commonBidBound(BookSide picture) {
        final long other = picture.count() == 0 ? UNBOUNDED : picture.worstPrice();
        return rules.chainCoversAll() ? other : Math.max(bidBound, other);
    }

    /** The worst ask that both know of. */
    long commonAskBound(BookSide picture) {
        final long other = picture.count() == 0 ? Long.MAX_VALUE : picture.worstPrice();
        return rules.chainCoversAll() || askBound == UNBOUNDED ? other : Math.min(askBound, other);
    }

    private void openDelta(int levels) {
        instrument.announce();
        // whatever falls out of the depth is put out too, and after a change of the depth that may be most of the book
        final int fallen = rules.truncate() ? book.bids().count() + book.asks().count() + levels : 0;
        final Outputs out = core.outputs();
        deltaBody = out.open(
                OutputType.BOOK_DELTA, venue.index(), BookBody.BYTES + (levels + fallen) * BookBody.LEVEL_BYTES);
        delta = out.buffer();
        changes = 0;
    }

    /** As {@link #compare}, for a book message; where checksums come in messages of their own, it bears none. */
    int check(Message message) {
        return rules.checksum() != null && rules.checksum().ownMessage() ? NOT_CHECKED : compare(message);
    }

    /** Compares the book's checksum with the message's. */
    int compare(Message message) {
        if (rules.checksum() == null
                || !rules.reconciliation().checksumValidation()
                || !rules.reconciliation().enabled()) {
            return NOT_CHECKED;
        }
        if (!message.has(Message.HAS_CHECKSUM) || absentValue != null && absentValue == message.checksum) {
            return ABSENT;
        }
        lastChecksum = orders == null
                ? checksum.compute(book, instrument.priceScale(), instrument.sizeScale())
                : orders.checksum().compute(instrument.priceScale(), instrument.sizeScale());
        final boolean same = checksum != null && checksum.hasDigest()
                ? checksum.isDigest(message.digest, message.digestLength)
                : message.digestLength == 0 && BookChecksum.same(lastChecksum, message.checksum);
        if (same) {
            checkedSinceSnapshot = true;
            if (isAnchoredByChecksum()) {
                bidBound = coveredTo(book.bids());
                askBound = coveredTo(book.asks());
            }
        }
        return same ? GOOD : BAD;
    }

    /**
     * What proves the book after a message.
     *
     * @param distrusted the venue's checksums are not believed
     * @param holed the chain of ids, if there is one, has a hole since the snapshot
     */
    byte proofOf(int check, boolean distrusted, boolean holed) {
        if (!rules.reconciliation().enabled()) {
            return ProofKind.NONE;
        }
        final byte chain = holed ? ProofKind.NONE : ProofKind.CHAIN;
        final boolean checked = check == GOOD && !distrusted;
        return switch (rules.proof()) {
            case NONE -> ProofKind.NONE;
            case CHAIN -> chain;
            case CHECKSUM -> checked ? ProofKind.CHECKSUM : ProofKind.NONE;
            case BOTH ->
                checked ? holed ? ProofKind.CHECKSUM : ProofKind.BOTH : isSnapshotProven() ? chain : ProofKind.NONE;
        };
    }

    /**
     * A counter over the connection says that nothing is missing behind a snapshot, but not how old the snapshot was;
     * where there are checksums as well, the first right one says that. A passive run has not asked for them, and none may
     * ever come.
     */
    private boolean isSnapshotProven() {
        return checkedSinceSnapshot || rules.continuity() != Continuity.CONNECTION || venue.isPassive();
    }

    /** The chain then holds for what the last right checksum covered, not for what else an old snapshot may have left. */
    private boolean isAnchoredByChecksum() {
        return rules.proof() == Proof.BOTH
                && rules.continuity() == Continuity.CONNECTION
                && orders == null
                && !venue.isPassive();
    }

    /** The worst price that the checksum covers; a side with no more levels than it covers is known whole. */
    private long coveredTo(BookSide side) {
        return side.count() <= checksum.depth() ? UNBOUNDED : side.price(checksum.depth() - 1);
    }

    private boolean chainCoversAll() {
        return rules.chainCoversAll() && !isAnchoredByChecksum();
    }

    /**
     * Levels per side, from the best, for which a proof of that kind holds: what the checksum covers, or the levels
     * within the price span of the snapshot.
     */
    int provenDepth(byte proof) {
        if (proof == ProofKind.CHECKSUM) {
            return orders == null ? checksum.depth() : orders.checksum().depth();
        }
        if (chainCoversAll()) {
            return Math.min(book.bids().count(), book.asks().count());
        }
        final int bids = book.bids().count() == 0 ? 0 : book.bids().countWithin(bidBound);
        final int asks = book.asks().count() == 0
                ? 0
                : askBound == UNBOUNDED ? book.asks().count() : book.asks().countWithin(askBound);
        return Math.min(bids, asks);
    }

    /**
     * True when a best level is beyond what the snapshot covered, or a side that had levels in it has run empty: what stands
     * behind nobody has said. A side that was empty in the snapshot is known whole.
     */
    boolean hasLeftSpan() {
        if (chainCoversAll()) {
            return false;
        }
        final boolean bidsLeft = book.bids().count() == 0 || book.bids().price(0) < bidBound;
        final boolean asksLeft = book.asks().count() == 0 || book.asks().price(0) > askBound;
        return bidBound != UNBOUNDED && bidsLeft || askBound != UNBOUNDED && asksLeft;
    }

    /** Publishes the book after a message: all levels for a snapshot, else what changed. */
    void publish(BookCondition condition, Message message, long lastId, boolean snapshot) {
        if (snapshot) {
            publishSnapshot(condition, message.exchangeTimeNs, lastId);
            return;
        }
        if (condition.isMuted()) {
            return; // what was opened is given up
        }
        header(delta, deltaBody, condition, message.exchangeTimeNs, lastId, changes);
        core.outputs().close(BookBody.BYTES + changes * BookBody.LEVEL_BYTES);
    }

    /** @param exchangeTimeNs of the message that made it so, 0 where none did */
    void publishSnapshot(BookCondition condition, long exchangeTimeNs, long lastId) {
        if (condition.isMuted()) {
            return;
        }
        instrument.announce();
        final BookSide bids = book.bids();
        final BookSide asks = book.asks();
        final int count = bids.count() + asks.count();
        final Outputs out = core.outputs();
        final int bytes = BookBody.BYTES + count * BookBody.LEVEL_BYTES;
        final int body = out.open(OutputType.BOOK_SNAPSHOT, venue.index(), bytes);
        final MutableDirectBuffer buffer = out.buffer();
        for (int rank = 0; rank < bids.count(); rank++) {
            BookBody.level(buffer, body, rank, DecodedFrame.BID, bids.price(rank), bids.size(rank));
        }
        for (int rank = 0; rank < asks.count(); rank++) {
            BookBody.level(buffer, body, bids.count() + rank, DecodedFrame.ASK, asks.price(rank), asks.size(rank));
        }
        header(buffer, body, condition, exchangeTimeNs, lastId, count);
        out.close(bytes);
    }

    /**
     * New scales from the venue's instrument frame. Levels that are there are brought along.
     *
     * @return false when they do not fit; then the book must be made anew
     */
    boolean changeScales(int priceScale, int sizeScale) {
        final int morePrice = priceScale - instrument.priceScale();
        final int moreSize = sizeScale - instrument.sizeScale();
        if (morePrice < 0 || moreSize < 0 || !book.rescale(Scale.power(morePrice), Scale.power(moreSize))) {
            return false;
        }
        if (orders != null) {
            orders.orders().rescale(Scale.power(morePrice), Scale.power(moreSize));
        }
        bidBound = scaledBound(bidBound, morePrice);
        askBound = scaledBound(askBound, morePrice);
        return true;
    }

    private void header(
            MutableDirectBuffer buffer,
            int body,
            BookCondition condition,
            long exchangeTimeNs,
            long lastId,
            int count) {
        final BookSide bids = book.bids();
        final BookSide asks = book.asks();
        final boolean hasBid = bids.count() > 0;
        final boolean hasAsk = asks.count() > 0;
        BookBody.instrument(buffer, body, instrument.id());
        BookBody.levelCount(buffer, body, count);
        BookBody.condition(buffer, body, condition.effective());
        BookBody.proof(buffer, body, condition.proof());
        BookBody.priceScale(buffer, body, (byte) instrument.priceScale());
        BookBody.sizeScale(buffer, body, (byte) instrument.sizeScale());
        BookBody.provenDepth(buffer, body, condition.provenDepth());
        BookBody.provenAt(buffer, body, condition.provenAt());
        BookBody.lastId(buffer, body, lastId);
        BookBody.exchangeTimeNs(buffer, body, exchangeTimeNs);
        BookBody.receiveTimeNs(buffer, body, core.nowNs());
        BookBody.bestBid(buffer, body, hasBid ? bids.price(0) : 0);
        BookBody.bestBidSize(buffer, body, hasBid ? bids.size(0) : 0);
        BookBody.bestAsk(buffer, body, hasAsk ? asks.price(0) : 0);
        BookBody.bestAskSize(buffer, body, hasAsk ? asks.size(0) : 0);
    }

    private boolean set(DecodedFrame frame, int level, long price, long size, DirectBuffer payload, int payloadOffset) {
        final BookSide side = book.side(frame.levelSide[level]);
        if (!side.set(price, size)) {
            return false;
        }
        if (size != 0 && checksum != null && checksum.needsWireText()) {
            final int slot = side.textSlotAt(price);
            side.textLength(
                    slot,
                    checksum.levelText()
                            .renderWire(
                                    payload,
                                    payloadOffset + frame.levelPriceStart[level],
                                    frame.levelPriceLength[level],
                                    payloadOffset + frame.levelSizeStart[level],
                                    frame.levelSizeLength[level],
                                    side.texts(),
                                    slot * BookSide.TEXT_BYTES));
        }
        return true;
    }

    /** A snapshot whose depth nobody stated has the least offered depth that holds it. */
    private int offeredDepth(int levels) {
        int depth = 0;
        for (final int offered : rules.depths()) {
            if (offered >= levels && (depth == 0 || offered < depth)) {
                depth = offered;
            }
        }
        return depth == 0 ? levels : depth;
    }

    private void truncate(BookSide side, byte name) {
        final int depth = instrument.depth();
        if (!rules.truncate() || depth == 0) {
            return;
        }
        while (side.count() > depth) {
            changed(name, side.worstPrice(), 0);
            if (orders != null) {
                orders.orders().removeWorst(name);
            } else {
                side.removeWorst();
            }
        }
    }

    private void changed(byte side, long price, long size) {
        if (delta != null) {
            BookBody.level(delta, deltaBody, changes++, side, price, size);
        }
    }

    private long size(DecodedFrame frame, int level, int index) {
        return frame.levelOperation[level] == DecodedFrame.DELETE ? 0 : sizes[firstScaled + index];
    }

    /** Brings the message's levels to the instrument's scale before anything is touched. */
    private boolean scale(Message message, DecodedFrame frame) {
        if (isScaled(frame, message.levelFrom, message.levelTo)) {
            prices = frame.levelPrice;
            sizes = frame.levelSize;
            firstScaled = message.levelFrom;
            return true;
        }
        return convert(message, frame);
    }

    /** True when every level came in the instrument's own scale, as nearly all venues write them. */
    private boolean isScaled(DecodedFrame frame, int from, int to) {
        final int[] priceDecimals = frame.levelPriceDecimals;
        final int[] sizeDecimals = frame.levelSizeDecimals;
        final long[] frameSizes = frame.levelSize;
        final int priceScale = instrument.priceScale();
        final int sizeScale = instrument.sizeScale();
        int others = 0;
        for (int i = from; i < to; i++) {
            others |= priceDecimals[i] ^ priceScale | sizeDecimals[i] ^ sizeScale | (int) (frameSizes[i] >>> 63);
        }
        return others == 0;
    }

    private boolean convert(Message message, DecodedFrame frame) {
        final int first = message.levelFrom;
        final int count = message.levelTo - first;
        if (count > scaledPrices.length) {
            scaledPrices = new long[count * 2];
            scaledSizes = new long[count * 2];
        }
        if (instrument.precision() == Instrument.INFERRED && !widen(frame, first, message.levelTo)) {
            return false;
        }
        final int priceScale = instrument.priceScale();
        final int sizeScale = instrument.sizeScale();
        for (int i = 0; i < count; i++) {
            final int level = first + i;
            final boolean priced = frame.levelPriceDecimals[level] != Message.ABSENT;
            if (!priced && (orders == null || frame.levelOperation[level] == DecodedFrame.SET)) {
                venue.counters().invalidPrices++; // only an order that is there has its price already
                return false;
            }
            final long price =
                    priced ? Scale.to(frame.levelPrice[level], frame.levelPriceDecimals[level], priceScale) : 0;
            final long size = frame.levelOperation[level] == DecodedFrame.DELETE
                            || frame.levelSizeDecimals[level] == Message.ABSENT
                    ? 0
                    : Scale.to(frame.levelSize[level], frame.levelSizeDecimals[level], sizeScale);
            if (price == Scale.REFUSED || size == Scale.REFUSED || size < 0) {
                venue.counters().invalidPrices += price == Scale.REFUSED ? 1 : 0;
                venue.counters().invalidSizes += price == Scale.REFUSED ? 0 : 1;
                return false;
            }
            scaledPrices[i] = price;
            scaledSizes[i] = size;
        }
        prices = scaledPrices;
        sizes = scaledSizes;
        firstScaled = 0;
        return true;
    }

    /** More digits than were inferred so far: the scale grows, and the book with it. */
    private boolean widen(DecodedFrame frame, int from, int to) {
        int price = instrument.priceScale();
        int size = instrument.sizeScale();
        for (int i = from; i < to; i++) {
            if (frame.levelPriceDecimals[i] > price && frame.levelPrice[i] != 0) {
                price = frame.levelPriceDecimals[i];
            }
            if (frame.levelSizeDecimals[i] > size && frame.levelSize[i] != 0) {
                size = frame.levelSizeDecimals[i];
            }
        }
        return widen(price, size);
    }

    /** Grows inferred scales to at least these; false where that does not fit. */
    boolean widen(int price, int size) {
        if (price <= instrument.priceScale() && size <= instrument.sizeScale()) {
            return true;
        }
        final int newPrice = Math.max(price, instrument.priceScale());
        final int newSize = Math.max(size, instrument.sizeScale());
        if (newPrice > Scale.MAX || newSize > Scale.MAX || !changeScales(newPrice, newSize)) {
            return false;
        }
        venue.followScales(instrument.symbolId(), this, newPrice, newSize);
        instrument.widen(newPrice, newSize);
        return true;
    }

    /**
     * A bound of an empty side stays what it is. The level that made a bound may be gone, so the bound may not fit the
     * scale though all levels do: then it lies beyond every price.
     */
    private static long scaledBound(long bound, int more) {
        if (bound == UNBOUNDED) {
            return bound;
        }
        final long scaled = Scale.to(bound, 0, more);
        return scaled != Scale.REFUSED ? scaled : bound < 0 ? -Long.MAX_VALUE : Long.MAX_VALUE;
    }

    void visit(StateVisitor v) {
        bidBound = v.visit(bidBound);
        askBound = v.visit(askBound);
        lastChecksum = v.visit(lastChecksum);
        checkedSinceSnapshot = v.visit(checkedSinceSnapshot);
        book.visit(v);
        if (orders != null) {
            orders.visit(v);
        }
        if (v.isRestore() && checksum != null) {
            checksum.forget();
        }
    }
}
