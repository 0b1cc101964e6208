package io.truebook.engine.decode;

import io.truebook.engine.document.DeltaType;
import io.truebook.engine.document.DocumentPath;
import io.truebook.engine.document.SnapshotType;
import io.truebook.engine.venue.ModelRules;
import io.truebook.engine.venue.ModelRules.ModelChannel;
import java.nio.charset.StandardCharsets;

/**
 * Reads frames of the reconciliation model's own protocol (docs/reconciliation.md): acknowledgements, snapshots and
 * deltas. Levels of order books go into the frame's arrays like those of any venue; other documents are only found and
 * checked to be JSON here, and read whole by the core. Allocates nothing for order books. One thread.
 */
final class ModelReader {
    private static final int CHANNEL = 0;
    private static final int SYMBOL = 1;
    private static final int TYPE = 2;
    private static final int PATH = 3;
    private static final int DATA = 4;
    private static final int TIMESTAMP = 5;
    private static final int NONCE = 6;
    private static final int SEQUENCE = 7;
    private static final int FIRST = 8;
    private static final int PREVIOUS = 9;
    private static final int EVENT = 10;
    private static final int ID = 11;
    private static final int MESSAGE = 12;
    private static final int KEYS = 13;

    private static final byte[][] NAMES = words(
            "channel",
            "symbol",
            "type",
            "path",
            "data",
            "timestamp",
            "nonce",
            "sequenceId",
            "firstSequenceId",
            "previousSequenceId",
            "event",
            "id",
            "message");
    private static final byte[][] EVENTS =
            words("subscribed", "unsubscribed", "error", "heartbeat", "pong", "status", "shutdown");
    private static final byte[] EVENT_KINDS = {
        MessageKind.SUBSCRIBED,
        MessageKind.UNSUBSCRIBED,
        MessageKind.REFUSED,
        MessageKind.HEARTBEAT,
        MessageKind.PONG,
        MessageKind.STATUS,
        MessageKind.SHUTDOWN
    };
    private static final long MS = 1_000_000L;
    private static final long MAX_MS = Long.MAX_VALUE / MS;

    private final JsonBytes json;
    private final NumberReader number;
    private final SymbolTable symbols;
    private final ModelLevels levels;
    private final ModelRules rules;
    private final byte[][] channels;
    private final byte[][] channelSymbols;
    private final int[] start = new int[KEYS];
    private final int[] end = new int[KEYS];
    private DecodedFrame out;
    private int root;

    ModelReader(ModelRules rules, JsonBytes json, NumberReader number, SymbolTable symbols) {
        this.rules = rules;
        this.json = json;
        this.number = number;
        this.symbols = symbols;
        levels = new ModelLevels(json, number);
        final int count = rules.channels().size();
        channels = new byte[count][];
        channelSymbols = new byte[count][];
        for (int i = 0; i < count; i++) {
            final ModelChannel channel = rules.channels().get(i);
            channels[i] = channel == null ? null : channel.name().getBytes(StandardCharsets.UTF_8);
            channelSymbols[i] = channel == null ? null : channel.symbol().getBytes(StandardCharsets.UTF_8);
        }
    }

