package io.truebook.engine.core;

import io.truebook.engine.book.Condition;
import io.truebook.engine.book.Reason;
import io.truebook.engine.decode.DecodedFrame;
import io.truebook.engine.decode.Message;
import io.truebook.engine.decode.MessageKind;
import io.truebook.engine.document.Decimal;
import io.truebook.engine.document.Delta;
import io.truebook.engine.document.Deltas;
import io.truebook.engine.document.DocumentException;
import io.truebook.engine.document.ObjectValue;
import io.truebook.engine.document.Payloads;
import io.truebook.engine.document.Snapshot;
import io.truebook.engine.document.Text;
import io.truebook.engine.document.Value;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.state.StateVisitor;
import io.truebook.engine.venue.ModelRules.ModelChannel;
import io.truebook.engine.venue.VenueDefinition.OnMismatch;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Keeps one document of the reconciliation model that is no order book (ticker, trades, balance) true: ids, reorder
 * window, checksum, condition, resync. What does not follow yet is held by its id, whether a snapshot is waited for or a
 * late delta; nothing is applied over a hole unless {@code onMismatch} is warn. Not a hot path: documents are read whole
 * and allocate. One thread: the core's.
 */
final class DocumentSync {
    private static final int LATE = 0;
    private static final int RETRY = 1;
    /** A document that took so many deltas after its snapshot stands firmly: its next resync is made at once. */
    private static final int STEADY_AFTER = 10;

    private static final long RETRY_BASE_NS = 250_000_000L;
    private static final long RETRY_CAP_NS = 30_000_000_000L;

    private final Core core;
    private final Venue venue;
    private final Instrument instrument;
    private final int channel;
    private final ModelChannel rules;
    private final DocumentChecksum checksum;
    private final int lateTimer;
    private final int retryTimer;

    private final TreeMap<Long, Delta> held = new TreeMap<>();
    private Value document;
    private long lastId = Snapshot.NO_ID;
    private long exchangeTimeNs;
    private boolean awaitingSnapshot = true;
    /** Ids were missing since the snapshot and were passed over, or it bore none: nothing proves the document. */
    private boolean holed;

    private boolean overflowed;
    private byte base = Condition.EMPTY;
    private byte published = Condition.EMPTY;
    private int staleBits;
    private int stoodFor;
    private int attempts;

    DocumentSync(Core core, Venue venue, Instrument instrument, int channel, ModelChannel rules) {
        this.core = core;
        this.venue = venue;
        this.instrument = instrument;
        this.channel = channel;
        this.rules = rules;
        checksum = rules.checksum() == null ? null : new DocumentChecksum(rules.checksum());
        lateTimer = core.timers().register(this::onTimer, LATE);
        retryTimer = core.timers().register(this::onTimer, RETRY);
    }

    int channel() {
        return channel;
    }

    DocumentView view() {
        return new DocumentView(rules.name(), rules.type(), effective(), lastId, exchangeTimeNs, document);
    }

    // ---- what the connection tells

    void subscribing() {
        if (base != Condition.BROKEN) {
            staleBits &= ~(BookCondition.DOWN | BookCondition.SILENT);
            awaitSnapshot();
            become(Condition.SYNCING, Reason.SUBSCRIBING);
            core.timers()
                    .set(retryTimer, core.nowNs() + venue.definition().session().snapshotTimeoutNs());
        }
    }

    void connectionDown() {
        awaitSnapshot();
        core.timers().cancel(retryTimer);
        attempts = 0;
        staleBits = staleBits & ~(BookCondition.SILENT | BookCondition.PAUSED) | BookCondition.DOWN;
        become(base == Condition.SYNCING ? Condition.EMPTY : base, Reason.CONNECTION_DOWN);
    }

    void cover(int bit) {
        staleBits |= bit;
        become(base, bit == BookCondition.PAUSED ? Reason.PAUSED : Reason.LAGGING);
    }

    void uncover(int bit) {
        staleBits &= ~bit;
        become(base, Reason.CAUGHT_UP);
    }

    /** Something on the connection could not be read and may have concerned this document. */
    void doubt() {
        if (base == Condition.LIVE) {
            become(Condition.UNVERIFIED, Reason.MALFORMED_FRAME);
        }
    }

    void broken(int reason) {
        awaitSnapshot();
        core.timers().cancel(retryTimer);
        become(Condition.BROKEN, reason);
    }

    /** An operator wants it made anew. */
    void resync() {
        attempts = 0;
        restart(Reason.OPERATOR);
    }

    // ---- what the venue tells

