package io.truebook.engine.core;

import io.truebook.engine.decode.DecodedFrame;
import io.truebook.engine.decode.Message;
import io.truebook.engine.state.StateVisitor;

/**
 * The deltas that one book still has to apply, as positions in the input journal, and the reading back of them once a
 * snapshot is there. One thread: the core's.
 */
final class HeldDeltas {
    /** Results of {@link #step}. */
    static final int DONE = 0;

    static final int MORE = 1;
    /** The book took no more of them: it is being made anew, or waits for another snapshot. */
    static final int STOPPED = 2;
    /** The journal does not hold them any more. */
    static final int UNREADABLE = 3;

    /** A REST answer lags behind the stream by a few deltas; these are more. */
    private static final int ENOUGH = 64;
    /** A seek costs about as much as reading so many records one by one. */
    private static final int RECORDS_PER_SEEK = 8;

    private final Core core;
    private final Venue venue;
    private final BookSync book;
    private final PositionBuffer positions;
    private boolean overflowed;
    /** Records are being read back: the frame that the book sees lies at the reader's position. */
    private boolean stepping;

    HeldDeltas(Core core, Venue venue, BookSync book, int limit) {
        this.core = core;
        this.venue = venue;
        this.book = book;
        positions = new PositionBuffer(Math.max(1, limit));
    }

    /** Forgets the oldest, where more are held than a snapshot that is yet to be asked for can need. */
    void keepNewest() {
        while (positions.count() > ENOUGH) {
            positions.removeFirst();
        }
    }

    boolean isEmpty() {
        return positions.isEmpty();
    }

    int count() {
        return positions.count();
    }

    long oldestId() {
        return positions.firstId();
    }

    long newestId() {
        return positions.lastId();
    }

    void clear() {
        positions.clear();
        overflowed = false;
    }

    /**
     * Remembers the present frame; a second message of it is remembered with the first.
     *
     * @param id an id that people know it by
     * @return true when the bound was passed for the first time since {@link #clear}: the oldest give way from here on
     */
    boolean hold(long id) {
        if (!positions.isEmpty() && positions.last() == core.position() || positions.add(core.position(), id)) {
            return false;
        }
        venue.counters().bufferOverflows++;
        book.stats().dropped(BookStats.OVERFLOW);
        final boolean first = !overflowed;
        overflowed = true;
        return first;
    }

    boolean isStepping() {
        return stepping;
    }

    /** Remembers an earlier frame; they come in the order of the journal. */
    void adopt(long position) {
        positions.add(position);
    }

    /** Reads back about 256 records of the input journal in one forward scan, which jumps over what concerns others. */
    int step() {
        stepping = true;
        final int result = read();
        stepping = false;
        return result;
    }

    private int read() {
        final ReadBack readBack = core.readBack();
        if (!readBack.seek(positions.first())) {
            return UNREADABLE;
        }
        for (int records = 0; records < ReadBack.RECORDS_PER_STEP; records++) {
            if (readBack.position() == positions.first()) {
                if (!takeAll(readBack)) {
                    return STOPPED;
                }
                positions.removeFirst();
                if (!book.takeLate()) { // which may move the reader back
                    return STOPPED;
                }
                if (positions.isEmpty()) {
                    return DONE;
                }
            }
            if (positions.first() - readBack.position() > 2 * RECORDS_PER_SEEK) {
                if (!readBack.seek(positions.first())) {
                    return UNREADABLE;
                }
                records += RECORDS_PER_SEEK;
            } else if (!readBack.next()) {
                return UNREADABLE;
            }
        }
        return MORE;
    }

    private boolean takeAll(ReadBack readBack) {
        final DecodedFrame frame = readBack.decode(venue.index());
        for (int i = 0; i < frame.messageCount(); i++) {
            final Message message = frame.message(i);
            if (venue.isDeltaOf(message, book)
                    && !book.apply(message, frame, readBack.buffer(), readBack.payloadOffset())) {
                return false;
            }
        }
        return true;
    }

    void visit(StateVisitor v) {
        overflowed = v.visit(overflowed);
        positions.visit(v);
    }
}
