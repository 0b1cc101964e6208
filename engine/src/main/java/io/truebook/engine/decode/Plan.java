package io.truebook.engine.decode;

import io.truebook.engine.venue.DecodeRules;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A section of a definition, compiled: a trie of the paths that matter, and what to make of their values. Immutable
 * after {@link PlanCompiler}, except for scratch that belongs to the one scanner using it.
 *
 * <p>A value is captured in a register. Registers of the frame begin at 0; each element of a scope gets a row of its own
 * behind them, so nothing is decided, and nothing overwritten, before the whole frame has been read: the order of keys
 * never matters.
 */
final class Plan {
    private static final int MEMOS = 32;

    final Node root;
    final int frameRegisters;
    final Scope[] scopes;
    final Table[] tables;
    final MessagePlan[] messages;
    /** Register of the counter over the connection, -1 for none. */
    final int connectionSequence;
    /** Register of the channel map's id, -1 for none. */
    final int channelMapId;

    final Word[] texts;

    /** Shapes of frames met under this plan. */
    final Shapes shapes = new Shapes();

    /** Messages that the frame's own conditions leave, by those conditions; direct mapped, so nothing is allocated. */
    private final long[] memoSeen = new long[MEMOS];

    private final int[] memoCount = new int[MEMOS];
    private final MessagePlan[][] memo;

    Plan(
            Node root,
            int frameRegisters,
            Scope[] scopes,
            Table[] tables,
            MessagePlan[] messages,
            int connectionSequence,
            int channelMapId,
            Word[] texts) {
        this.root = root;
        this.frameRegisters = frameRegisters;
        this.scopes = scopes;
        this.tables = tables;
        this.messages = messages;
        this.connectionSequence = connectionSequence;
        this.channelMapId = channelMapId;
        this.texts = texts;
        memo = new MessagePlan[MEMOS][messages.length + 1];
        Arrays.fill(memoCount, -1);
    }

    /** Messages whose conditions on the frame hold, in the order of the definition, then null. */
    MessagePlan[] candidates(long seen) {
        final int slot = (int) (seen * 0x9E3779B97F4A7C15L >>> 59);
        if (memoSeen[slot] != seen || memoCount[slot] < 0) {
            remember(slot, seen);
        }
        return memo[slot];
    }

    private void remember(int slot, long seen) {
        int count = 0;
        for (final MessagePlan message : messages) {
            if ((seen & message.frameNeed) == message.frameNeed && (seen & message.frameForbid) == 0) {
                memo[slot][count++] = message;
            }
        }
        memo[slot][count] = null;
        memoSeen[slot] = seen;
        memoCount[slot] = count;
    }

    /** What may stand at one place of a frame. */
    static final class Node {
        /** Names of an object's members; parallel to {@link #members}. */
        KeySet keys = KeySet.EMPTY;

        Node[] members = {};
        /** Elements of an array by index, null where nothing is asked. */
        Node[] elements = {};
        /** Any other element, null when nothing is asked. */
        Node any;
        /** Elements counted from the end: index 0 is the last. */
        Node[] fromEnd = {};
        /** Starts of the last elements; scratch of the scanner, a ring of 32. */
        int[] starts;

        Scope scope;
        Table[] tables = {};

        /** Register of a scalar, -1 for none. */
        int register = -1;
        /** Read as a number as soon as it is met. */
        boolean numeric;

        Word[] words = {};
        /** The text of at most eight bytes met last, and the bits that it set: most discriminators repeat. */
        long lastText;

        int lastLength = -1;
        long lastBits;
        /** Bits that being there, rows or a single row set. */
        long present;

        long rows;
        long row;

        boolean array() {
            return elements.length > 0 || any != null || fromEnd.length > 0;
        }
    }

    /** A member's name, with the closing quote and the colon: two words compare 16 bytes at once. */
    static final class Key {
        final byte[] name;
        final int length;
        final long word1;
        final long mask1;
        final long word2;
        final long mask2;
        /** True when the two words hold all of it. */
        final boolean shortKey;