    private static byte[][] words(String... words) {
        final byte[][] bytes = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            bytes[i] = words[i].getBytes(StandardCharsets.US_ASCII);
        }
        return bytes;
    }

    /** Reads the wrapped payload into a cleared frame. */
    void read(DecodedFrame frame) {
        out = frame;
        root = json.space(0);
        if (!members()) {
            return;
        }
        if (start[EVENT] >= 0) {
            event();
        } else {
            document();
        }
    }

    // ---- the frame's members

    private boolean members() {
        for (int i = 0; i < KEYS; i++) {
            start[i] = -1;
        }
        if (json.data[root] != '{') {
            final int behind = json.skip(root);
            if (behind < 0 || json.space(behind) != json.end) {
                return failed(behind < 0 ? behind : json.fail(json.space(behind)));
            }
            out.status = DecodedFrame.UNKNOWN;
            return false;
        }
        int p = json.space(root + 1);
        if (json.data[p] != '}') {
            while (true) {
                p = member(p);
                if (p < 0) {
                    return failed(p);
                }
                p = json.space(p);
                if (json.data[p] != ',') {
                    break;
                }
                p = json.space(p + 1);
            }
        }
        if (json.data[p] != '}' || json.space(p + 1) != json.end) {
            return failed(json.fail(json.data[p] == '}' ? json.space(p + 1) : p));
        }
        return true;
    }

    private int member(int p) {
        if (json.data[p] != '"') {
            return json.fail(p);
        }
        final int close = json.stringEnd(p + 1);
        if (close < 0) {
            return close;
        }
        final int key = find(NAMES, p + 1, close);
        int q = json.space(close + 1);
        if (json.data[q] != ':') {
            return json.fail(q);
        }
        q = json.space(q + 1);
        final int behind = json.skip(q);
        if (behind >= 0 && key >= 0) {
            if (start[key] >= 0) {
                return json.fail(DecodedFrame.ERROR_BAD_VALUE, p); // said twice
            }
            start[key] = q;
            end[key] = behind;
        }
        return behind;
    }

    private boolean failed(int failure) {
        out.malformed(json.error, json.errorAt);
        return failure >= 0;
    }

    private boolean bad(int error, int at) {
        out.malformed(error, at);
        return false;
    }

    private int find(byte[][] words, int from, int to) {
        for (int i = 0; i < words.length; i++) {
            if (words[i] != null && is(words[i], from, to)) {
                return i;
            }
        }
        return -1;
    }

    private boolean is(byte[] word, int from, int to) {
        if (to - from != word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (json.data[from + i] != word[i]) {
                return false;
            }
        }
        return true;
    }

    /** True for a string, whose inside is from start + 1 to end - 1. */
    private boolean isText(int key) {
        return start[key] >= 0 && json.data[start[key]] == '"';
    }

    private int word(int key, byte[][] words) {
        return isText(key) ? find(words, start[key] + 1, end[key] - 1) : -1;
    }

    // ---- what it says

    private void event() {
        final int event = word(EVENT, EVENTS);
        if (event < 0) {
            out.status = DecodedFrame.UNKNOWN;
            return;
        }
        final Message message = out.add();
        message.kind = EVENT_KINDS[event];
        message.channel = word(CHANNEL, channels);
        if (start[SYMBOL] >= 0 && !symbol(message)) {
            return;
        }
        if (start[ID] >= 0) {
            if (!id(ID)) {
                return;
            }
            message.requestId = number.mantissa;
            message.present |= Message.HAS_REQUEST;
        } else if (message.kind == MessageKind.REFUSED) {
            message.kind = MessageKind.ERROR;
        }
        if (isText(MESSAGE)) {
            message.textStart = start[MESSAGE] + 1;
            message.textLength = end[MESSAGE] - 2 - start[MESSAGE];
        }
    }

    private void document() {
        final int index = start[CHANNEL] < 0 ? onlyChannel() : word(CHANNEL, channels);
        if (index < 0) {
            out.status = DecodedFrame.UNKNOWN;
            return;
        }
        final ModelChannel channel = rules.channels().get(index);
        final Message message = out.add();
        message.channel = index;
        if (!symbol(message, index) || !time(message)) {
            return;
        }
        final boolean typed = start[TYPE] >= 0;
        if (typed && !isText(TYPE) || start[DATA] < 0 && channel.deltaType() != DeltaType.DELETE && !typed) {
            bad(typed ? DecodedFrame.ERROR_BAD_VALUE : DecodedFrame.ERROR_MISSING_FIELD, Math.max(root, start[TYPE]));
            return;
        }
        final SnapshotType snapshot = typed ? snapshotType() : null;
        final DeltaType delta = snapshot != null ? null : typed ? deltaType() : channel.deltaType();
        if (snapshot == null && delta == null || snapshot != null && snapshot != channel.type()) {
            bad(DecodedFrame.ERROR_BAD_VALUE, Math.max(root, start[TYPE]));
            return;
        }
        final boolean whole = snapshot != null || delta == DeltaType.SNAPSHOT;
        if (!ids(message, snapshot != null) || !checksum(channel, message)) {
            return;
        }
        if (channel.type() == SnapshotType.ORDER_BOOK) {
            book(message, channel, delta, whole);
        } else {
            message.kind = whole ? MessageKind.DOCUMENT_SNAPSHOT : MessageKind.DOCUMENT_DELTA;
            message.textStart = root;
            message.textLength = json.end - root;
        }
    }

    private int onlyChannel() {
        int found = -1;
        for (int i = 0; i < channels.length; i++) {
            if (channels[i] != null) {
                if (found >= 0) {
                    return -1;
                }
                found = i;
            }
        }
        return found;
    }

    private boolean symbol(Message message) {
        if (!isText(SYMBOL)) {
            return bad(DecodedFrame.ERROR_BAD_VALUE, start[SYMBOL]);
        }
        final int from = start[SYMBOL] + 1;
        final int to = end[SYMBOL] - 1;
        message.symbolStart = from;
        message.symbolLength = to - from;
        boolean escaped = false;
        for (int p = from; p < to; p++) {
            escaped |= json.data[p] == '\\';
        }
        message.symbol = symbols.resolve(json, from, to, escaped);
        return true;
    }

    private boolean symbol(Message message, int channel) {
        if (start[SYMBOL] >= 0) {
            return symbol(message);
        }
        final byte[] name = channelSymbols[channel];
        message.symbol = Math.max(symbols.find(name, 0, name.length), SymbolTable.UNKNOWN);
        return message.symbol >= 0 || bad(DecodedFrame.ERROR_MISSING_FIELD, root);
    }

    private SnapshotType snapshotType() {
        for (int i = 0; i < Types.SNAPSHOTS.length; i++) {
            if (is(Types.SNAPSHOT_WORDS[i], start[TYPE] + 1, end[TYPE] - 1)) {
                return Types.SNAPSHOTS[i];
            }
        }
        return null;
    }

    private DeltaType deltaType() {
        for (int i = 0; i < Types.DELTAS.length; i++) {
            if (is(Types.DELTA_WORDS[i], start[TYPE] + 1, end[TYPE] - 1)) {
                return Types.DELTAS[i];
            }
        }
        return null;
    }

    private boolean time(Message message) {
        if (start[TIMESTAMP] < 0) {
            return true;
        }
        if (!id(TIMESTAMP)) {
            return false;
        }
        if (number.mantissa > MAX_MS) {
            return bad(DecodedFrame.ERROR_NUMBER_RANGE, start[TIMESTAMP]);
        }
        message.exchangeTimeNs = number.mantissa * MS;
        return true;
    }

    /** Reads a whole number from 0. */
    private boolean id(int key) {
        final int behind = number.read(json.data, start[key], false);
        if (behind == NumberReader.RANGE) {
            return bad(DecodedFrame.ERROR_NUMBER_RANGE, start[key]);
        }
        return behind == end[key] && number.decimals == 0 && number.mantissa >= 0
                || bad(DecodedFrame.ERROR_BAD_VALUE, start[key]);
    }

    /** A delta always follows some id: the one that it names, else the one before its first. */
    private boolean ids(Message message, boolean snapshot) {
        if (start[NONCE] >= 0) {
            if (!id(NONCE)) {
                return false;
            }
            message.lastId = number.mantissa;
            message.present |= Message.HAS_LAST_ID;
        }
        if (start[SEQUENCE] >= 0) {
            if (!id(SEQUENCE)) {
                return false;
            }
            if (start[NONCE] >= 0 && message.lastId != number.mantissa) {
                return bad(DecodedFrame.ERROR_BAD_VALUE, start[NONCE]); // requirements, row 11
            }
            message.lastId = number.mantissa;
            message.present |= Message.HAS_LAST_ID;
        }
        if (snapshot) {
            return true;
        }
        if (start[SEQUENCE] < 0) {
            return bad(DecodedFrame.ERROR_MISSING_FIELD, root);
        }
        message.firstId = message.lastId;
        if (start[FIRST] >= 0) {
            if (!id(FIRST)) {
                return false;
            }
            message.firstId = number.mantissa;
        }
        message.previousId = message.firstId - 1;
        if (start[PREVIOUS] >= 0) {
            if (!id(PREVIOUS)) {
                return false;
            }
            message.previousId = number.mantissa;
        }
        message.present |= Message.HAS_FIRST_ID | Message.HAS_PREVIOUS_ID;
        return message.firstId <= message.lastId && message.previousId < message.lastId
                || bad(DecodedFrame.ERROR_BAD_VALUE, start[SEQUENCE]);
    }

    private boolean checksum(ModelChannel channel, Message message) {
        final int at = channel.checksumPath() == null ? -1 : locate(channel.checksumPath());
        if (at < 0 || json.data[at] == 'n') {
            return true; // absent is not checked (decision 8)
        }
        final boolean quoted = json.data[at] == '"';
        final int from = quoted ? at + 1 : at;
        final int to = quoted ? json.stringEnd(from) : json.scalar(at);
        if (to < 0) {
            return bad(DecodedFrame.ERROR_BAD_VALUE, at);
        }
        if (to - from >= 32) {
            return Digests.read(json.data, from, to - from, message) || bad(DecodedFrame.ERROR_BAD_VALUE, at);
        }
        if (number.read(json.data, from, quoted) != to || number.decimals != 0) {
            return bad(DecodedFrame.ERROR_BAD_VALUE, at);
        }
        message.checksum = number.mantissa;
        message.present |= Message.HAS_CHECKSUM;
        return true;
    }

    /** Where the value that a path names begins, -1 where it names none; the whole has been read without error. */
    private int locate(DocumentPath path) {
        int p = root;
        for (int i = 0; i < path.length() && p >= 0; i++) {
            final DocumentPath.Segment segment = path.segment(i);
            if (json.data[p] != (segment.isIndex() ? '[' : '{')) {
                return -1;
            }
            p = segment.isIndex() ? element(p, segment.index()) : value(p, segment.name());
        }
        return p;
    }

    private int element(int array, int index) {
        int p = json.space(array + 1);
        for (int i = 0; json.data[p] != ']'; i++) {
            if (i == index) {
                return p;
            }
            p = json.space(json.skip(p));
            p = json.data[p] == ',' ? json.space(p + 1) : p;
        }
        return -1;
    }

    private int value(int object, String name) {
        int p = json.space(object + 1);
        while (json.data[p] != '}') {
            final int close = json.stringEnd(p + 1);
            final boolean found = same(name, p + 1, close);
            p = json.space(json.space(close + 1) + 1);
            if (found) {
                return p;
            }
            p = json.space(json.skip(p));
            p = json.data[p] == ',' ? json.space(p + 1) : p;
        }
        return -1;
    }

    /** Names of paths beyond ASCII are not looked for. */
    private boolean same(String name, int from, int to) {
        if (to - from != name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (json.data[from + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    // ---- order books

    private void book(Message message, ModelChannel channel, DeltaType delta, boolean whole) {
        message.kind = whole ? MessageKind.BOOK_SNAPSHOT : MessageKind.BOOK_DELTA;
        message.levelFrom = out.levelCount;
        final int at = start[DATA];
        boolean good = at >= 0;
        if (good && whole) {
            good = levels.snapshot(out, at);
        } else if (good) {
            final int side = start[PATH] < 0 ? levels.side(channel.deltaPath()) : levels.side(start[PATH], end[PATH]);
            good = side >= 0 && levels.delta(out, at, (byte) side, delta == DeltaType.DELETE);
        }
        if (!good) {
            bad(
                    at < 0
                            ? DecodedFrame.ERROR_MISSING_FIELD
                            : levels.outOfRange() ? DecodedFrame.ERROR_NUMBER_RANGE : DecodedFrame.ERROR_BAD_VALUE,
                    Math.max(root, at));
            return;
        }
        message.levelTo = out.levelCount;
    }

    /** The types with their words as bytes; {@code values()} would copy for each frame. */
    private static final class Types {
        static final SnapshotType[] SNAPSHOTS = SnapshotType.values();
        static final DeltaType[] DELTAS = DeltaType.values();
        static final byte[][] SNAPSHOT_WORDS = new byte[SNAPSHOTS.length][];
        static final byte[][] DELTA_WORDS = new byte[DELTAS.length][];

        static {
            for (int i = 0; i < SNAPSHOTS.length; i++) {
                SNAPSHOT_WORDS[i] = SNAPSHOTS[i].word().getBytes(StandardCharsets.US_ASCII);
            }
            for (int i = 0; i < DELTAS.length; i++) {
                DELTA_WORDS[i] = DELTAS[i].word().getBytes(StandardCharsets.US_ASCII);
            }
        }
    }
}
