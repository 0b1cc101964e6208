package io.truebook.engine.core;

import io.truebook.engine.book.Book;
import io.truebook.engine.book.Condition;
import io.truebook.engine.book.Reason;
import io.truebook.engine.decode.DecodedFrame;
import io.truebook.engine.decode.Message;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.state.StateVisitor;
import io.truebook.engine.venue.VenueDefinition.BookRules;
import io.truebook.engine.venue.VenueDefinition.Mode;
import io.truebook.engine.venue.VenueDefinition.Reconciliation;
import io.truebook.engine.venue.VenueDefinition.SnapshotSource;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * Keeps one book true: sequence, stitching, proof, condition, and what follows when one of them fails. The state machine
 * is one for all venues; what differs stands in the definition. docs/conditions.md has the transitions. One thread: the
 * core's.
 */
final class BookSync {
    /** A book that stood for so many messages after its snapshot stands firmly: its next resync is made at once. */
    private static final int STEADY_AFTER = 10;

    private final Core core;
    private final Venue venue;
    private final Instrument instrument;
    private final Reconciliation reconciliation;
    private final boolean rest;
    private final BookLevels levels;
    private final BookCondition condition;
    private final SequenceCheck sequence;
    private final HeldDeltas held;
    private final LateDeltas late;
    private final BookJudge judge;
    private final BookStats stats;
    private final SnapshotRequests requests;
    private final PeriodicSnapshots periodic;
    private final PictureComparison picture;
    /** Only whole snapshots are taken. */
    private final boolean snapshotOnly;

    private final Liveness liveness;

    private boolean awaitingSnapshot = true;
    private boolean resyncing;
    private int stoodFor;
    private boolean seen;

    BookSync(Core core, Venue venue, Instrument instrument) {
        this.core = core;
        this.venue = venue;
        this.instrument = instrument;
        final BookRules rules = venue.definition().book();
        reconciliation = rules.reconciliation();
        rest = rules.source() == SnapshotSource.REST;
        levels = new BookLevels(core, venue, instrument);
        condition = new BookCondition(core, venue, this, levels);
        sequence = new SequenceCheck(rules);
        stats = new BookStats(core, venue, this);
        held = new HeldDeltas(core, venue, this, reconciliation.maxBufferSize());
        late = new LateDeltas(core, venue, this, sequence, condition);
        judge = new BookJudge(core, venue, this, levels, sequence);
        requests = new SnapshotRequests(core, venue, this);
        liveness = new Liveness(core, this);
        periodic = new PeriodicSnapshots(core, venue, this, rest);
        picture = new PictureComparison(core, venue, this, levels);
        snapshotOnly = reconciliation.mode() == Mode.SNAPSHOT_ONLY;
    }

    Instrument instrument() {
        return instrument;
    }

    Book book() {
        return levels.book();
    }

    BookCondition condition() {
        return condition;
    }

    List<BookView.Missing> missing() {
        return late.missing();
    }

    long lastId() {
        return sequence.lastId();
    }

    /** True once a book message of this instrument has been seen. */
    boolean isSeen() {
        return seen;
    }

    Liveness liveness() {
        return liveness;
    }

    SnapshotRequests requests() {
        return requests;
    }

    BookStats stats() {
        return stats;
    }

    HeldDeltas held() {
        return held;
    }

    PeriodicSnapshots periodic() {
        return periodic;
    }

    PictureComparison picture() {
        return picture;
    }

    /** Ids that follow each other prove something. */
    boolean isChained() {
        return !snapshotOnly && !picture.isDisputed();
    }

    boolean isAwaitingSnapshot() {
        return awaitingSnapshot;
    }

    /** True while somebody should ask for a snapshot. */
    boolean wantsSnapshot() {
        return awaitingSnapshot && !condition.is(Condition.BROKEN);
    }

    /** True when the book follows its stream, and shows what it has. */
    boolean stands() {
        final byte shown = condition.effective();
        return (shown == Condition.LIVE || shown == Condition.UNVERIFIED) && !awaitingSnapshot && !isReordering();
    }

    boolean hasBufferedDeltas() {
        return !held.isEmpty();
    }

