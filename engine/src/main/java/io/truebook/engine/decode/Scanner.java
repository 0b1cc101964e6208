package io.truebook.engine.decode;

/**
 * Walks a frame once along a plan and leaves what it found in {@link Registers} and in the frame's levels. Recursion
 * follows the plan only, whose depth is bounded; everything else is skipped iteratively. One thread.
 */
final class Scanner {
    private static final int FAILED = JsonBytes.FAILED;

    private final JsonBytes json;
    private final NumberReader number;
    private final Registers registers;
    private final RowReader rows;
    private final ShapeRecorder recorder;

    /** Bits of the conditions that hold in the element under way, or in the frame. */
    private long seen;

    /** The element under way, -1 for the frame. */
    private int element;

    private byte[] scratch = new byte[512];

    Scanner(JsonBytes json, NumberReader number, Registers registers, RowReader rows, ShapeRecorder recorder) {
        this.json = json;
        this.number = number;
        this.registers = registers;
        this.rows = rows;
        this.recorder = recorder;
    }

    /** Scans the payload; false when it is not JSON, with the reason in {@link JsonBytes}. */
    boolean scan(Plan plan) {
        registers.clear(plan.frameRegisters);
        seen = 0;
        element = -1;
        if (plan.shapes.isLearning()) {
            recorder.begin();
        } else {
            recorder.giveUp();
        }
        int p = value(plan.root, json.space(0), 0);
        if (p < 0) {
            recorder.giveUp();
            return false;
        }
        registers.frameSeen = seen;
        p = json.space(p);
        if (p != json.end) {
            recorder.giveUp();
            return json.fail(DecodedFrame.ERROR_NOT_JSON, p) >= 0;
        }
        return true;
    }

    private int value(Plan.Node node, int p, int base) {
        switch (json.data[p]) {
            case '"': {
                final int end = string(node, p, base);
                if (recorder.isNoting() && !isConstant(node, p, end)) {
                    recorder.value(ShapeRecorder.SCALAR, node, p, end);
                }
                return end;
            }
            case '{':
                seen |= node.present;
                if (node.register >= 0) {
                    capture(node, Registers.OTHER, p, 1, base);
                    recorder.giveUp();
                }
                return node.members.length > 0 ? object(node, p, base) : skip(p);
            case '[':
                return array(node, p, base);
            default: {
                final int end = scalar(node, p, base);
                recorder.value(ShapeRecorder.SCALAR, node, p, end);
                return end;
            }
        }
    }

    /** A text that only decides what kind of message this is belongs to the bytes that a shape's frames share. */
    private boolean isConstant(Plan.Node node, int p, int end) {
        return node.register < 0 && !node.numeric && Plan.Word.isOne(node.words, json.data, p + 1, end - p - 2);
    }

    private int object(Plan.Node node, int open, int base) {
        final byte[] d = json.data;
        final Plan.KeySet keys = node.keys;
        int before = -1;
        int p = open + 1;
        if (d[p] <= ' ') {
            p = json.space(p);
        }
        if (d[p] == '}') {
            return p + 1;
        }
        while (true) {
            if (d[p] != '"') {
                return json.fail(p);
            }
            final int found = keys.find(d, p + 1, before);
            if (found >= 0) {
                before = found;
                p += 1 + keys.keys[found].length;
                if (d[p] <= ' ') {
                    p = json.space(p);
                }
                p = value(node.members[found], p, base);
            } else {
                p = other(node, p, base);
            }
            if (p < 0) {
                return FAILED;
            }
            if (d[p] <= ' ') {
                p = json.space(p);
            }
            if (d[p] == ',') {
                p++;
                if (d[p] <= ' ') {
                    p = json.space(p);
                }
            } else if (d[p] == '}') {
                return p + 1;
            } else {
                return json.fail(p);
            }
        }
    }