        Key(String text) {
            name = text.getBytes(StandardCharsets.UTF_8);
            final byte[] pattern = (text + "\":").getBytes(StandardCharsets.UTF_8);
            length = pattern.length;
            word1 = word(pattern, 0);
            mask1 = mask(length);
            word2 = word(pattern, 8);
            mask2 = mask(length - 8);
            shortKey = length <= 16;
        }

        /** Whether this key, its quote and its colon stand at {@code p}, given the eight bytes there. */
        boolean at(byte[] d, int p, long first) {
            return ((first ^ word1) & mask1) == 0
                    && (mask2 == 0 || ((((long) JsonBytes.LONGS.get(d, p + 8)) ^ word2) & mask2) == 0)
                    && (shortKey || rest(d, p));
        }

        private boolean rest(byte[] d, int p) {
            if (p + name.length > d.length) {
                return false;
            }
            for (int i = 0; i < name.length; i++) {
                if (d[p + i] != name[i]) {
                    return false;
                }
            }
            return d[p + name.length] == '"' && d[p + name.length + 1] == ':';
        }
    }

    /**
     * The names that matter in one object. Venues send members in one order mostly, so the name that followed last time
     * is tried first; else the first two bytes choose among the rest, and nearly always rule out an unknown name at
     * once. The memory of the order is a hint only: what is found does not depend on it.
     */
    static final class KeySet {
        static final KeySet EMPTY = new KeySet(new Key[0]);

        final Key[] keys;
        private final long[] buckets = new long[64];
        /** For the name before (0: none), the one that followed last. */
        private final int[] follow;

        KeySet(Key[] keys) {
            if (keys.length > 64) {
                throw new IllegalArgumentException("more than 64 members of one object are asked for");
            }
            this.keys = keys;
            follow = new int[keys.length + 1];
            for (int i = 0; i < keys.length; i++) {
                buckets[bucket(keys[i].word1)] |= 1L << i;
            }
        }

        private static int bucket(long word) {
            return (int) (word ^ word >>> 7) & 63;
        }

        /** The member whose pattern stands at {@code p}, given the one before; -1 when none fits. */
        int find(byte[] d, int p, int before) {
            final long word = (long) JsonBytes.LONGS.get(d, p);
            final int guess = follow[before + 1];
            if (guess < keys.length && keys[guess].at(d, p, word)) {
                return guess;
            }
            return search(d, p, word, before);
        }

        private int search(byte[] d, int p, long word, int before) {
            for (long left = buckets[bucket(word)]; left != 0; left &= left - 1) {
                final int i = Long.numberOfTrailingZeros(left);
                if (keys[i].at(d, p, word)) {
                    follow[before + 1] = i;
                    return i;
                }
            }
            return -1;
        }

        /** The member of that name, -1 when there is none. */
        int named(byte[] text, int from, int length) {
            for (int i = 0; i < keys.length; i++) {
                final byte[] name = keys[i].name;
                if (Arrays.equals(name, 0, name.length, text, from, from + length)) {
                    return i;
                }
            }
            return -1;
        }
    }

    /** A word of the wire with its meaning, or the bit of a condition. */
    static final class Word {
        final byte[] text;
        final boolean prefix;
        final long bit;
        final int meaning;

        /** Decides instead of the text, null for a text. */
        private final TextPattern pattern;

        private final long word;
        private final long mask;

        /** A text that a regular expression finds something in; like a prefix, it stands for many texts. */
        Word(TextPattern pattern, long bit) {
            this.pattern = pattern;
            prefix = true;
            text = new byte[0];
            this.bit = bit;
            meaning = 0;
            word = 0;
            mask = 0;
        }

        Word(String text, long bit, int meaning) {
            prefix = text.endsWith("*");
            pattern = null;
            this.text = (prefix ? text.substring(0, text.length() - 1) : text).getBytes(StandardCharsets.UTF_8);
            this.bit = bit;
            this.meaning = meaning;
            word = Plan.word(this.text, 0);
            mask = Plan.mask(this.text.length);
        }

        boolean is(byte[] d, int p, int length) {
            final int own = text.length;
            if (prefix ? pattern != null ? !pattern.isIn(d, p, length) : length < own : length != own) {
                return false;
            }
            if ((((long) JsonBytes.LONGS.get(d, p) ^ word) & mask) != 0) {
                return false;
            }
            for (int i = 8; i < own; i++) {
                if (d[p + i] != text[i]) {
                    return false;
                }
            }
            return true;
        }

