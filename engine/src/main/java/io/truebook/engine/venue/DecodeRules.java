package io.truebook.engine.venue;

import io.truebook.engine.decode.MessageKind;
import java.util.List;

/**
 * The part of a definition that the decoder's plan is compiled from: where each field sits in a frame, how levels are
 * coded, and by what a message is recognised. Immutable, checked by {@link VenueLoader}.
 *
 * @param frames rules for frames of a connection
 * @param answers rules for bodies of REST answers; empty lists where the venue is not asked
 * @param connectionSequence where every frame may carry a counter of the whole connection, null when there is none
 * @param channelMapId where a data frame carries the id that an acknowledgement bound to channel and symbol, null when
 *     the venue names the symbol in each frame
 * @param model the channels of a venue that speaks the reconciliation model itself, null for any other
 */
public record DecodeRules(
        Section frames, Section answers, FieldPath connectionSequence, FieldPath channelMapId, ModelRules model) {
    /** The rules with all book messages of these channels known and ignored. */
    DecodeRules ignoring(List<Integer> channelIndexes) {
        return new DecodeRules(
                frames.ignoring(channelIndexes),
                answers.ignoring(channelIndexes),
                connectionSequence,
                channelMapId,
                model);
    }

    /**
     * Tables and messages of one kind of input.
     *
     * @param roots where a frame's paths start; more than one when frames come in an envelope and without
     * @param texts whole payloads that are not JSON, with the kind of message that they mean
     */
    public record Section(List<FieldPath> roots, List<Word> texts, List<Table> tables, List<Message> messages) {
        public Section {
            texts = List.copyOf(texts);
            roots = List.copyOf(roots);
            tables = List.copyOf(tables);
            messages = List.copyOf(messages);
        }

        private Section ignoring(List<Integer> channelIndexes) {
            return new Section(
                    roots,
                    texts,
                    tables,
                    messages.stream()
                            .map(message -> channelIndexes.contains(message.channel()) ? message.ignored() : message)
                            .toList());
        }
    }

    /** What a member of a level row is. */
    public enum Role {
        PRICE,
        SIZE,
        /** Orders at the level; zero deletes. */
        COUNT,
        SIDE,
        OPERATION,
        /** The venue's id of the row, a whole number. */
        ID,
        SYMBOL,
        /** The id of a single order, as text: the row is that order, and the book is kept order by order. */
        ORDER
    }

    /** A member of a row: by key in an object, by index in an array ({@code key} null). */
    public record RowField(Role role, String key, int index) {}

    /** How a row says its side. */
    public enum SideBy {
        BID,
        ASK,
        /** A member of the row. */
        FIELD,
        /** The sign of the size: positive is bid; the size becomes absolute. */
        SIGN
    }

    /** A word of the wire and what it means; a word that ends with {@code *} stands for all that begin so. */
    public record Word(String text, int meaning) {}

    /**
     * Level rows in one container. Sides in words mean {@link io.truebook.engine.decode.DecodedFrame#BID} or ASK,
     * operations SET, DELETE or, for rows that are orders, CHANGE.
     *
     * @param path container of the rows; an array of scalars there is one row
     * @param width exact number of elements of an array row, 0 when it does not matter
     * @param nullDeletes a size of null deletes the level
     * @param zeroPriceDeletes a price of zero deletes the order
     * @param wireText whether texts of price and size are kept
     */
    public record Table(
            String name,
            FieldPath path,
            List<RowField> row,
            SideBy side,
            List<Word> sides,
            List<Word> operations,
            int width,
            boolean nullDeletes,
            boolean zeroPriceDeletes,
            boolean wireText) {}

    /** What a condition asks of the value at its path. */
    public enum Test {
        /** It equals one of the values (text, or the literal of a number, true, false or null). */
        EQUALS,
        /** The regular expression finds something in its text. */
        MATCHES,
        PRESENT,
        ABSENT,
        /** An array that is empty or begins with an array or object. */
        ROWS,
        /** An array that begins with a scalar. */
        ROW
    }

    /** A condition of a message. */
    public record Condition(FieldPath path, Test test, List<String> values) {}

    /** A field of a message, whatever the venue calls it. */
    public enum Field {
        SYMBOL,
        CHANNEL,
        FIRST_ID,
        LAST_ID,
        PREVIOUS_ID,
        CHECKSUM,
        REQUEST_ID,
        TRADE_ID,
        SIDE,
        TIME,
        DEPTH,
        PRICE,
        SIZE,
        BID,
        BID_SIZE,
        ASK,
        ASK_SIZE,
        PRICE_INCREMENT,
        SIZE_INCREMENT,
        OPEN,
        HIGH,
        LOW,
        CLOSE,
        VOLUME,
        PRICE_DECIMALS,
        SIZE_DECIMALS,
        TEXT,
        CONNECTION_SEQUENCE,
        MAP_ID,
        /** The id of the order that the message tells of. */
        ORDER,
        /** When a candle begins. */
        START,
        /** Seconds that a candle lasts, by words. */
        INTERVAL,
        /** Whether a candle is final, by words. */
        CLOSED
    }

    /** How a time is written. */
    public enum TimeUnit {
        RFC3339,
        S,
        MS,
        US,
        NS
    }

    /**
     * Where a message's field comes from.
     *
     * @param optional absence is fine; otherwise the frame is malformed without it
     * @param unit of a time, else null
     * @param words meaning of words (sides, channels, seconds), empty when the value is taken as it is
     * @param after the value is what follows the first of this character, 0 for all of it
     */
    public record Source(Field field, FieldPath path, boolean optional, TimeUnit unit, List<Word> words, char after) {}

    /**
     * One message form. The first whose conditions hold is taken.
     *
     * @param kind one of {@link io.truebook.engine.decode.MessageKind}
     * @param channel index of the channel, -1 when it belongs to none or the frame says which
     * @param each path of the elements that are a message each, null when the frame is one message
     * @param mapped symbol and channel come from the channel map
     * @param tables indexes of the level tables in the section
     * @param operation SET or DELETE for all rows, -1 when the rows say
     * @param priceOptional rows may lack a price
     * @param someTables one of the tables is enough; otherwise the frame is malformed without all of them
     * @param order what the message does to the one order that its fields tell of: an operation of
     *     {@link io.truebook.engine.decode.DecodedFrame}, {@link #NO_CHANGE}, or -1 where it tells of none
     * @param more forms after this one are looked at too: the frame says several things at once
     * @param intervalS seconds that a candle of this form lasts, 0 where a field says it
     */
    public record Message(
            byte kind,
            int channel,
            FieldPath each,
            boolean mapped,
            List<Condition> when,
            List<Source> fields,
            List<Integer> tables,
            int operation,
            boolean priceOptional,
            boolean someTables,
            int order,
            boolean more,
            int intervalS) {
        /** Of {@link #order}: the message has its place in the sequence and changes nothing. */
        public static final int NO_CHANGE = 100;

        private Message ignored() {
            final boolean book = kind == MessageKind.BOOK_SNAPSHOT || kind == MessageKind.BOOK_DELTA;
            return !book && kind != MessageKind.CHECKSUM
                    ? this
                    : new Message(
                            MessageKind.IGNORED,
                            channel,
                            each,
                            mapped,
                            when,
                            List.of(),
                            List.of(),
                            -1,
                            false,
                            false,
                            -1,
                            more,
                            0);
        }
    }
}
