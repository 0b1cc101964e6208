package io.truebook.engine.core;

import io.truebook.engine.book.Condition;
import io.truebook.engine.state.StateVisitor;

/**
 * One way on which an instrument comes: the connection that carries it, and the book and the documents made of what comes
 * there.
 */
final class Leg {
    private final Venue venue;
    private final Instrument instrument;
    private final BookSync book;
    private final Documents documents;
    private final boolean second;
    private Session session;

    /**
     * @param book null where the venue's definition keeps none
     * @param documents of the instrument; both of its legs have the same
     * @param second made after the first one of the instrument
     */
    Leg(Venue venue, Instrument instrument, BookSync book, Documents documents, boolean second) {
        this.second = second;
        this.venue = venue;
        this.instrument = instrument;
        this.book = book;
        this.documents = documents;
    }

    boolean isSecond() {
        return second;
    }

    Instrument instrument() {
        return instrument;
    }

    /** Null where the venue's definition keeps none. */
    BookSync book() {
        return book;
    }

    /** Empty where the venue sends none. */
    Documents documents() {
        return documents;
    }

    /** Null in a passive run, and while no connection has it. */
    Session session() {
        return session;
    }

    void carriedBy(Session newSession) {
        session = newSession;
    }

    /** True when readers may use its book, or nobody keeps one and it is subscribed. */
    boolean isLive() {
        return book == null
                ? session.subscriptions().isSubscribed(instrument.symbolId())
                : book.condition().effective() == Condition.LIVE;
    }

    /** Given up until an operator asks. */
    boolean isBroken() {
        return book != null && book.condition().is(Condition.BROKEN);
    }

    /** True when this leg may stand for the other, which is being given up. */
    boolean mayStandFor(Leg other) {
        if (session == null || !session.isUp() || other.isBroken()) {
            return false;
        }
        return isLive()
                || book != null
                        && book.condition().effective() == Condition.UNVERIFIED
                        && book.isSteady()
                        && !other.isLive();
    }

    void visit(StateVisitor v) {
        final int number = v.visit(session == null ? -1 : session.number());
        session = number < 0 ? null : venue.sessions().get(number);
        if (book != null) {
            book.visit(v);
        }
        if (!second) {
            documents.visit(v);
        }
    }
}