    /** @param text the whole frame */
    void onMessage(Message message, String text) {
        if (base == Condition.BROKEN) {
            venue.counters().dropped++;
            return;
        }
        try {
            final ObjectValue frame = (ObjectValue) Value.parse(text);
            if (message.kind == MessageKind.DOCUMENT_SNAPSHOT) {
                onSnapshot(message, frame);
            } else {
                onDelta(message, delta(frame));
            }
        } catch (DocumentException e) {
            venue.counters().malformed++;
            event(EventKind.MALFORMED, DecodedFrame.ERROR_BAD_VALUE, 0, rules.name() + ": " + e.getMessage());
            if (!awaitingSnapshot) {
                mismatch(Reason.MALFORMED_FRAME);
            }
        }
    }

    /** Where a message names no type or path, those of the definition hold. */
    private Delta delta(ObjectValue frame) {
        ObjectValue complete = frame;
        if (!complete.has("type")) {
            complete = complete.with("type", new Text(rules.deltaType().word()));
        }
        if (!complete.has("path")) {
            if (rules.deltaPath() == null) {
                throw new DocumentException("path is missing");
            }
            complete = complete.with("path", new Text(rules.deltaPath().text()));
        }
        return Delta.parse(complete);
    }

    private void onSnapshot(Message message, ObjectValue frame) {
        if (!awaitingSnapshot && message.has(Message.HAS_LAST_ID) && message.lastId <= lastId) {
            venue.counters().sequenceStale++; // late, or a second copy: the document is as new already
            return;
        }
        final Value data = frame.get("data");
        if (data == null) {
            throw new DocumentException("data is missing");
        }
        final List<String> odd = Payloads.check(rules.type(), data);
        if (!odd.isEmpty()) {
            event(EventKind.DOCUMENT_ODD, odd.size(), message.lastId, rules.name() + ": " + odd.get(0));
        }
        venue.counters().snapshots++;
        document = data;
        lastId = message.has(Message.HAS_LAST_ID) ? message.lastId : Snapshot.NO_ID;
        exchangeTimeNs = message.exchangeTimeNs;
        holed = lastId == Snapshot.NO_ID;
        awaitingSnapshot = false;
        overflowed = false;
        stoodFor = 0;
        core.timers().cancel(retryTimer);
        core.timers().cancel(lateTimer);
        if (!verify(message)) {
            return;
        }
        base = standing();
        publish(EventKind.DOCUMENT_SNAPSHOT, Snapshot.NO_ID, ObjectValue.EMPTY.with("data", data));
        become(base, Reason.SNAPSHOT);
        held.headMap(lastId, true).clear();
        takeHeld(message);
    }

    private void onDelta(Message message, Delta delta) {
        if (awaitingSnapshot) {
            hold(delta);
            return;
        }
        if (delta.sequenceId() <= lastId || held.containsKey(delta.sequenceId())) {
            venue.counters().sequenceStale++;
            return;
        }
        final long distance = distance(delta);
        venue.counters().sequenceChecked++;
        if (distance == 1) {
            if (apply(message, delta)) {
                takeHeld(message);
            }
            return;
        }
        if (rules.rules().maxGapBeforeResync() == 0) {
            holed = true; // nobody looks for gaps, so nothing proves that there is none
            apply(message, delta);
            return;
        }
        if (distance <= rules.rules().maxGapBeforeResync()) {
            hold(delta);
            waitForLate(delta);
            return;
        }
        gap(message, delta);
    }

    /** From the last applied id to this delta's: 1 where it follows. */
    private long distance(Delta delta) {
        if (lastId == Snapshot.NO_ID) {
            return 1;
        }
        if (delta.previousSequenceId() != Snapshot.NO_ID) {
            // a previous id below the last one is no order that could come right by waiting
            return delta.previousSequenceId() < lastId ? Long.MAX_VALUE : delta.previousSequenceId() - lastId + 1;
        }
        return Math.max(1, delta.first() - lastId);
    }

    private void gap(Message message, Delta delta) {
        venue.counters().sequenceGaps++;
        final long received =
                delta.previousSequenceId() != Snapshot.NO_ID ? delta.previousSequenceId() + 1 : delta.first();
        event(EventKind.SEQUENCE_GAP, lastId + 1, received, Gap.report(lastId + 1, received, rules.name()));
        if (rules.rules().onMismatch() == OnMismatch.WARN) {
            holed = true;
            if (apply(message, delta)) {
                takeHeld(message);
            }
            return;
        }
        hold(delta); // it may follow the next snapshot
        mismatch(Reason.GAP);
    }