    /** A member whose key fits no pattern: unknown, escaped, or written with space before the colon. */
    private int other(Plan.Node node, int p, int base) {
        final int end = json.stringEnd(p + 1);
        if (end < 0) {
            return FAILED;
        }
        int q = json.space(end + 1);
        if (json.data[q] != ':') {
            return json.fail(q);
        }
        q = json.space(q + 1);
        if (q == end + 2 && !json.escaped) {
            return skip(q);
        }
        byte[] text = json.data;
        int from = p + 1;
        int length = end - from;
        if (json.escaped) {
            text = unescaped(from, end);
            length = unescapedLength;
            from = 0;
        }
        final int found = node.keys.named(text, from, length);
        return found >= 0 ? value(node.members[found], q, base) : skip(q);
    }

    private int skip(int p) {
        final byte first = json.data[p];
        final int end = json.skip(p);
        recorder.value(first == '[' || first == '{' ? ShapeRecorder.CONTAINER : ShapeRecorder.SCALAR, null, p, end);
        return end;
    }

    private int unescapedLength;

    private byte[] unescaped(int from, int to) {
        if (to - from + 16 > scratch.length) {
            scratch = new byte[(to - from + 16) * 2];
        }
        unescapedLength = json.unescape(from, to, scratch);
        return scratch;
    }

    private int array(Plan.Node node, int open, int base) {
        long bits = node.present;
        if ((node.rows | node.row) != 0) {
            final byte first = json.data[json.space(open + 1)];
            bits |= first == '[' || first == '{' || first == ']' ? node.rows : node.row;
        }
        seen |= bits;
        if (node.register >= 0) {
            capture(node, Registers.OTHER, open, 1, base);
        }
        if (node.scope == null && !node.array()) {
            final int end = inside(node, open, base);
            recorder.value(ShapeRecorder.CONTAINER, node, open, end);
            return end;
        }
        if (node.tables.length > 0 || node.scope != null && node.array()) {
            recorder.pause(); // read more than once
            final int end = inside(node, open, base);
            recorder.resume();
            recorder.value(ShapeRecorder.CONTAINER, node, open, end);
            return end;
        }
        return inside(node, open, base);
    }

    private int inside(Plan.Node node, int open, int base) {
        // Each view of the container reads it from its beginning; almost always there is one.
        int end = 0;
        for (final Plan.Table table : node.tables) {
            end = rows.rows(table, open, base);
            if (end < 0) {
                return FAILED;
            }
        }
        if (node.scope != null) {
            end = scope(node.scope, open);
            if (end < 0) {
                return FAILED;
            }
        }
        if (node.array()) {
            end = elements(node, open, base);
        }
        return end == 0 ? json.skip(open) : end;
    }

    private int scope(Plan.Scope scope, int open) {
        final byte[] d = json.data;
        final Registers r = registers;
        final long outerSeen = seen;
        final int outer = element;
        int p = json.space(open + 1);
        if (d[p] == ']') {
            return p + 1;
        }
        for (int index = 0; ; index++) {
            final int own = r.open(scope.index, scope.registers, outer, p);
            element = own;
            seen = 0;
            recorder.element(scope, index, p);
            p = value(scope.node, p, r.elementBase[own]);
            r.elementSeen[own] = seen;
            if (p < 0) {
                return FAILED;
            }
            recorder.elementEnd(index, p);
            p = json.space(p);
            if (d[p] == ']') {
                break;
            }
            if (d[p] != ',') {
                return json.fail(p);
            }
            p = json.space(p + 1);
        }
        recorder.scopeEnd(p);
        seen = outerSeen;
        element = outer;
        return p + 1;
    }

