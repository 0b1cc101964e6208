package io.truebook.engine.decode;

import io.truebook.engine.state.StateVisitor;
import io.truebook.engine.venue.DecodeRules;
import io.truebook.engine.venue.VenueDefinition;
import org.agrona.DirectBuffer;

/**
 * Turns frames of one venue into {@link DecodedFrame}s by the plan compiled from its definition. Holds deterministic
 * state: the symbol table and, per connection, the channel map; both change only by what is decoded, in order. One
 * thread. Never throws for bytes from outside: see {@link DecodedFrame#status}. Allocates nothing once its buffers have
 * grown to the frames (DecoderAllocationTest), except for a symbol met first and for a name with escapes.
 *
 * <p>Statuses: {@code MALFORMED} for what is not JSON, for a value met twice, and for a known kind that lacks a field;
 * {@code UNKNOWN} for JSON that no message form fits. A frame of a channel id that no acknowledgement bound is
 * {@code UNKNOWN} with {@link DecodedFrame#ERROR_UNKNOWN_CHANNEL}; like every frame it still carries its connection
 * sequence. Invalid UTF-8 inside strings is not looked for.
 */
public final class Decoder {
    private static final int NO_CONNECTION = -1;

    private final Plan frames;
    private final Plan answers;
    private final SymbolTable symbols;
    private final ChannelMap map = new ChannelMap();
    private final JsonBytes json = new JsonBytes();
    private final RowReader rows;
    private final Scanner scanner;
    private final Emitter emitter;
    private final ShapeRecorder recorder = new ShapeRecorder();
    private final ShapeReader shapes;
    private final ShapeCompiler shaper;
    /** Null where frames are read along the plan. */
    private final ModelReader model;

    /**
     * @param discover true registers unknown symbols on first sight (passive runs), ids dense from 0 in order; false: a
     *     symbol not added is -2. With discovery a channel id that no acknowledgement bound becomes a symbol of its own,
     *     named by its digits.
     */
    public Decoder(VenueDefinition definition, boolean discover) {
        this(definition.decode(), discover);
    }

    Decoder(DecodeRules rules, boolean discover) {
        frames = PlanCompiler.compile(rules.frames(), rules.connectionSequence(), rules.channelMapId());
        answers = PlanCompiler.compile(rules.answers(), null, null);
        symbols = new SymbolTable(discover);
        final NumberReader number = new NumberReader();
        final Registers registers = new Registers();
        rows = new RowReader(json, number, registers, symbols);
        scanner = new Scanner(json, number, registers, rows, recorder);
        emitter = new Emitter(json, registers, rows, symbols, map, discover);
        shapes = new ShapeReader(json, number, rows, symbols, map, emitter);
        shaper = new ShapeCompiler(recorder, json, registers, map, emitter);
        model = rules.model() == null ? null : new ModelReader(rules.model(), json, number, symbols);
    }

    /** Throws IllegalArgumentException when the rules do not fit each other. */
    public static void check(DecodeRules rules) {
        PlanCompiler.compile(rules.frames(), rules.connectionSequence(), rules.channelMapId());
        PlanCompiler.compile(rules.answers(), null, null);
    }

    /** Adds a symbol as the venue writes it and returns its dense id; the id it has when it was added before. */
    public int addSymbol(String symbol) {
        return symbols.add(symbol);
    }

    public int symbolCount() {
        return symbols.count();
    }

    public String symbolName(int id) {
        return symbols.name(id);
    }

    /** Decodes one frame of a connection into {@code out}, which is cleared first. */
    public void decodeFrame(int connection, DirectBuffer buffer, int offset, int length, DecodedFrame out) {
        decode(frames, connection, buffer, offset, length, out);
    }

    /** Decodes the body of a REST answer; symbols may be absent, for the answer is bound to its request. */
    public void decodeAnswer(DirectBuffer buffer, int offset, int length, DecodedFrame out) {
        decode(answers, NO_CONNECTION, buffer, offset, length, out);
    }

    private void decode(Plan plan, int connection, DirectBuffer buffer, int offset, int length, DecodedFrame out) {
        out.clear();
        if (length == 0) {
            out.status = DecodedFrame.EMPTY;
            return;
        }
        json.wrap(buffer, offset, length);
        if (model != null) {
            model.read(out);
            return;
        }
        rows.wrap(out);
        if (shapes.read(plan, connection, out)) {
            return;
        }
        if (!scanner.scan(plan)) {
            failed(plan, length, out);
            return;
        }
        emitter.emit(plan, connection, out);
        if (plan.shapes.isLearning() && out.status == DecodedFrame.OK) {
            plan.shapes.add(shaper.compile(plan, connection));
        }
    }

    /** Not JSON: a text that the venue sends instead, or malformed. */
    private void failed(Plan plan, int length, DecodedFrame out) {
        for (final Plan.Word word : plan.texts) {
            if (word.is(json.data, 0, length)) {
                out.clear();
                out.add().kind = (byte) word.meaning;
                return;
            }
        }
        out.malformed(json.error, json.errorAt);
    }

    /** Shapes of frames known by now; for tests. */
    Shapes shapes() {
        return frames.shapes;
    }

    /** Forgets the connection's channel map. */
    public void connectionDown(int connection) {
        map.connectionDown(connection);
    }

    /** Canonical state: symbol table, then channel maps in order of connection and id. */
    public void visit(StateVisitor v) {
        symbols.visit(v);
        map.visit(v);
    }
}
