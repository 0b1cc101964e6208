package io.truebook.engine.core;

import io.truebook.engine.book.Hash;
import io.truebook.engine.decode.DecodedFrame;
import io.truebook.engine.journal.JournalReader;
import io.truebook.engine.record.ConfiguredBody;
import io.truebook.engine.record.ConnectionDownBody;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.InputType;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.record.StartedBody;
import io.truebook.engine.record.StateHashBody;
import io.truebook.engine.state.HashingVisitor;
import io.truebook.engine.state.StateVisitor;
import io.truebook.engine.venue.Configuration;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The deterministic state machine: one input record in, its outputs out. The same inputs give the same outputs and the
 * same state hash, wherever and whenever they are fed. Reads no clock, randomness, file, socket or environment; the
 * journal's reader is only used to read inputs again that it has been given before. One thread.
 */
public final class Core {
    /** Rises when the same inputs give other outputs or another hash; docs/journal.md has the history. */
    public static final int VERSION = 15;

    /** A state hash is put out every so many inputs. Part of the outputs, so a change of it is a change of version. */
    public static final int HASH_INTERVAL = 1024;

    private final Outputs outputs = new Outputs();
    private final Timers timers = new Timers();
    private final Generator generator = new Generator();
    private final Growth growth = new Growth();
    /** One for all hashes: a fresh one each time would be garbage. */
    private final Growth.Maker maker = this::grow;

    private final Commands commands = new Commands(this);
    private final HashingVisitor hasher = new HashingVisitor();
    private final InputDecoder readBackDecoder = new InputDecoder();
    private final ReadBack readBack;
    private long configuredHash;

    private ConfiguredBody configured;
    private List<Venue> venues = List.of();
    private long nowNs;
    private long position;
    private int inputType;
    private int epoch;
    private long lastRequestId;
    private int lastConnection;
    private int instrumentCount;
    private long continueCount;
    private final ProcessingTime processing = new ProcessingTime();
    private boolean lagging;
    private boolean started;
    private int lagLimitMicros;

    /** @param inputs reader of the input journal; this core moves it */
    public Core(JournalReader inputs) {
        readBack = new ReadBack(inputs, readBackDecoder);
    }

    /**
     * Takes one input record that is in the journal already.
     *
     * @param frame what the decoder made of this record
     * @param batch receives the outputs; it is not reset here
     */
    public void onInput(DirectBuffer buffer, int offset, int length, DecodedFrame frame, OutputBatch batch) {
        position = Envelope.sequence(buffer, offset);
        inputType = Envelope.type(buffer, offset);
        if (inputType == InputType.STARTED) {
            // its own outputs are the first of the new epoch: positions may have been used before in the old one
            epoch = StartedBody.epoch(buffer, offset + Envelope.BYTES);
        } else if (inputType == InputType.CONFIGURED) {
            // a new process: what the old one's timers waited for is gone, and must not be asked for again
            timers.cancelAll();
        }
        outputs.begin(batch, position, epoch);
        final long stamp = Envelope.timeNs(buffer, offset);
        if (stamp > nowNs) {
            fireTimers(stamp);
            nowNs = stamp;
        }
        if (inputType != InputType.CONFIGURED) {
            // which has no outputs at all, because the epoch that comes is not known yet; nor does a slow start mean
            // lag
            judgeLag(Envelope.lagMicros(buffer, offset));
        }
        if (inputType == InputType.FRAME) {
            judgeProcessing(venueOf(buffer, offset), Envelope.lagMicros(buffer, offset));
        }
        dispatch(buffer, offset, length, frame);
        for (int i = 0; i < venues.size(); i++) {
            venues.get(i).arbitrate();
        }
        if (position % HASH_INTERVAL == 0 && inputType != InputType.CONFIGURED) {
            publishHash();
        }
    }

    /** Core time: the greatest receive stamp so far. */
    public long nowNs() {
        return nowNs;
    }

    /** Position of the present input. */
    public long position() {
        return position;
    }

    /** When the core wants a {@code TIMER} input at the latest; {@link Long#MAX_VALUE} for never. */
    public long nextDeadlineNs() {
        return timers.nextNs();
    }

