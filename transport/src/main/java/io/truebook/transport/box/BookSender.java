package io.truebook.transport.box;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sends book frames to clients, through the faults. Event loop. */
final class BookSender {
    /** A frame kept back comes at last after this time when nothing follows it. */
    private static final long MOST_KEPT_NS = 200_000_000L;

    private final String venue;
    private final Damage damage;
    private final FaultPlan faults;
    private final Counters counters;
    private final Map<Session, Map<String, Kept>> kept = new HashMap<>();
    private final Map<Session, Map<String, Long>> silent = new HashMap<>();

    /** A frame that waits to be overtaken. */
    private record Kept(byte[] payload, String log, long sinceNs) {}

    BookSender(String venue, Damage damage, FaultPlan faults, Counters counters) {
        this.venue = venue;
        this.damage = damage;
        this.faults = faults;
        this.counters = counters;
    }

    /** Whether older states of books are needed. */
    boolean sendsStaleSnapshots() {
        return faults.plans(FaultKind.STALE_SNAPSHOT, venue);
    }

    /**
     * Whether the snapshot that is about to be made shall be of an older state, which the caller has. Counts it where it
     * is so.
     */
    boolean stale(String symbol) {
        boolean struck = faults.next(venue, symbol, true) != null;
        if (struck) {
            counters.fault(FaultKind.STALE_SNAPSHOT);
        }
        return struck;
    }

    void snapshot(Session session, String symbol, byte[] payload, String logBody, boolean stale) {
        release(session, symbol, null);
        if (silent.containsKey(session)) {
            silent.get(session).remove(symbol);
        }
        session.send(payload, logBody, stale ? FaultKind.STALE_SNAPSHOT : null);
    }

    void delta(Session session, String symbol, byte[] payload, String logBody) {
        if (session.closed()) {
            return;
        }
        if (silenced(session, symbol)) {
            return;
        }
        Faults.Rule fault = faults.next(venue, symbol, false);
        if (fault == null) {
            session.send(payload, logBody, null);
            release(session, symbol, logBody);
            return;
        }
        strike(fault, session, symbol, payload, logBody);
    }

    private void strike(Faults.Rule fault, Session session, String symbol, byte[] payload, String logBody) {
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
            case REORDER -> keep(session, symbol, payload, logBody);
            case TRUNCATE -> {
                counters.fault(FaultKind.TRUNCATE);
                session.send(Corrupter.shortened(payload, faults.random()), logBody, FaultKind.TRUNCATE);
            }
            case MID_FRAME_CUT -> {
                counters.fault(FaultKind.MID_FRAME_CUT);
                session.cut(payload);
            }
            case SILENCE -> {
                counters.fault(FaultKind.SILENCE);
                silent.computeIfAbsent(session, any -> new HashMap<>()).put(symbol, fault.forFrames() - 1);
            }
            case WRONG_CHECKSUM -> {
                byte[] wrong = Corrupter.checksum(payload, damage.checksum(), faults.random());
                if (wrong != null) {
                    counters.fault(FaultKind.WRONG_CHECKSUM);
                }
                session.send(wrong == null ? payload : wrong, logBody, wrong == null ? null : FaultKind.WRONG_CHECKSUM);
            }
            case RECONNECT_STORM -> {
                counters.fault(FaultKind.RECONNECT_STORM);
                session.server().storm(fault.connections());
            }
            case STALE_SNAPSHOT -> throw new IllegalStateException("a stale snapshot struck a delta");
        }
    }

    private boolean silenced(Session session, String symbol) {
        Map<String, Long> symbols = silent.get(session);
        Long left = symbols == null ? null : symbols.get(symbol);
        if (left == null || left <= 0) {
            return false;
        }
        symbols.put(symbol, left - 1);
        return true;
    }

    private void keep(Session session, String symbol, byte[] payload, String logBody) {
        Map<String, Kept> symbols = kept.computeIfAbsent(session, any -> new HashMap<>());
        if (symbols.containsKey(symbol)) {
            session.send(payload, logBody, null);
            release(session, symbol, logBody);
            return;
        }
        counters.fault(FaultKind.REORDER);
        symbols.put(symbol, new Kept(payload, logBody, System.nanoTime()));
    }

    /** {@code overtaker} is the log's line of the frame that was sent instead: the venue's book is that one by now. */
    private void release(Session session, String symbol, String overtaker) {
        Map<String, Kept> symbols = kept.get(session);
        Kept frame = symbols == null ? null : symbols.remove(symbol);
        if (frame != null) {
            session.send(frame.payload(), overtaker == null ? frame.log() : overtaker, FaultKind.REORDER);
        }
    }

    /** Several times a second: what was kept back for too long, and what belongs to connections that have gone. */
    void tick(long nowNs) {
        silent.keySet().removeIf(Session::closed);
        kept.keySet().removeIf(Session::closed);
        for (Map.Entry<Session, Map<String, Kept>> session : kept.entrySet()) {
            List<String> due = new ArrayList<>();
            session.getValue().forEach((symbol, frame) -> {
                if (nowNs - frame.sinceNs() > MOST_KEPT_NS) {
                    due.add(symbol);
                }
            });
            due.forEach(symbol -> release(session.getKey(), symbol, null));
            if (!due.isEmpty()) {
                session.getKey().flush();
            }
        }
    }

    /** Whether nothing is kept back. */
    boolean drained() {
        return kept.entrySet().stream()
                .allMatch(session ->
                        session.getKey().closed() || session.getValue().isEmpty());
    }

    private byte[] damaged(byte[] payload, Faults.Damage how) {
        byte[] changed = damage.levelNumber() != null && how != Faults.Damage.JSON
                ? Corrupter.digit(payload, damage.levelNumber(), faults.random())
                : null;
        return changed != null ? changed : Corrupter.json(payload, faults.random());
    }
}
