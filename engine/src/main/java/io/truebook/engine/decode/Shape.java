package io.truebook.engine.decode;

import java.util.Arrays;

/**
 * One shape of frame as a straight run of steps: the bytes that every frame of the shape has in common, and between
 * them what to read. A venue sends few shapes, each in the same order of keys; walking one needs no search for keys and
 * no recursion. Learnt by {@link ShapeRecorder} from a frame that {@link Scanner} walked along its plan, and never more
 * than a faster way to the same answer: a frame that leaves the run at any step is scanned along the plan from its
 * beginning. Immutable.
 */
final class Shape {
    /** Nothing to read: the frame ends behind the bytes. */
    static final byte END = 0;
    /** A string for the step's node. */
    static final byte STRING = 1;
    /** A number or literal for the step's node. */
    static final byte SCALAR = 2;
    /** An array that the step's node reads whole: its level rows. */
    static final byte ARRAY = 3;
    /** A string, number or literal that nobody asks for. */
    static final byte SKIP_SCALAR = 4;
    /** An object or array that nobody asks for. */
    static final byte SKIP_CONTAINER = 5;
    /** The first element of a scope begins. */
    static final byte ENTER = 6;
    /** An element ends: another one goes on behind its {@link #ENTER}, else the scope ends. */
    static final byte LEAVE = 7;
    /** The value of an earlier step once more, for a node that counts elements from the end. */
    static final byte AGAIN = 8;
    /** A number for a node that wants nothing else of it, quoted or bare: {@link #STRING}, {@link #SCALAR} in short. */
    static final byte QUOTED_NUMBER = 9;

    static final byte NUMBER = 10;
    /** Level rows of the node's one table. */
    static final byte TABLE = 12;
    /** A text for a node that wants nothing else of it. */
    static final byte TEXT = 11;

    final byte[] kinds;
    final Plan.Node[] nodes;
    /** The scope of {@link #ENTER}, else null. */
    final Plan.Scope[] scopes;
    /** For {@link #LEAVE} its ENTER, for {@link #AGAIN} the step that read the value. */
    final int[] targets;
    /** Bits that hold in the frame whatever its values are, and those of the elements of the scope entered here. */
    final long[] bits;

    final long frameBits;

    /** Bytes before each step's value in words of eight; {@link #firstWord} has one entry more than there are steps. */
    final long[] words;

    final int[] firstWord;
    /** Bytes in the last of a step's words, and their mask. */
    final int[] tails;

    final long[] tailMasks;

    Shape(ShapeRecorder recorder) {
        final int steps = recorder.steps;
        kinds = Arrays.copyOf(recorder.kinds, steps);
        nodes = Arrays.copyOf(recorder.nodes, steps);
        scopes = Arrays.copyOf(recorder.scopes, steps);
        targets = Arrays.copyOf(recorder.targets, steps);
        bits = Arrays.copyOf(recorder.bits, steps);
        frameBits = recorder.frameBits;
        firstWord = new int[steps + 1];
        tails = new int[steps];
        tailMasks = new long[steps];
        for (int i = 0; i < steps; i++) {
            firstWord[i + 1] = firstWord[i] + recorder.literals[i].length / 8 + 1;
        }
        words = new long[firstWord[steps]];
        for (int i = 0; i < steps; i++) {
            final byte[] literal = recorder.literals[i];
            for (int w = firstWord[i], at = 0; w < firstWord[i + 1]; w++, at += 8) {
                words[w] = Plan.word(literal, at);
            }
            tails[i] = literal.length & 7;
            tailMasks[i] = Plan.mask(tails[i]);
        }
    }

    boolean isSame(Shape other) {
        return Arrays.equals(kinds, other.kinds)
                && Arrays.equals(nodes, other.nodes)
                && Arrays.equals(scopes, other.scopes)
                && Arrays.equals(targets, other.targets)
                && Arrays.equals(words, other.words)
                && Arrays.equals(tails, other.tails);
    }
}
