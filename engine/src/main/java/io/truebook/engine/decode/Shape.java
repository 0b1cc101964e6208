package io.truebook.engine.decode;

import java.util.Arrays;

/**
 * One shape of frame as a straight run of steps that ends in messages: the bytes that every frame of the shape has in
 * common, and between them what to read and which field of which message it is. A venue sends few shapes, each in the
 * same order of keys; walking one needs no search for keys, no recursion, and no second look at what was captured. Learnt
 * by {@link ShapeCompiler} from a frame that {@link Scanner} walked along its plan and {@link Emitter} turned into
 * messages, and never more than a faster way to the same answer: a frame that leaves the run at any step is scanned along
 * the plan from its beginning. Immutable.
 */
final class Shape {
    /** Nothing to read: the frame ends behind the bytes. */
    static final byte END = 0;
    /** The first element of a scope begins. */
    static final byte ENTER = 1;
    /** An element ends: another one goes on behind its {@link #ENTER}, else the scope ends. */
    static final byte LEAVE = 2;
    /** Level rows of the message. */
    static final byte TABLE = 3;
    /** An object or array that the message wants nothing of. */
    static final byte CONTAINER = 4;
    /** A string, number or literal that the message wants nothing of. */
    static final byte SCALAR = 5;
    /** A number, quoted or bare, for one field or two. */
    static final byte NUMBER = 6;
    /** A text without escapes for a symbol. */
    static final byte SYMBOL = 7;
    /** A time as text. */
    static final byte TIME = 8;
    /** A word that means a side or a channel. */
    static final byte WORD = 9;
    /** Any scalar whose place in the frame is kept. */
    static final byte TEXT = 10;

    /** A field goes to the message under way. */
    static final byte OWN = 0;
    /** It goes to every message that is still to come. */
    static final byte AHEAD = 1;
    /** It goes to every message so far. */
    static final byte BACK = 2;

    /** An array that is empty or begins with an array or object. */
    static final byte ROWS = 1;
    /** An array that begins with a scalar. */
    static final byte ROW = 2;

    /** No entry of the channel map, or none named. */
    static final int NO_CHANNEL = Integer.MIN_VALUE;

    final Step[] steps;
    /** What the frame, or each element of {@link #scope}, is; null where it is nothing that anybody reads. */
    final Plan.MessagePlan message;
    /** The scope whose elements are the messages, null where the frame is the message. */
    final Plan.Scope scope;
    /** The channel that the named entry of the channel map had. */
    final int mappedChannel;
    /** Whether some field goes {@link #AHEAD}. */
    final boolean ahead;

    Shape(Step[] steps, Plan.MessagePlan message, int mappedChannel) {
        this.steps = steps;
        this.message = message;
        this.mappedChannel = mappedChannel;
        scope = message == null ? null : message.scope;
        ahead = Arrays.stream(steps).anyMatch(step -> step.place == AHEAD);
    }

    boolean isSame(Shape other) {
        boolean same =
                message == other.message && mappedChannel == other.mappedChannel && steps.length == other.steps.length;
        for (int i = 0; same && i < steps.length; i++) {
            same = steps[i].isSame(other.steps[i]);
        }
        return same;
    }

    /** Bytes, and what to do with the value behind them. Filled in by {@link ShapeCompiler}. */
    static final class Step {
        byte operation;
        byte place;
        /** For {@link #LEAVE} the index of its ENTER. */
        int target;
        /** The scope of an ENTER. */
        Plan.Scope scope;

        Plan.Table table;
        /** Another table might want rows that hold anything but price and size: the plan must see them. */
        boolean strict;
        /** What an array must begin with, for {@link #ROWS} and {@link #ROW}; 0 where it does not matter. */
        byte form;

        Plan.FieldPlan field;
        /** The same number for another field, null for none. */
        Plan.FieldPlan more;

        /** A node whose words decide what the message is, null for none, and the bits that they gave. */
        Plan.Node decider;

        long bits;
        /** Where one word alone decides: nothing else can fit when it does. */
        Plan.Word only;

        /** The bytes before the value. */
        final Literal literal;

        Step(byte[] literal) {
            this.literal = new Literal(literal);
        }

        private boolean isSame(Step other) {
            return operation == other.operation
                    && place == other.place
                    && target == other.target
                    && scope == other.scope
                    && table == other.table
                    && form == other.form
                    && field == other.field
                    && more == other.more
                    && decider == other.decider
                    && bits == other.bits
                    && literal.isSame(other.literal);
        }
    }
}
