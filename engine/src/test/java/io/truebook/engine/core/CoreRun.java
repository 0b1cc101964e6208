package io.truebook.engine.core;

import io.truebook.engine.decode.DecodedFrame;
import io.truebook.engine.journal.JournalReader;
import io.truebook.engine.journal.MemoryJournal;
import io.truebook.engine.record.ConfiguredBody;
import io.truebook.engine.record.ConnectionDownBody;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.InputType;
import io.truebook.engine.record.OutcomeBody;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.record.RequestBody;
import io.truebook.engine.record.StartedBody;
import io.truebook.engine.state.HashingVisitor;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Drives a core and its decoder by hand-made inputs, without threads: each call journals one input, feeds it, and keeps
 * the outputs. Time moves only when a test moves it.
 */
public final class CoreRun {
    /** Transitions of all runs since {@link #forgetTransitions}; the test of docs/conditions.md reads it. */
    private static final Set<String> TRANSITIONS = new TreeSet<>();

    public static final long START_NS = 1_700_000_000_000_000_000L;
    public static final long MS = 1_000_000L;
    public static final long SECOND = 1_000_000_000L;

    private final MemoryJournal inputs;
    private final MemoryJournal outputs = new MemoryJournal();
    private final InputDecoder decoder = new InputDecoder();
    private final DecodedFrame frame = new DecodedFrame(64);
    private final OutputBatch batch = new OutputBatch(4096);
    private final Core core;
    private final CRC32 crc = new CRC32();
    private final List<Output> all = new ArrayList<>();
    private List<Output> last = new ArrayList<>();
    private long timeNs = START_NS;
    private int lagMicros;

    public CoreRun() {
        this(new MemoryJournal(), null);
    }

    /** @param readBack what the core reads held deltas from, null for the journal itself */
    CoreRun(MemoryJournal inputs, JournalReader readBack) {
        this.inputs = inputs;
        core = new Core(readBack == null ? inputs.reader() : readBack);
    }

    /** A run of live venues that is configured and started. */
    public static CoreRun started(ConfiguredBody configured) {
        final CoreRun run = new CoreRun();
        run.configure(configured);
        run.start(1);
        return run;
    }

    // ---- inputs

    public void configure(ConfiguredBody body) {
        feed(InputType.CONFIGURED, 0, -1, body.encode());
    }

    public void start(int epoch) {
        final byte[] body = new byte[StartedBody.BYTES];
        StartedBody.write(new UnsafeBuffer(body), 0, epoch, 0, 0);
        feed(InputType.STARTED, 0, -1, body);
    }

    /** The venue's connection is made. */
    public void up(int venue) {
        feed(InputType.CONNECTION_UP, connection(venue), venue, new byte[0]);
    }

    void down(int venue) {
        down(venue, ConnectionDownBody.LOST, 0);
    }

    void down(int venue, int reason, int code) {
        final byte[] body = new byte[ConnectionDownBody.DETAIL_OFFSET];
        ConnectionDownBody.write(new UnsafeBuffer(body), 0, reason, code);
        feed(InputType.CONNECTION_DOWN, connection(venue), venue, body);
    }

    /** A frame on the venue's connection, or on connection 1 of a passive run. */
    public void frame(int venue, String text) {
        feed(InputType.FRAME, connection(venue), venue, Output.utf8(text));
    }

    void outcome(int venue, long requestId, int status, int failure, int retryAfterSeconds, String body) {
        outcome(venue, requestId, status, failure, retryAfterSeconds, "", body);
    }

    void outcome(int venue, long requestId, int status, int failure, int retry, String url, String body) {
        outcome(venue, requestId, status, failure, -1, retry, url, body);
    }

    /** With the venue's header that says how much of its limit is used. */
    void outcome(int venue, long requestId, int status, int failure, int used, int retry, String url, String body) {
        final byte[] answer = Output.utf8(body);
        final byte[] name = Output.utf8(url);
        final byte[] bytes = new byte[OutcomeBody.URL_OFFSET + name.length + answer.length];
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        OutcomeBody.write(buffer, 0, requestId, status, failure, used, retry, name.length, answer.length);
        buffer.putBytes(OutcomeBody.URL_OFFSET, name);
        buffer.putBytes(OutcomeBody.URL_OFFSET + name.length, answer);
        feed(InputType.OUTCOME, 0, venue, bytes);
    }

    /** The answer to the newest query. */
    public void answer(int venue, String body) {
        outcome(venue, lastQuery().requestId(), 200, OutcomeBody.FAILURE_NONE, -1, body);
    }

    void command(String text) {
        feed(InputType.COMMAND, 0, -1, Output.utf8(text));
    }

    void skip(int venue, long position) {
        feed(InputType.SKIP, 0, venue, longBody(position));
    }