    private void hold(Delta delta) {
        if (!rules.rules().bufferDeltas() && awaitingSnapshot) {
            venue.counters().dropped++;
            return;
        }
        held.put(delta.sequenceId(), delta);
        if (held.size() > rules.rules().maxBufferSize()) {
            held.pollFirstEntry();
            venue.counters().bufferOverflows++;
            if (!overflowed) {
                overflowed = true;
                event(EventKind.BUFFER_OVERFLOW, 0, venue.counters().bufferOverflows, rules.name());
            }
        }
    }

    private void waitForLate(Delta delta) {
        if (!core.timers().isSet(lateTimer)) {
            event(EventKind.SEQUENCE_HOLE, lastId + 1, delta.first(), rules.name());
            core.timers().set(lateTimer, core.nowNs() + rules.rules().reorderDeadlineNs());
            become(Condition.UNVERIFIED, Reason.REORDERING);
        }
    }

    /** Applies what was held and follows now; what is left behind a hole is waited for, or is a mismatch. */
    private void takeHeld(Message message) {
        while (!held.isEmpty() && !awaitingSnapshot) {
            final Delta next = held.firstEntry().getValue();
            if (next.sequenceId() <= lastId) {
                held.pollFirstEntry();
                continue;
            }
            final long distance = distance(next);
            if (distance != 1) {
                if (distance <= rules.rules().maxGapBeforeResync()) {
                    waitForLate(next);
                } else {
                    gap(message, held.pollFirstEntry().getValue());
                }
                return;
            }
            held.pollFirstEntry();
            venue.counters().sequenceReordered++;
            if (!apply(null, next)) {
                return;
            }
        }
        if (held.isEmpty() && core.timers().isSet(lateTimer)) {
            core.timers().cancel(lateTimer);
            event(EventKind.SEQUENCE_HOLE_CLOSED, 0, lastId, rules.name());
        }
        if (!awaitingSnapshot) {
            become(standing(), Reason.CAUGHT_UP);
        }
    }

    /**
     * Applies one delta.
     *
     * @param message bears the checksum; null where the delta was held, and its checksum is gone
     * @return false when the document cannot go on
     */
    private boolean apply(Message message, Delta delta) {
        final List<String> warnings = new ArrayList<>();
        final Value changed = Deltas.STRICT.applyData(rules.type(), document, delta, warnings);
        Payloads.checkAt(rules.type(), changed, delta.path());
        final long before = lastId;
        document = changed;
        lastId = delta.sequenceId();
        if (message != null && message.exchangeTimeNs != 0) {
            exchangeTimeNs = message.exchangeTimeNs;
        }
        venue.counters().deltas++;
        if (message != null && message.lastId == delta.sequenceId() && !verify(message)) {
            return false;
        }
        if (!warnings.isEmpty()) {
            event(EventKind.DOCUMENT_ODD, warnings.size(), lastId, rules.name() + ": " + warnings.get(0));
        }
        base = standing();
        publish(EventKind.DOCUMENT_DELTA, before, delta.toValue());
        if (!core.timers().isSet(lateTimer)) {
            become(base, Reason.PROVEN);
        }
        if (++stoodFor == STEADY_AFTER) {
            attempts = 0;
        }
        return true;
    }

    /** False when the venue's checksum is another one than ours; absent is not checked. */
    private boolean verify(Message message) {
        if (checksum == null || !rules.rules().checksumValidation()) {
            return true;
        }
        if (!message.has(Message.HAS_CHECKSUM)) {
            venue.counters().checksumsAbsent++;
            return true;
        }
        if (checksum.isThatOf(document, message)) {
            venue.counters().checksumsOk++;
            return true;
        }
        venue.counters().checksumsBad++;
        event(EventKind.CHECKSUM_FAILED, message.checksum, checksum.value(), rules.name());
        if (rules.rules().onMismatch() == OnMismatch.WARN) {
            holed = true; // unproven until a snapshot
            return true;
        }
        mismatch(Reason.CHECKSUM_MISMATCH);
        return false;
    }

    // ---- what follows

    private byte standing() {
        return holed || !rules.rules().enabled() ? Condition.UNVERIFIED : Condition.LIVE;
    }

    private void mismatch(int reason) {
        if (rules.rules().onMismatch() == OnMismatch.ERROR) {
            broken(reason);
            core.event(
                    OutputType.ALERT,
                    venue,
                    EventKind.RESYNC_TRIGGERED,
                    instrument.id(),
                    0,
                    reason,
                    rules.name() + ", " + Reason.name(reason)
                            + ": onMismatch is error, the document is BROKEN until 'resync'");
        } else {
            restart(reason);
        }
    }

