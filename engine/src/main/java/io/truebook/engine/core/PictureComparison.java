package io.truebook.engine.core;

import io.truebook.engine.book.Book;
import io.truebook.engine.book.BookSide;
import io.truebook.engine.book.Condition;
import io.truebook.engine.book.Reason;
import io.truebook.engine.decode.DecodedFrame;
import io.truebook.engine.decode.Message;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.state.StateVisitor;
import java.math.BigDecimal;

/**
 * Compares one book with the picture of it that the venue gives over REST, as of the same id. From the asking on, the
 * positions of the applied deltas are kept; when the book has reached the picture's id, the picture is read back from the
 * journal and brought to the book's id by those deltas that are newer, as if a second book had been made from it. What
 * both then prove to know must be equal, level by level. All that is kept is positions; the reading back is one step of
 * its own. One thread: the core's.
 *
 * <p>A difference is in doubt: the book is made anew and compared again soon. Equal then, it was ours; different again, the
 * venue's stream and its pictures disagree, and the book goes on unproven, with an alert, rather than in circles.
 */
final class PictureComparison {
    /** More deltas than one step reads back; an answer that took so long is not compared. */
    private static final int MOST_DELTAS = ReadBack.RECORDS_PER_STEP;

    private final Core core;
    private final Venue venue;
    private final BookSync sync;
    private final BookLevels levels;
    private final PositionBuffer deltas = new PositionBuffer(MOST_DELTAS);

    /** A picture was asked for, and what is needed to compare it is being kept. */
    private boolean open;
    /** The book's id when it was asked for. */
    private long askedId;
    /** Position of the answer, 0 before it came. */
    private long answerAt;

    private long answerId;
    /** The next continuation compares. */
    private boolean due;
    /** Comparisons in a row that found a difference. */
    private int differences;
    /** Position of the answer that was different first. */
    private long doubtAt;
    /** Stream and pictures disagree: ids prove nothing until a picture confirms them. */
    private boolean disputed;

    PictureComparison(Core core, Venue venue, BookSync sync, BookLevels levels) {
        this.core = core;
        this.venue = venue;
        this.sync = sync;
        this.levels = levels;
    }

    boolean isDisputed() {
        return disputed;
    }

    boolean isDue() {
        return due;
    }

    /** A picture is asked for. */
    void asked() {
        forget();
        open = true;
        askedId = sync.lastId();
    }

    /** The book has applied the delta of the present input. */
    void applied() {
        if (!open) {
            return;
        }
        if (sync.isReordering() || !deltas.add(core.position())) {
            skip("too much came before the answer");
        } else if (answerAt != 0 && sync.lastId() >= answerId) {
            compareNext();
        }
    }

    /** The present input is the answer. */
    void came(Message picture) {
        if (!open) {
            return;
        }
        if (levels.orders() != null) {
            skip("books of single orders are not compared");
            return;
        }
        if (!picture.has(Message.HAS_LAST_ID) || picture.lastId < askedId) {
            skip("the answer is older than the question");
            return;
        }
        answerAt = core.position();
        answerId = picture.lastId;
        if (sync.lastId() >= answerId) {
            compareNext();
        }
    }

    /**
     * The stream has not reached the picture's id for a whole interval: they are compared as they are.
     *
     * @return false when nothing waits for that
     */
    boolean compareUnreached() {
        if (answerAt == 0) {
            return false;
        }
        compareNext();
        return true;
    }

    /** Nothing is compared any more; what was found stands. */
    void forget() {
        open = false;
        due = false;
        answerAt = 0;
        deltas.clear();
    }

    private void compareNext() {
        if (!due) {
            due = true;
            core.continueLater();
        }
    }

    /** One step: reads picture and deltas back, and compares. */
    void compare() {
        if (!sync.stands()) {
            skip("the book does not stand any more");
            return;
        }
        final Book other = new Book(levels.book().bids().count() + 1, false);
        if (!readPicture(other)) {
            skip("the journal does not hold it any more");
            return;
        }
        final long bidBound = levels.commonBidBound(other.bids());
        final long askBound = levels.commonAskBound(other.asks());
        if (!readDeltas(other)) {
            skip("the journal does not hold it any more");
            return;
        }
        final Difference bids = new Difference(levels.book().bids(), other.bids(), bidBound, true);
        final Difference asks = new Difference(levels.book().asks(), other.asks(), askBound, false);
        final long pictureAt = answerAt;
        forget();
        if (bids.levels + asks.levels == 0) {
            confirmed(pictureAt, bids.compared + asks.compared);
        } else {
            different(pictureAt, bids.levels + asks.levels, bids.levels > 0 ? bids : asks);
        }
    }

    private boolean readPicture(Book other) {
        if (!core.readBack().seek(answerAt)) {
            return false;
        }
        final DecodedFrame frame = core.readBack().decodeAnswer(venue.index());
        final Message picture = Venue.firstSnapshot(frame);
        return picture != null && levels.putInto(other, picture, frame);
    }