    boolean isCatchingUp() {
        return !awaitingSnapshot && !held.isEmpty();
    }

    // ---- what the session tells

    /** The subscription was sent on a connection that is up. */
    void subscribing() {
        if (!condition.is(Condition.BROKEN)) {
            condition.uncover(BookCondition.DOWN | BookCondition.SILENT | BookCondition.QUIET);
            liveness.stop();
            startSyncing(Reason.SUBSCRIBING);
        }
    }

    void connectionDown() {
        awaitSnapshot();
        sequence.forget();
        requests.cancel();
        resyncing = false;
        liveness.stop();
        periodic.stop();
        judge.doubt().forget();
        condition.connectionLost();
    }

    /** Readers see another book of the instrument, until {@link #takeOver}. */
    void standBy() {
        condition.mute();
    }

    /** Readers see this book instead of that one, which stands by from now on. */
    void takeOver(BookSync other) {
        condition.unmute(other.condition.published());
        other.standBy();
        if (condition.effective() == Condition.LIVE || condition.effective() == Condition.UNVERIFIED) {
            levels.publishSnapshot(condition, 0, sequence.lastId());
        }
        condition.publish(Reason.OTHER_LEG);
    }

    /** It has stood for a while since its snapshot. */
    boolean isSteady() {
        return stoodFor >= STEADY_AFTER;
    }

    /** True when these are the levels of this book. */
    boolean has(BookLevels others) {
        return levels == others;
    }

    /** The instrument's scales are about to change; levels that do not fit are made anew. */
    void followScales(int priceScale, int sizeScale) {
        if (!levels.changeScales(priceScale, sizeScale)) {
            levels.clear();
            if (!awaitingSnapshot) {
                restart(Reason.NUMBER_RANGE);
            }
        }
    }

    /** Nobody wants it any more. */
    void removed() {
        awaitSnapshot();
        sequence.forget();
        requests.cancel();
        resyncing = false;
        liveness.stop();
        levels.clear();
        condition.become(Condition.EMPTY);
        condition.publish(Reason.REMOVED);
    }

    void broken(int reason) {
        awaitSnapshot();
        requests.cancel();
        resyncing = false;
        liveness.stop();
        periodic.stop();
        condition.become(Condition.BROKEN);
        condition.publish(reason);
    }

    void cover(int bit) {
        condition.cover(bit);
        condition.publish(Reason.NONE);
    }

    void uncover(int bit) {
        condition.uncover(bit);
        condition.publish(Reason.CAUGHT_UP);
    }

    /** The book is silent for longer than its own limit: it may be right, but nobody knows. */
    void silent(long limitNs, long silenceNs) {
        venue.counters().silences++;
        event(EventKind.BOOK_SILENT, limitNs, silenceNs, "");
        cover(BookCondition.QUIET);
    }

    /** Still silent: the venue may have lost the subscription, so it is made anew, with a snapshot. */
    void rejoin() {
        if (venue.isSubscribed(this)) {
            announceResync(Reason.SILENT);
            requests.rejoin();
        }
    }

    /** The stream speaks; what the message makes of the book is published with it. */
    private void heard() {
        condition.uncover(BookCondition.QUIET);
        liveness.heard();
    }

    /** Something on the connection could not be read and may have concerned this book. */
    void doubt() {
        if (condition.is(Condition.LIVE)) {
            condition.become(Condition.UNVERIFIED);
            condition.publish(Reason.MALFORMED_FRAME);
        }
    }

    /** Frames of the connection are missing, and any of them may have been of this book. */
    void connectionGap() {
        if (!awaitingSnapshot && !condition.is(Condition.BROKEN)) {
            isBearable(Reason.GAP);
        }
    }

    /** An operator wants the book made anew. */
    void resync() {
        judge.trust().restore();
        announceResync(Reason.OPERATOR);
        requests.now();
    }

    /** New scales from the venue; where the levels do not fit them, the book is made anew. */
    void changeScales(int priceScale, int sizeScale) {
        final boolean kept = levels.changeScales(priceScale, sizeScale);
        if (!kept) {
            levels.clear();
        }
        instrument.scales(priceScale, sizeScale, Instrument.FROM_FRAME);
        if (!kept && !awaitingSnapshot) {
            restart(Reason.NUMBER_RANGE);
        }
    }