    /** Rises when the core wants a {@code CONTINUE} input. */
    public long continueCount() {
        return continueCount;
    }

    public int epoch() {
        return epoch;
    }

    public List<Venue> venues() {
        return venues;
    }

    /** The configuration of the run, null before the first {@code configured}. */
    public ConfiguredBody configured() {
        return configured;
    }

    /** Hash of the whole state. */
    public long stateHash() {
        hasher.reset();
        visit(hasher);
        return hasher.hash();
    }

    /** Describes the whole state; a restore makes the configuration first. */
    public void visit(StateVisitor v) {
        visitConfiguration(v);
        nowNs = v.visit(nowNs);
        position = v.visit(position);
        epoch = v.visit(epoch);
        lastRequestId = v.visit(lastRequestId);
        lastConnection = v.visit(lastConnection);
        continueCount = v.visit(continueCount);
        lagging = v.visit(lagging);
        processing.visit(v);
        started = v.visit(started);
        generator.visit(v);
        growth.visit(v, maker);
        instrumentCount = v.visit(instrumentCount);
        for (int i = 0; i < venues.size(); i++) {
            venues.get(i).visit(v);
        }
        timers.visit(v);
    }

    Outputs outputs() {
        return outputs;
    }

    Timers timers() {
        return timers;
    }

    Generator generator() {
        return generator;
    }

    ReadBack readBack() {
        return readBack;
    }

    /** Inputs lie too long before the journal: what is made now is as old as they. */
    boolean isLagging() {
        return lagging;
    }

    /** Connections may be made. */
    boolean isStarted() {
        return started;
    }

    Growth growth() {
        return growth;
    }

    boolean isFrame() {
        return inputType == InputType.FRAME;
    }

    long nextRequestId() {
        return ++lastRequestId;
    }

    int nextConnection() {
        return ++lastConnection;
    }

    int nextInstrumentId() {
        return instrumentCount++;
    }

    /** The read-back decoder must number symbols as the handlers' decoder does. */
    void symbolAdded(Venue venue, String symbol) {
        readBackDecoder.addSymbol(venue.index(), symbol);
    }

    void continueLater() {
        continueCount++;
    }

    void event(int type, Venue venue, int kind, int instrument, long expected, long actual, String text) {
        outputs.event(type, venue.index(), kind, instrument, venue.connectionOf(instrument), expected, actual, text);
    }

    /** Old data must not look fresh: the record itself says how long it lay between receive and journal. */
    private void judgeLag(int lagMicros) {
        if (lagging ? lagMicros < lagLimitMicros / 2 : lagMicros > lagLimitMicros) {
            lagging = !lagging;
            for (int i = 0; i < venues.size(); i++) {
                venues.get(i).onLag(lagging);
            }
        }
    }

    private void judgeProcessing(Venue venue, int lagMicros) {
        final boolean begins = processing.take(lagMicros);
        venue.counters().slowFrames += lagMicros > ProcessingTime.LIMIT_MICROS ? 1 : 0;
        if (begins) {
            event(
                    OutputType.ALERT,
                    venue,
                    EventKind.SLOW,
                    -1,
                    ProcessingTime.LIMIT_MICROS * 1_000L,
                    lagMicros * 1_000L,
                    "frames wait too long before they are processed; average of the last thousand: "
                            + processing.averageMicros() + " us");
        }
    }

    private void fireTimers(long until) {
        while (timers.nextNs() <= until) {
            nowNs = Math.max(nowNs, timers.nextNs());
            timers.fireEarliest();
        }
    }

