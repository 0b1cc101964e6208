package io.truebook.engine.decode;

/**
 * Walks a frame along the shapes known of it; see {@link Shape}. One thread.
 */
final class ShapeReader {
    private static final int MAX_SCOPES = 4;
    private static final int MAX_STEPS = 64;

    private final JsonBytes json;
    private final NumberReader number;
    private final Registers registers;
    private final RowReader rows;
    private final Scanner scanner;

    private final int[] starts = new int[MAX_STEPS];
    private final int[] outerElement = new int[MAX_SCOPES];
    private final long[] outerSeen = new long[MAX_SCOPES];

    ShapeReader(JsonBytes json, NumberReader number, Registers registers, RowReader rows, Scanner scanner) {
        this.json = json;
        this.number = number;
        this.registers = registers;
        this.rows = rows;
        this.scanner = scanner;
    }

    /** True when a shape fitted: registers and levels are filled as a scan along the plan would have filled them. */
    boolean read(Plan plan, DecodedFrame out) {
        final Shapes shapes = plan.shapes;
        final int count = shapes.count();
        for (int i = 0; i < count; i++) {
            final Shape shape = shapes.get(i);
            if (begins(shape)) {
                registers.clear(plan.frameRegisters);
                if (walk(shape)) {
                    shapes.used(i);
                    return true;
                }
                out.levelCount = 0;
            }
        }
        return false;
    }

    /** Rules out most shapes by their first bytes. */
    private boolean begins(Shape shape) {
        final long first = (long) JsonBytes.LONGS.get(json.data, 0);
        return shape.firstWord[1] == 1 ? ((first ^ shape.words[0]) & shape.tailMasks[0]) == 0 : first == shape.words[0];
    }

    private boolean walk(Shape shape) {
        final byte[] d = json.data;
        final byte[] kinds = shape.kinds;
        final long[] words = shape.words;
        final Registers r = registers;
        long constant = shape.frameBits;
        scanner.seen = constant;
        scanner.element = -1;
        int depth = 0;
        int base = 0;
        int p = 0;
        int word = 0;
        for (int i = 0; i < kinds.length; i++) {
            final int last = shape.firstWord[i + 1] - 1;
            for (; word < last; word++, p += 8) {
                if ((long) JsonBytes.LONGS.get(d, p) != words[word]) {
                    return false;
                }
            }
            if ((((long) JsonBytes.LONGS.get(d, p) ^ words[last]) & shape.tailMasks[i]) != 0) {
                return false;
            }
            word = last + 1;
            p += shape.tails[i];
            starts[i] = p;
            final Plan.Node node = shape.nodes[i];
            switch (kinds[i]) {
                case Shape.QUOTED_NUMBER: {
                    final int q = d[p] == '"' ? number.read(d, p + 1, true) : -1;
                    if (q < 0 || d[q] != '"') {
                        return false;
                    }
                    scanner.keepNumber(node, p + 1, q, base);
                    p = q + 1;
                    break;
                }
                case Shape.NUMBER: {
                    if (d[p] != '-' && (d[p] < '0' || d[p] > '9')) {
                        return false;
                    }
                    final int q = number.read(d, p, false);
                    if (q < 0) {
                        return false;
                    }
                    scanner.keepNumber(node, p, q, base);
                    p = q;
                    break;
                }
                case Shape.TEXT: {
                    final int q = d[p] == '"' ? json.stringEnd(p + 1) : -1;
                    if (q < 0 || json.escaped) {
                        return false;
                    }
                    r.capture(base + node.register, Registers.TEXT, p + 1, q - p - 1);
                    p = q + 1;
                    break;
                }
                case Shape.TABLE:
                    p = d[p] == '[' ? rows.rows(node.tables[0], p, base) : -1;
                    break;
                case Shape.STRING:
                    p = d[p] == '"' ? scanner.string(node, p, base) : -1;
                    break;
                case Shape.SCALAR:
                    p = d[p] != '"' && d[p] != '[' && d[p] != '{' ? scanner.scalar(node, p, base) : -1;
                    break;
                case Shape.ARRAY:
                    p = d[p] == '[' ? scanner.array(node, p, base) : -1;
                    break;
                case Shape.SKIP_SCALAR:
                    p = d[p] != '[' && d[p] != '{' ? json.scalar(p) : -1;
                    break;
                case Shape.SKIP_CONTAINER:
                    p = d[p] == '[' || d[p] == '{' ? json.skip(p) : -1;
                    break;
                case Shape.ENTER: {
                    outerElement[depth] = scanner.element;
                    outerSeen[depth] = scanner.seen;
                    depth++;
                    base = open(shape, i, outerElement[depth - 1], p);
                    break;
                }
                case Shape.LEAVE: {
                    r.elementSeen[scanner.element] = scanner.seen;
                    final int q = json.space(p);
                    if (d[q] == ',') {
                        i = shape.targets[i];
                        p = json.space(q + 1);
                        base = open(shape, i, outerElement[depth - 1], p);
                        word = shape.firstWord[i + 1];
                    } else {
                        depth--;
                        scanner.element = outerElement[depth];
                        scanner.seen = outerSeen[depth];
                        base = scanner.element < 0 ? 0 : r.elementBase[scanner.element];
                    }
                    break;
                }
                case Shape.AGAIN:
                    scanner.value(node, starts[shape.targets[i]], base);
                    break;
                default: // END
                    r.frameSeen = scanner.seen;
                    return p == json.end;
            }
            if (p < 0) {
                return false;
            }
        }
        return false;
    }

    private int open(Shape shape, int step, int outer, int p) {
        final Plan.Scope scope = shape.scopes[step];
        final int own = registers.open(scope.index, scope.registers, outer, p);
        scanner.element = own;
        scanner.seen = shape.bits[step];
        return registers.elementBase[own];
    }
}