        /** Whether no other of the words with another bit can fit where this one does. */
        boolean excludesOthers(Word[] words) {
            for (final Word other : words) {
                final int shared = Math.min(text.length, other.text.length);
                final boolean together = (prefix || other.prefix)
                        && Arrays.equals(text, 0, shared, other.text, 0, shared)
                        && (prefix || text.length >= other.text.length)
                        && (other.prefix || other.text.length >= text.length);
                if (other.bit != bit && together) {
                    return false;
                }
            }
            return true;
        }

        /** Whether the whole text is one of the words. */
        static boolean isOne(Word[] words, byte[] d, int p, int length) {
            boolean one = false;
            for (final Word word : words) {
                // a text that fits a prefix alone is one of many
                one |= !word.prefix && word.is(d, p, length);
            }
            return one;
        }

        /** The bits of the words that the text is. */
        static long bits(Word[] words, byte[] d, int p, int length) {
            long bits = 0;
            for (final Word word : words) {
                if (word.is(d, p, length)) {
                    bits |= word.bit;
                }
            }
            return bits;
        }

        /** The meaning of the text, {@code none} when no word fits. */
        static int meaning(Word[] words, byte[] d, int p, int length, int none) {
            for (final Word word : words) {
                if (word.is(d, p, length)) {
                    return word.meaning;
                }
            }
            return none;
        }
    }

    /** Elements that are a message each. */
    static final class Scope {
        final int index;
        /** The scope around it, null for the frame. */
        final Scope parent;

        final Node node = new Node();
        int registers;

        Scope(int index, Scope parent) {
            this.index = index;
            this.parent = parent;
        }
    }

    /** Level rows; {@code register} keeps the range of levels, or why there is none. */
    static final class Table {
        int register;
        DecodeRules.SideBy side;
        Word[] sides;
        Word[] operations;
        int width;
        boolean nullDeletes;
        boolean zeroPriceDeletes;
        boolean wireText;
        /** Roles of array elements, null for rows that are objects. */
        DecodeRules.Role[] positions;
        /** Keys and roles of object members. */
        KeySet keys;

        DecodeRules.Role[] roles;
        boolean symbols;
        /** Rows are single orders. */
        boolean orders;
        /** Price and size alone, at 0 and 1, and a side that is fixed: the common case has a loop of its own. */
        boolean pair;
        /** The same for rows that are objects of price and size. */
        boolean keyedPair;
        /** Of such a row what stands before the price and between it and the size, both bare. */
        Literal opening;

        Literal between;
    }

    /** A message form. */
    static final class MessagePlan {
        byte kind;
        int channel;
        Scope scope;
        boolean mapped;
        long need;
        long forbid;
        /** The part of need and forbid that the frame's own registers decide. */
        long frameNeed;

        long frameForbid;
        FieldPlan[] fields;
        /** Registers of the tables, their ancestors, and the tables themselves. */
        int[] tableRegisters;

        int[] tableUps;
        Table[] tables;
        int operation;
        boolean priceOptional;
        /** One of the tables is enough. */
        boolean someTables;
        /** Rows name their symbols; without rows the message must. */
        boolean symbolic;
        /** As in {@link DecodeRules.Message}. */
        int order;

        boolean more;
        int intervalS;
    }

    /** Where a field of a message comes from. */
    static final class FieldPlan {
        /** The field's place in {@link DecodeRules.Field}. */
        int field;

        int register;
        /** 0: the message's own element, 1: the one around it, and so on; -1 the frame. */
        int up;

        boolean optional;
        DecodeRules.TimeUnit unit;
        Word[] words;
        byte after;
    }

    static long word(byte[] text, int from) {
        long word = 0;
        for (int i = 0; i < 8 && from + i < text.length; i++) {
            word |= (text[from + i] & 0xFFL) << (8 * i);
        }
        return word;
    }

    static long mask(int length) {
        return length <= 0 ? 0 : length >= 8 ? -1 : (1L << (8 * length)) - 1;
    }
}