    /** What is held stays: it may follow the next snapshot. */
    private void restart(int reason) {
        venue.counters().resyncs++;
        awaitingSnapshot = true;
        core.timers().cancel(lateTimer);
        event(EventKind.RESYNC_TRIGGERED, 0, reason, rules.name() + ": " + Reason.name(reason));
        become((staleBits & BookCondition.DOWN) != 0 ? Condition.EMPTY : Condition.SYNCING, reason);
        if (attempts == 0) {
            attempts++;
            ask();
        } else {
            final long backoff = Math.min(RETRY_CAP_NS, RETRY_BASE_NS << Math.min(attempts, 7));
            attempts++;
            core.timers()
                    .set(
                            retryTimer,
                            core.nowNs() + backoff / 2 + core.generator().below(backoff / 2) + 1);
        }
    }

    private void ask() {
        final Session session = venue.leg(instrument.symbolId()).session();
        if (session != null && session.isUp()) {
            session.subscriptions().resubscribe(channel, instrument.symbolId());
        }
    }

    private void onTimer(int kind) {
        if (kind == RETRY) {
            if (awaitingSnapshot) {
                ask();
            }
        } else if (!held.isEmpty() && !awaitingSnapshot) {
            // what is missing has not come in time
            final Delta first = held.firstEntry().getValue();
            venue.counters().sequenceGaps++;
            event(
                    EventKind.SEQUENCE_GAP,
                    lastId + 1,
                    first.first(),
                    Gap.report(lastId + 1, first.first(), rules.name()));
            if (rules.rules().onMismatch() == OnMismatch.WARN) {
                passOver();
            } else {
                mismatch(Reason.GAP);
            }
        }
    }

    /** Goes on over the hole, unproven. */
    private void passOver() {
        holed = true;
        final Delta first = held.pollFirstEntry().getValue();
        try {
            if (apply(null, first)) {
                takeHeld(null);
            }
        } catch (DocumentException e) {
            venue.counters().malformed++;
            event(EventKind.MALFORMED, DecodedFrame.ERROR_BAD_VALUE, 0, rules.name() + ": " + e.getMessage());
            mismatch(Reason.MALFORMED_FRAME);
        }
    }

    private void awaitSnapshot() {
        awaitingSnapshot = true;
        held.clear();
        core.timers().cancel(lateTimer);
    }

    // ---- what readers get

    private byte effective() {
        final boolean usable = base == Condition.LIVE || base == Condition.UNVERIFIED;
        return usable && staleBits != 0 ? Condition.STALE : base;
    }

    private void become(byte next, int reason) {
        base = next;
        final byte condition = effective();
        if (condition != published) {
            event(
                    EventKind.DOCUMENT_CONDITION,
                    published,
                    condition,
                    rules.name() + ": " + Condition.name(condition) + ", " + Reason.name(reason));
            published = condition;
        }
    }

    private void publish(int kind, long previousId, ObjectValue what) {
        ObjectValue record = ObjectValue.EMPTY
                .with("channel", new Text(rules.name()))
                .with("document", new Text(rules.type().word()))
                .with("condition", new Text(Condition.name(effective())))
                .with("timestampNs", Decimal.of(exchangeTimeNs));
        for (int i = 0; i < what.size(); i++) {
            record = record.with(what.name(i), what.value(i));
        }
        event(kind, previousId, lastId, record.toJson());
    }

    private void event(int kind, long expected, long actual, String text) {
        instrument.announce();
        core.event(OutputType.EVENT, venue, kind, instrument.id(), expected, actual, text);
    }

    void visit(StateVisitor v) {
        final String text = v.visit(document == null ? null : document.toJson());
        lastId = v.visit(lastId);
        exchangeTimeNs = v.visit(exchangeTimeNs);
        awaitingSnapshot = v.visit(awaitingSnapshot);
        holed = v.visit(holed);
        overflowed = v.visit(overflowed);
        base = v.visit(base);
        published = v.visit(published);
        staleBits = v.visit(staleBits);
        stoodFor = v.visit(stoodFor);
        attempts = v.visit(attempts);
        final List<Delta> kept = new ArrayList<>(held.values());
        final int count = v.visit(kept.size());
        if (v.isRestore()) {
            document = text == null ? null : Value.parse(text);
            held.clear();
        }
        for (int i = 0; i < count; i++) {
            final String delta =
                    v.visit(v.isRestore() ? "" : kept.get(i).toValue().toJson());
            if (v.isRestore()) {
                final Delta restored = Delta.parse((ObjectValue) Value.parse(delta));
                held.put(restored.sequenceId(), restored);
            }
        }
    }
}
