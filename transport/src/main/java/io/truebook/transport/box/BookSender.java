package io.truebook.transport.box;

import io.truebook.transport.box.FaultKind.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Sends book frames to clients, through the faults. Event loop. */
final class BookSender {
    /** A frame kept back comes at last after this time when nothing follows it. */
    private static final long MOST_KEPT_NS = 200_000_000L;

    private final String venue;
    private final Damage damage;
    private final FaultPlan faults;
    private final Counters counters;
    private final Map<Session, Map<String, Kept>> kept = new HashMap<>();
    private final Map<Session, Map<String, Silence>> silent = new HashMap<>();

    /** A frame that waits to be overtaken. */
    private record Kept(byte[] payload, String log, long sinceNs) {}

    /** How many frames of the symbol are still not said. */
    private record Silence(FaultRule rule, long left) {}

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
        FaultRule rule = faults.next(Target.SNAPSHOT, venue, symbol);
        if (rule != null) {
            happened(rule);
        }
        return rule != null;
    }

    private void happened(FaultRule rule) {
        counters.fault(rule.kind());
        faults.struck(rule);
    }

    /** The client has subscribed to the symbol: whatever was wrong with it before is over. */
    void joined(Session session, String symbol) {
        release(session, symbol, null);
        Silence over = silent.containsKey(session) ? silent.get(session).remove(symbol) : null;
        if (over != null) {
            faults.struck(over.rule());
        }
    }

    /** A snapshot made for the client, {@code stale} or not. */
    void made(Session session, byte[] payload, String logBody, boolean stale) {
        session.send(payload, logBody, stale ? FaultKind.STALE_SNAPSHOT : null);
    }

    /** A snapshot of the feed's own. */
    void snapshot(Session session, String symbol, Supplier<byte[]> payload, String logBody) {
        if (!silenced(session, symbol)) {
            release(session, symbol, null);
            session.send(payload.get(), logBody, null);
        }
    }

    /** The payload is asked for only where it is really said: a venue that is silent counts no frame either. */
    void delta(Session session, String symbol, Supplier<byte[]> payload, String logBody) {
        if (session.closed() || silenced(session, symbol)) {
            return;
        }
        FaultRule fault = faults.next(Target.DELTA, venue, symbol);
        if (fault == null) {
            session.send(payload.get(), logBody, null);
            release(session, symbol, logBody);
        } else if (fault.kind() == FaultKind.SILENCE) {
            silent.computeIfAbsent(session, any -> new HashMap<>())
                    .put(symbol, new Silence(fault, fault.forFrames() - 1));
            counters.fault(FaultKind.SILENCE);
            faults.begins(fault);
        } else if (strike(fault, session, symbol, payload.get(), logBody)) {
            happened(fault);
        }
    }

    /** @return whether it happened: not every frame suits every fault */
    private boolean strike(FaultRule fault, Session session, String symbol, byte[] payload, String logBody) {
        switch (fault.kind()) {
            case DROP -> {
                // Nothing is sent.
            }
            case DUPLICATE -> {
                session.send(payload, logBody, null);
                session.send(payload, logBody, FaultKind.DUPLICATE);
            }
            case DELAY -> {
                session.hold(fault.forMillis());
                session.send(payload, logBody, FaultKind.DELAY);
            }
            case CORRUPT -> {
                session.send(damaged(payload, fault.damage()), logBody, FaultKind.CORRUPT);
            }
            case DISCONNECT -> session.disconnect();
            case REORDER -> {
                return keep(session, symbol, payload, logBody);
            }
            case TRUNCATE -> session.send(Corrupter.shortened(payload, faults.random()), logBody, FaultKind.TRUNCATE);
            case MID_FRAME_CUT -> session.cut(payload);
            case WRONG_CHECKSUM -> {
                byte[] wrong = Corrupter.checksum(payload, damage.checksum(), faults.random());
                session.send(wrong == null ? payload : wrong, logBody, wrong == null ? null : FaultKind.WRONG_CHECKSUM);
                return wrong != null;
            }
            case RECONNECT_STORM -> session.server().storm(fault.connections());
            default -> throw new IllegalStateException(fault.kind() + " struck a delta");
        }
        return true;
    }

    private boolean silenced(Session session, String symbol) {
        Map<String, Silence> symbols = silent.get(session);
        Silence silence = symbols == null ? null : symbols.get(symbol);
        if (silence == null) {
            return false;
        }
        if (silence.left() > 0) {
            symbols.put(symbol, new Silence(silence.rule(), silence.left() - 1));
            return true;
        }
        symbols.remove(symbol);
        faults.struck(silence.rule());
        return false;
    }

    private boolean keep(Session session, String symbol, byte[] payload, String logBody) {
        Map<String, Kept> symbols = kept.computeIfAbsent(session, any -> new HashMap<>());
        if (symbols.containsKey(symbol)) {
            session.send(payload, logBody, null);
            release(session, symbol, logBody);
            return false;
        }
        symbols.put(symbol, new Kept(payload, logBody, System.nanoTime()));
        return true;
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
        silent.entrySet().removeIf(session -> {
            if (session.getKey().closed()) {
                session.getValue().values().forEach(silence -> faults.lapsed(silence.rule()));
            }
            return session.getKey().closed();
        });
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