    /** Grows inferred scales to at least these. */
    void widen(int priceScale, int sizeScale) {
        levels.widen(priceScale, sizeScale);
    }

    // ---- what the venue tells

    void onSnapshot(Message message, DecodedFrame frame, DirectBuffer payload, int payloadOffset) {
        seen = true;
        if (rest && !awaitingSnapshot && requests.isRefreshing() && !snapshotOnly) {
            requests.answered();
            picture.came(message);
            return;
        }
        if (condition.is(Condition.BROKEN) || rest && !awaitingSnapshot && !isRefreshedBy(message)) {
            venue.counters().dropped++;
            return;
        }
        if (!awaitingSnapshot && isOldOfModel(message)) {
            venue.counters().sequenceStale++; // late, or a second copy: the book is as new already
            return;
        }
        if (venue.isPassive()) {
            // nobody subscribes in a passive run: what comes shows that the connection is there again
            condition.uncover(BookCondition.DOWN);
        }
        if (!levels.replace(message, frame, payload, payloadOffset)) {
            reportNumbers();
            restart(Reason.NUMBER_RANGE);
            return;
        }
        stats.snapshot();
        if (!rest) {
            heard();
        } else if (periodic.isOnlySource()) {
            condition.uncover(BookCondition.QUIET);
        } else if (liveness.lastNs() == 0) {
            liveness.watch(); // the answer is none of the stream's, but from now on the stream is waited for
        }
        requests.answered();
        periodic.came();
        awaitingSnapshot = false;
        stoodFor = 0;
        sequence.anchor(message, frame);
        judge.refreshed();
        final boolean behind = !snapshotOnly && held.isEmpty() && sequence.isBehind();
        if (held.isEmpty() && !behind) {
            judge.settle(message, true);
            return;
        }
        condition.become(Condition.SYNCING);
        levels.publishSnapshot(condition, message.exchangeTimeNs, sequence.lastId());
        condition.publish(Reason.SNAPSHOT);
        if (behind) {
            snapshotTooOld();
        } else {
            catchUp();
        }
    }

    /** A snapshot-only book takes each answer, but none from before what it shows. */
    private boolean isRefreshedBy(Message snapshot) {
        return snapshotOnly && (!snapshot.has(Message.HAS_LAST_ID) || snapshot.lastId >= sequence.lastId());
    }

    /** Only the model's own protocol promises that ids never fall; elsewhere a lower one is another numbering. */
    private boolean isOldOfModel(Message snapshot) {
        return venue.definition().decode().model() != null
                && snapshot.has(Message.HAS_LAST_ID)
                && snapshot.lastId <= sequence.lastId();
    }

    void onDelta(Message message, DecodedFrame frame, DirectBuffer payload, int payloadOffset) {
        seen = true;
        sequence.saw(message);
        if (condition.is(Condition.BROKEN) || snapshotOnly) {
            stats.dropped(snapshotOnly ? BookStats.SNAPSHOT_ONLY : BookStats.BROKEN);
            return;
        }
        heard();
        if (awaitingSnapshot || !held.isEmpty()) {
            if (condition.is(Condition.EMPTY)) {
                condition.become(Condition.SYNCING);
                condition.publish(Reason.SUBSCRIBING);
            }
            hold();
            return;
        }
        final long before = sequence.lastId();
        if (apply(message, frame, payload, payloadOffset) && sequence.lastId() != before) {
            late.take();
            picture.applied();
        }
        condition.publish(Reason.CAUGHT_UP); // an old delta changes nothing, but shows that the book is not silent
    }

    /** A checksum in a message of its own. */
    void onChecksum(Message message) {
        if (!awaitingSnapshot && !condition.is(Condition.BROKEN)) {
            judge.settleChecksum(message);
        }
    }

    /** Applies held deltas, one step of them. */
    void catchUp() {
        switch (held.step()) {
            case HeldDeltas.DONE -> settleCaughtUp();
            case HeldDeltas.MORE -> core.continueLater();
            case HeldDeltas.UNREADABLE -> restart(Reason.UNREADABLE_BUFFER);
            default -> {
                // what stopped it has said what follows
            }
        }
    }