    private void dispatch(DirectBuffer buffer, int offset, int length, DecodedFrame frame) {
        final int body = offset + Envelope.BYTES;
        final int source = Envelope.source(buffer, offset);
        switch (inputType) {
            case InputType.FRAME -> venueOf(buffer, offset).onFrame(source, frame, buffer, body);
            case InputType.CONFIGURED -> configure(ConfiguredBody.decode(buffer, body));
            case InputType.STARTED -> start();
            case InputType.CONNECTION_UP -> venueOf(buffer, offset).onUp(source);
            case InputType.CONNECTION_DOWN ->
                venueOf(buffer, offset)
                        .onDown(source, ConnectionDownBody.reason(buffer, body), ConnectionDownBody.code(buffer, body));
            case InputType.PING, InputType.PONG ->
                venueOf(buffer, offset).onSignOfLife(source, inputType == InputType.PONG);
            case InputType.OUTCOME -> venueOf(buffer, offset).onOutcome(buffer, body, frame);
            case InputType.COMMAND ->
                commands.execute(source, buffer.getStringWithoutLengthUtf8(body, length - Envelope.BYTES));
            case InputType.PAUSED, InputType.RESUMED -> venueOf(buffer, offset).onPause(source, inputType);
            case InputType.CLOCK_STEP -> {
                final long step = buffer.getLong(body, ByteOrder.LITTLE_ENDIAN);
                if (!venues.isEmpty()) {
                    event(OutputType.ALERT, venues.get(0), EventKind.CLOCK_STEP, -1, 0, step, "the wall clock moved");
                }
            }
            case InputType.CONTINUE -> venues.forEach(Venue::continueWork);
            case InputType.OVERSIZE ->
                venueOf(buffer, offset).onOversize(source, buffer.getInt(body, ByteOrder.LITTLE_ENDIAN));
            case InputType.SKIP ->
                skipped(Envelope.venue(buffer, offset), buffer.getLong(body, ByteOrder.LITTLE_ENDIAN));
            default -> {
                // a timer: what was due has fired
            }
        }
    }

    /** An input that concerned no venue alone may have concerned every one. */
    private void skipped(int venue, long skippedPosition) {
        for (int i = 0; i < venues.size(); i++) {
            if (venue < 0 || venue == i) {
                venues.get(i).skipped(skippedPosition);
            }
        }
    }

    private Venue venueOf(DirectBuffer buffer, int offset) {
        return venues.get(Envelope.venue(buffer, offset));
    }

    /** The same files keep the books, which {@code started} then marks; others make everything anew. */
    private void configure(ConfiguredBody next) {
        // a passive run's instruments come from its frames, so it begins anew in any case
        final boolean same = configured != null
                && configured.files().equals(next.files())
                && venues.stream().noneMatch(Venue::isPassive);
        setConfigured(next);
        generator.seed(Hash.combine(Hash.combine(next.runId(), next.seed()), position));
        if (!same) {
            build();
        }
    }

    private void build() {
        final Configuration configuration = Configuration.parse(configured.files());
        timers.clear();
        growth.clear();
        lagLimitMicros = configuration.lagLimitMs() * 1000;
        instrumentCount = 0;
        lagging = false;
        started = false;
        readBackDecoder.configure(configuration);
        final List<Venue> made = new ArrayList<>();
        for (Configuration.VenueSetup setup : configuration.venues()) {
            made.add(new Venue(this, made.size(), setup, configuration.passive()));
        }
        venues = List.copyOf(made);
    }

    private void start() {
        started = true;
        for (Venue venue : venues) {
            venue.announceMode();
            if (venue.sessions() != null) {
                venue.sessions().start();
            }
        }
    }

    private void grow(int venue, int kind, String name) {
        venues.get(venue).grow(kind, name);
    }

    private void publishHash() {
        final int body = outputs.open(OutputType.STATE_HASH, -1, StateHashBody.BYTES);
        StateHashBody.hash(outputs.buffer(), body, stateHash());
        StateHashBody.coreVersion(outputs.buffer(), body, VERSION);
        StateHashBody.reserved(outputs.buffer(), body, 0);
        outputs.close(StateHashBody.BYTES);
    }

    private void setConfigured(ConfiguredBody body) {
        configured = body;
        hasher.reset();
        hasher.visit(body.encode(), body.encode().length);
        configuredHash = hasher.hash();
    }

    private void visitConfiguration(StateVisitor v) {
        if (v.isHash()) {
            v.visit(configuredHash);
            return;
        }
        final byte[] bytes = configured == null ? new byte[0] : configured.encode();
        final int length = v.visit(v.isRestore() ? 0 : bytes.length);
        final byte[] stored = v.visit(bytes, length);
        if (v.isRestore() && length > 0) {
            setConfigured(ConfiguredBody.decode(new UnsafeBuffer(stored), 0));
            build();
        }
    }
}