    static byte[] longBody(long value) {
        final byte[] body = new byte[8];
        new UnsafeBuffer(body).putLong(0, value, ByteOrder.LITTLE_ENDIAN);
        return body;
    }

    /** Moves the time and feeds a timer input, as the ticker would. */
    void after(long ns) {
        timeNs += ns;
        feed(InputType.TIMER, 0, -1, new byte[0]);
    }

    /** Moves the time without an input. */
    public void pass(long ns) {
        timeNs += ns;
    }

    /** Feeds the next deadline. */
    long fireNext() {
        final long deadline = core.nextDeadlineNs();
        timeNs = Math.max(timeNs, deadline);
        feed(InputType.TIMER, 0, -1, new byte[0]);
        return deadline;
    }

    void continueWork() {
        feed(InputType.CONTINUE, 0, -1, new byte[0]);
    }

    /** The inputs that follow lay so long between receive and journal. */
    void lag(long ns) {
        lagMicros = (int) (ns / 1000);
    }

    /** Journals an input and feeds it. */
    public void feed(int type, int source, int venue, byte[] body) {
        final int length = Envelope.BYTES + body.length;
        final UnsafeBuffer record = new UnsafeBuffer(new byte[length]);
        record.putBytes(Envelope.BYTES, body);
        Envelope.write(record, 0, type, lagMicros, inputs.lastPosition() + 1, 0, source, venue, timeNs);
        Envelope.seal(record, 0, length, crc);
        inputs.append(record, 0, length);
        batch.reset();
        decoder.onInput(record, 0, length, frame);
        core.onInput(record, 0, length, frame, batch);
        keepOutputs();
    }

    private void keepOutputs() {
        last = new ArrayList<>();
        int offset = 0;
        for (int i = 0; i < batch.count(); i++) {
            final int length = Envelope.length(batch.buffer(), offset);
            final Output output = new Output(batch.buffer(), offset);
            last.add(output);
            all.add(output);
            if (output.type() == OutputType.CONDITION) {
                TRANSITIONS.add(output.transition());
            }
            batch.buffer()
                    .putLong(offset + Envelope.SEQUENCE_OFFSET, outputs.lastPosition() + 1, ByteOrder.LITTLE_ENDIAN);
            Envelope.seal(batch.buffer(), offset, length, crc);
            outputs.append(batch.buffer(), offset, length);
            offset = OutputBatch.next(offset, length);
        }
    }

    // ---- what came of it

    public Core core() {
        return core;
    }

    InputDecoder decoder() {
        return decoder;
    }

    public MemoryJournal inputs() {
        return inputs;
    }

    public MemoryJournal outputs() {
        return outputs;
    }

    long nowNs() {
        return timeNs;
    }

    /** Outputs of the last input. */
    List<Output> last() {
        return last;
    }

    public List<Output> all() {
        return all;
    }

    /** For long runs: what has been put out so far is not kept. */
    void forgetOutputs() {
        all.clear();
        last = new ArrayList<>();
    }

    /** Events and alerts of a kind since the beginning. */
    List<Output> events(int kind) {
        return all.stream().filter(output -> output.isEvent(kind)).toList();
    }

    /** Requests of a kind among the outputs of the last input. */
    List<Output> requests(int kind) {
        return last.stream().filter(output -> output.isRequest(kind)).toList();
    }

    Output lastQuery() {
        final List<Output> queries = all.stream()
                .filter(output -> output.isRequest(RequestBody.QUERY))
                .toList();
        return queries.get(queries.size() - 1);
    }

    long queries() {
        return all.stream()
                .filter(output -> output.isRequest(RequestBody.QUERY))
                .count();
    }

    /** The newest frame sent. */
    Output lastSent() {
        final List<Output> sent = all.stream()
                .filter(output -> output.isRequest(RequestBody.SEND))
                .toList();
        return sent.get(sent.size() - 1);
    }

    /** Transitions among the outputs of the last input. */
    List<String> transitions() {
        return last.stream()
                .filter(output -> output.type() == OutputType.CONDITION)
                .map(Output::transition)
                .toList();
    }

    public BookView book(int venue, int symbol) {
        return core.venues().get(venue).view(symbol);
    }

    byte condition(int venue) {
        return book(venue, 0).condition();
    }

    Counters counters(int venue) {
        return core.venues().get(venue).counters();
    }

    int connection(int venue) {
        final Sessions sessions = core.venues().get(venue).sessions();
        return sessions == null ? 1 : sessions.connection();
    }

    /** Hash of core and decoder, the latter as the replayer takes it. */
    long hash() {
        final HashingVisitor hasher = new HashingVisitor();
        core.visit(hasher);
        decoder.visit(hasher);
        return hasher.hash();
    }

    static Set<String> seenTransitions() {
        return new TreeSet<>(TRANSITIONS);
    }

    static void forgetTransitions() {
        TRANSITIONS.clear();
    }
}
