package io.truebook.transport.box;

import io.truebook.transport.box.Faults.Damage;

/** Sends book frames to clients, through the faults. Event loop. */
final class BookSender {
    private final String venue;
    private final boolean checksums;
    private final FaultPlan faults;
    private final Counters counters;

    /** {@code checksums}: whether the venue's clients can see a changed digit. */
    BookSender(String venue, boolean checksums, FaultPlan faults, Counters counters) {
        this.venue = venue;
        this.checksums = checksums;
        this.faults = faults;
        this.counters = counters;
    }

    void snapshot(Session session, byte[] payload, String logBody) {
        session.send(payload, logBody, null);
    }

    void delta(Session session, String symbol, byte[] payload, String logBody) {
        if (session.closed()) {
            return;
        }
        Faults.Rule fault = faults.next(venue, symbol);
        if (fault == null) {
            session.send(payload, logBody, null);
            return;
        }
        switch (fault.kind()) {
            case DROP -> counters.fault(FaultKind.DROP);
            case DUPLICATE -> {
                counters.fault(FaultKind.DUPLICATE);
                session.send(payload, logBody, null);
                session.send(payload, logBody, FaultKind.DUPLICATE);
            }
            case DELAY -> {
                counters.fault(FaultKind.DELAY);
                session.hold(fault.forMillis());
                session.send(payload, logBody, FaultKind.DELAY);
            }
            case CORRUPT -> {
                byte[] damaged = damaged(payload, fault.damage());
                counters.fault(FaultKind.CORRUPT);
                session.send(damaged, logBody, FaultKind.CORRUPT);
            }
            case DISCONNECT -> {
                counters.fault(FaultKind.DISCONNECT);
                session.disconnect();
            }
        }
    }

    private byte[] damaged(byte[] payload, Damage how) {
        byte[] changed = checksums && how != Damage.JSON ? Corrupter.digit(payload, faults.random()) : null;
        return changed != null ? changed : Corrupter.json(payload, faults.random());
    }
}