    private int elements(Plan.Node node, int open, int base) {
        final byte[] d = json.data;
        final Plan.Node[] byIndex = node.elements;
        int p = json.space(open + 1);
        if (d[p] == ']') {
            return p + 1;
        }
        int index = 0;
        while (true) {
            if (node.starts != null) {
                node.starts[index & 31] = p;
            }
            final Plan.Node child = index < byIndex.length ? byIndex[index] : node.any;
            p = child != null ? value(child, p, base) : skip(p);
            if (p < 0) {
                return FAILED;
            }
            index++;
            p = json.space(p);
            if (d[p] == ']') {
                break;
            }
            if (d[p] != ',') {
                return json.fail(p);
            }
            p = json.space(p + 1);
        }
        for (int i = 0; i < node.fromEnd.length && i < index; i++) {
            final int start = node.starts[(index - 1 - i) & 31];
            if (node.fromEnd[i] != null && d[start] != '[' && d[start] != '{') {
                recorder.again(node.fromEnd[i], start);
                recorder.pause();
                value(node.fromEnd[i], start, base);
                recorder.resume();
            }
        }
        return p + 1;
    }

    private int string(Plan.Node node, int open, int base) {
        final int start = open + 1;
        if (node.present != 0) {
            seen |= node.present;
        }
        byte type = Registers.TEXT;
        if (node.numeric) {
            final byte[] d = json.data;
            final int q = number.read(d, start, true);
            if (q >= 0 && d[q] == '"') {
                keepNumber(node, start, q, base);
                if (node.words.length > 0) {
                    match(node, d, start, q - start);
                }
                return q + 1;
            }
            type = q == NumberReader.RANGE ? Registers.RANGE : Registers.TEXT;
        }
        final int end = json.stringEnd(start);
        if (end < 0) {
            return FAILED;
        }
        if (json.escaped) {
            if (node.register >= 0) {
                capture(node, Registers.ESCAPED, start, end - start, base);
            }
            if (node.words.length > 0) {
                match(node, unescaped(start, end), 0, unescapedLength);
            }
            return end + 1;
        }
        if (node.register >= 0) {
            capture(node, type, start, end - start, base);
        }
        if (node.words.length > 0) {
            match(node, json.data, start, end - start);
        }
        return end + 1;
    }

    private int scalar(Plan.Node node, int p, int base) {
        final byte[] d = json.data;
        if (node.present != 0) {
            seen |= node.present;
        }
        if (node.numeric && (d[p] == '-' || (d[p] >= '0' && d[p] <= '9'))) {
            final int q = number.read(d, p, false);
            if (q >= 0) {
                keepNumber(node, p, q, base);
                if (node.words.length > 0) {
                    match(node, d, p, q - p);
                }
                return q;
            }
            final int end = json.scalar(p);
            if (end >= 0 && node.register >= 0) {
                capture(node, Registers.RANGE, p, end - p, base);
            }
            return end;
        }
        final int end = json.scalar(p);
        if (end < 0) {
            return FAILED;
        }
        if (node.register >= 0) {
            capture(node, d[p] == 'n' ? Registers.NULL : Registers.LITERAL, p, end - p, base);
        }
        if (node.words.length > 0) {
            match(node, d, p, end - p);
        }
        return end;
    }

    private void match(Plan.Node node, byte[] d, int start, int length) {
        if (length > 8) {
            seen |= Plan.Word.bits(node.words, d, start, length);
            return;
        }
        final long text = (long) JsonBytes.LONGS.get(d, start) & Plan.mask(length);
        if (text != node.lastText || length != node.lastLength) {
            node.lastBits = Plan.Word.bits(node.words, d, start, length);
            node.lastText = text;
            node.lastLength = length;
        }
        seen |= node.lastBits;
    }

    private void keepNumber(Plan.Node node, int start, int end, int base) {
        final int register = base + node.register;
        capture(node, Registers.NUMBER, start, end - start, base);
        registers.mantissa[register] = number.mantissa;
        registers.decimals[register] = number.decimals;
    }

    private void capture(Plan.Node node, byte type, int start, int length, int base) {
        registers.capture(base + node.register, type, start, length);
    }
}