    private boolean readDeltas(Book other) {
        while (!deltas.isEmpty()) {
            if (!core.readBack().seek(deltas.first())) {
                return false;
            }
            deltas.removeFirst();
            final DecodedFrame frame = core.readBack().decode(venue.index());
            for (int i = 0; i < frame.messageCount(); i++) {
                final Message message = frame.message(i);
                final boolean newer = venue.isDeltaOf(message, sync) && message.lastId > answerId;
                if (newer && !levels.putInto(other, message, frame)) {
                    return false;
                }
            }
        }
        return true;
    }

    private void confirmed(long pictureAt, int compared) {
        sync.stats().pictureSame();
        event(OutputType.EVENT, EventKind.SNAPSHOT_CONFIRMED, answerId, compared, "levels equal as of the same id");
        if (differences > 0) {
            judged(pictureAt, ChecksumTrust.OURS, "made anew, the book equals the next picture");
        }
        differences = 0;
        if (disputed) {
            disputed = false;
            sync.settleCaughtUp();
        }
    }

    private void different(long pictureAt, int found, Difference first) {
        sync.stats().pictureDifferent();
        differences++;
        event(OutputType.EVENT, EventKind.SNAPSHOT_DIFFERS, answerId, found, describe(first));
        if (differences == 1) {
            doubtAt = pictureAt;
            disputed = sync.isBearable(Reason.PICTURE);
            sync.periodic().soon();
            return;
        }
        if (differences == 2) {
            judged(pictureAt, ChecksumTrust.VENUES, "made anew from its own snapshot and stream, it differs again");
            event(
                    OutputType.ALERT,
                    EventKind.SNAPSHOT_DIFFERS,
                    answerId,
                    found,
                    "the venue's stream and its snapshots disagree; the book goes on as UNVERIFIED");
        }
        disputed = true;
        sync.condition().become(Condition.UNVERIFIED);
        sync.condition().publish(Reason.PICTURE);
    }

    private String describe(Difference first) {
        final Instrument instrument = sync.instrument();
        return (first.bid ? "bid " : "ask ")
                + BigDecimal.valueOf(first.price, instrument.priceScale()).toPlainString() + ": we have "
                + BigDecimal.valueOf(first.ours, instrument.sizeScale()).toPlainString() + ", the venue has "
                + BigDecimal.valueOf(first.theirs, instrument.sizeScale()).toPlainString();
    }

    private void judged(long pictureAt, int verdict, String why) {
        event(
                OutputType.EVENT,
                EventKind.MISMATCH_JUDGED,
                doubtAt,
                pictureAt,
                ChecksumTrust.name(verdict) + ": different from the picture at position " + doubtAt + "; " + why
                        + ", at position " + pictureAt);
    }

    private void skip(String why) {
        forget();
        venue.counters().picturesSkipped++;
        event(OutputType.EVENT, EventKind.SNAPSHOT_FAILED, 0, 0, "not compared: " + why);
    }

    private void event(int type, int kind, long expected, long actual, String text) {
        core.event(type, venue, kind, sync.instrument().id(), expected, actual, text);
    }

    void visit(StateVisitor v) {
        open = v.visit(open);
        askedId = v.visit(askedId);
        answerAt = v.visit(answerAt);
        answerId = v.visit(answerId);
        due = v.visit(due);
        differences = v.visit(differences);
        doubtAt = v.visit(doubtAt);
        disputed = v.visit(disputed);
        deltas.visit(v);
    }

    /** What one side of two books differs in, from the best level to the bound. */
    private static final class Difference {
        private final boolean bid;
        private int compared;
        private int levels;
        /** Of the first level that differs. */
        private long price;

        private long ours;
        private long theirs;

        Difference(BookSide our, BookSide their, long bound, boolean bid) {
            this.bid = bid;
            int o = 0;
            int t = 0;
            while (isWithin(our, o, bound) || isWithin(their, t, bound)) {
                final boolean oursFirst = isWithin(our, o, bound)
                        && (!isWithin(their, t, bound) || !isBetter(their.price(t), our.price(o)));
                final boolean theirsFirst = isWithin(their, t, bound)
                        && (!isWithin(our, o, bound) || !isBetter(our.price(o), their.price(t)));
                final long at = oursFirst ? our.price(o) : their.price(t);
                note(at, oursFirst ? our.size(o) : 0, theirsFirst ? their.size(t) : 0);
                o += oursFirst ? 1 : 0;
                t += theirsFirst ? 1 : 0;
            }
        }

        private void note(long at, long ourSize, long theirSize) {
            compared++;
            if (ourSize == theirSize) {
                return;
            }
            if (levels++ == 0) {
                price = at;
                ours = ourSize;
                theirs = theirSize;
            }
        }

        private boolean isWithin(BookSide side, int rank, long bound) {
            return rank < side.count() && !isBetter(bound, side.price(rank));
        }

        private boolean isBetter(long a, long b) {
            return bid ? a > b : a < b;
        }
    }
}