    // ---- inside

    /** Position of the input that is being applied. */
    long source() {
        return isReadingBack() ? core.readBack().position() : core.position();
    }

    /** What is held is being read back and applied. */
    boolean isReadingBack() {
        return held.isStepping();
    }

    /** Something is missing and waited for. */
    boolean isReordering() {
        return !late.isEmpty();
    }

    /** Applies what came before its turn, as far as its turn has come; @return false when the book cannot go on */
    boolean takeLate() {
        return late.take();
    }

    /** Remembers the present frame's position, for a book that cannot apply it yet. */
    private void hold() {
        if (!rest || !reconciliation.bufferDeltas()) {
            stats.dropped(BookStats.NOT_KEPT);
            return;
        }
        if (requests.isWaiting()) {
            held.keepNewest(); // the snapshot will be newer than what came long before it was asked for
        }
        if (held.hold(sequence.newestId())) {
            event(
                    EventKind.BUFFER_OVERFLOW,
                    0,
                    venue.counters().bufferOverflows,
                    "the oldest deltas are dropped from here on; a fresh snapshot will be needed");
        }
        stats.held();
        requests.deltaBuffered();
    }

    /** Applies a delta in its turn; @return false when the book cannot go on */
    boolean apply(Message message, DecodedFrame frame, DirectBuffer payload, int payloadOffset) {
        switch (sequence.check(message)) {
            case SequenceCheck.STALE -> {
                stats.dropped(BookStats.STALE);
                return true;
            }
            case SequenceCheck.DUPLICATE -> {
                stats.dropped(BookStats.DUPLICATE);
                return true;
            }
            case SequenceCheck.NOT_BRIDGED -> {
                if (late.waitsBefore(message)) {
                    return true;
                }
                if (isCatchingUp()) {
                    snapshotTooOld();
                    return false;
                }
                // nothing was held when the snapshot came, so the stream itself has a hole
                if (!isGapBearable(message, "the first delta does not bridge the snapshot")) {
                    return false;
                }
            }
            case SequenceCheck.GAP -> {
                if (late.waitsBefore(message)) {
                    return true;
                }
                venue.counters().sequenceChecked++;
                if (!isGapBearable(message, "")) {
                    return false;
                }
                if (sequence.check(message) == SequenceCheck.STALE) {
                    return true; // what had waited was newer
                }
            }
            case SequenceCheck.NEXT -> venue.counters().sequenceChecked++;
            default -> {
                // bridges the snapshot, or the venue sends no ids: no comparison is counted
            }
        }
        return applyLevels(message, frame, payload, payloadOffset);
    }

    /** As {@link #apply}, whatever its ids say. */
    boolean applyLevels(Message message, DecodedFrame frame, DirectBuffer payload, int payloadOffset) {
        if (!levels.apply(message, frame, payload, payloadOffset)) {
            reportNumbers();
            return isBearable(Reason.NUMBER_RANGE);
        }
        sequence.advance(message, frame);
        stats.delta();
        return judge.settle(message, false);
    }

    private boolean isGapBearable(Message message, String text) {
        stats.gap();
        judge.gap(sequence.received(message));
        reportGap(sequence.received(message), text);
        if (!isBearable(Reason.GAP)) {
            return false;
        }
        late.passOver(); // in the order of their ids; this one is the highest
        return true;
    }

    /** What was waited for did not come in time. */
    void gapStays(long received) {
        stats.gap();
        judge.gap(received);
        reportGap(received, "waited for in vain");
    }

    private void reportGap(long received, String remark) {
        event(EventKind.SEQUENCE_GAP, sequence.expected(), received, Gap.report(sequence.expected(), received, remark));
    }

    /** All that was held or waited for is applied. */
    void settleCaughtUp() {
        if (!isReordering() && sequence.isBehind()) {
            snapshotTooOld(); // what was held before it had a hole, and was given up: the book must not stand before it
            return;
        }
        judge.settleCaughtUp();
    }

