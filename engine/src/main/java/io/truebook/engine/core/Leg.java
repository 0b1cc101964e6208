package io.truebook.engine.core;

import io.truebook.engine.state.StateVisitor;

/** One way on which an instrument comes: the connection that carries it, and the book made of what comes there. */
final class Leg {
    private final Venue venue;
    private final Instrument instrument;
    private final BookSync book;
    private Session session;

    /** @param book null where the venue's definition keeps none */
    Leg(Venue venue, Instrument instrument, BookSync book) {
        this.venue = venue;
        this.instrument = instrument;
        this.book = book;
    }

    Instrument instrument() {
        return instrument;
    }

    /** Null where the venue's definition keeps none. */
    BookSync book() {
        return book;
    }

    /** Null in a passive run, and while no connection has it. */
    Session session() {
        return session;
    }

    void carriedBy(Session newSession) {
        session = newSession;
    }

    void visit(StateVisitor v) {
        final int number = v.visit(session == null ? -1 : session.number());
        session = number < 0 ? null : venue.sessions().get(number);
        if (book != null) {
            book.visit(v);
        }
    }
}