    /** The book stands, as far as its feed can prove it. */
    void stood() {
        judge.stood();
        requests.satisfied();
        if (resyncing) {
            resyncing = false;
            event(EventKind.RESYNC_COMPLETED, 0, 0, "");
        }
        if (stoodFor < STEADY_AFTER && ++stoodFor == STEADY_AFTER) {
            requests.steady();
            judge.trust().steady();
        }
    }

    /** What was held begins after the snapshot: it stays, and another snapshot is asked for. */
    private void snapshotTooOld() {
        late.clear();
        awaitingSnapshot = true;
        picture.forget();
        condition.become(Condition.SYNCING);
        event(EventKind.RESYNC_TRIGGERED, 0, Reason.SNAPSHOT_TOO_OLD, Reason.name(Reason.SNAPSHOT_TOO_OLD));
        requests.again();
    }

    private void reportNumbers() {
        venue.counters().malformed++;
        event(EventKind.MALFORMED, DecodedFrame.ERROR_NUMBER_RANGE, 0, levels.misfit());
    }

    /** What {@code onMismatch} makes of a book that is not what the venue has. */
    byte verdict() {
        return switch (reconciliation.onMismatch()) {
            case RESYNC -> Condition.SYNCING;
            case ERROR -> Condition.BROKEN;
            case WARN -> isCatchingUp() ? Condition.SYNCING : Condition.UNVERIFIED;
        };
    }

    /**
     * The book is not what the venue has: the condition changes at once, and {@code onMismatch} decides what follows.
     *
     * @return true when the book goes on as it is
     */
    boolean isBearable(int reason) {
        switch (reconciliation.onMismatch()) {
            case WARN -> {
                if (reason == Reason.GAP || reason == Reason.NUMBER_RANGE) {
                    sequence.passOver();
                }
                condition.become(verdict());
                condition.publish(reason);
                return true;
            }
            case ERROR -> {
                broken(reason);
                core.event(
                        OutputType.ALERT,
                        venue,
                        EventKind.RESYNC_TRIGGERED,
                        instrument.id(),
                        0,
                        reason,
                        Reason.name(reason) + ": onMismatch is error, the book is BROKEN until 'resync'");
                return false;
            }
            default -> {
                restart(reason);
                return false;
            }
        }
    }

    /** The book must be made anew. */
    void restart(int reason) {
        announceResync(reason);
        requests.again();
        if (rest && core.isFrame()) {
            hold(); // the delta that showed the hole may follow the next snapshot
        }
    }

    private void announceResync(int reason) {
        stats.resync();
        if (resyncing) {
            event(EventKind.RESYNC_FAILED, 0, reason, Reason.name(reason));
        }
        resyncing = true;
        awaitingSnapshot = true;
        picture.forget();
        held.clear();
        if (rest && reconciliation.bufferDeltas()) {
            late.handTo(held);
        }
        late.clear();
        condition.startSyncing();
        condition.publish(reason);
        event(EventKind.RESYNC_TRIGGERED, 0, reason, Reason.name(reason));
    }

    /** The interval is over: the book waits for a fresh snapshot, which the channel brings when it is joined again. */
    void renew() {
        startSyncing(Reason.INTERVAL);
    }

    private void startSyncing(int reason) {
        awaitSnapshot();
        condition.startSyncing();
        condition.publish(reason);
    }

    private void awaitSnapshot() {
        awaitingSnapshot = true;
        picture.forget();
        held.clear();
        late.clear();
    }

    private void event(int kind, long expected, long actual, String text) {
        core.event(OutputType.EVENT, venue, kind, instrument.id(), expected, actual, text);
    }

    void visit(StateVisitor v) {
        awaitingSnapshot = v.visit(awaitingSnapshot);
        resyncing = v.visit(resyncing);
        stoodFor = v.visit(stoodFor);
        seen = v.visit(seen);
        condition.visit(v);
        judge.visit(v);
        levels.visit(v);
        sequence.visit(v);
        stats.visit(v);
        held.visit(v);
        late.visit(v);
        requests.visit(v);
        liveness.visit(v);
        periodic.visit(v);
        picture.visit(v);
    }
}
