package io.truebook.engine.venue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A venue as the core and the transport need it; made by {@link VenueLoader} from one validated file. Immutable.
 *
 * @param id the venue's id, e.g. {@code binance-usdm}
 * @param title for people
 * @param webSocketUrl {@code wss://…} of the public connection
 * @param restUrl {@code https://…} without a path, null where the venue is not asked over REST
 * @param restRate what all REST queries together may cost
 * @param maxFrameBytes longest frame accepted
 * @param session timings and limits of a connection
 * @param channels in the order of the file; a channel's index is its place here
 * @param book how books are kept, null for a decode-only definition
 * @param otherBooks other ways to keep them, each from a channel of its own; a profile that names that channel chooses it
 * @param decode the part of the file that the decoder's plan is compiled from, for the way in which books are kept
 * @param wholeDecode the same for every way
 * @param unconfirmed facts that the file marks as unconfirmed, for people
 */
public record VenueDefinition(
        String id,
        String title,
        String webSocketUrl,
        String restUrl,
        RateLimit restRate,
        int maxFrameBytes,
        SessionRules session,
        List<Channel> channels,
        BookRules book,
        List<BookRules> otherBooks,
        DecodeRules decode,
        DecodeRules wholeDecode,
        List<String> unconfirmed) {

    /** Index of the channel with that name, -1 when there is none. */
    public int channelIndex(String name) {
        for (int i = 0; i < channels.size(); i++) {
            if (channels.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Channels that a profile means by a name: the channel of that name, else those of that type ({@code trades},
     * {@code ticker}, {@code candles}); of type {@code book} the default one.
     *
     * @param open private channels can be had too
     */
    public List<Integer> channelsNamed(String name, boolean open) {
        if (channelIndex(name) >= 0) {
            return List.of(channelIndex(name));
        }
        final List<Integer> named = new ArrayList<>();
        for (int i = 0; i < channels.size(); i++) {
            if (channels.get(i).type().name().equalsIgnoreCase(name)
                    && !isBook(i)
                    && (channels.get(i).isPublic() || open)) {
                named.add(i);
            }
        }
        if (name.equals("book") && book != null) {
            named.add(defaultBook(open));
        }
        return List.copyOf(named);
    }

    /** What is subscribed to where a profile names nothing. */
    List<Integer> defaultChannels(boolean open) {
        final List<Integer> found = new ArrayList<>();
        for (int i = 0; i < channels.size(); i++) {
            final Channel channel = channels.get(i);
            if (isBook(i) ? i == defaultBook(open) : !channel.optional() && (channel.isPublic() || open)) {
                found.add(i);
            }
        }
        return List.copyOf(found);
    }

    /** The first way to keep books that can be had. */
    private int defaultBook(boolean open) {
        if (open || channels.get(book.bookChannel()).isPublic()) {
            return book.bookChannel();
        }
        for (final BookRules other : otherBooks) {
            if (channels.get(other.bookChannel()).isPublic()) {
                return other.bookChannel();
            }
        }
        return book.bookChannel();
    }

    /**
     * The definition with the books of that channel, where it offers a choice: messages of the other ways' channels mean
     * nothing then.
     */
    public VenueDefinition withBook(int bookChannel) {
        if (book == null || otherBooks.isEmpty()) {
            return this;
        }
        BookRules chosen = book;
        final List<Integer> others = new ArrayList<>(List.of(book.bookChannel()));
        for (final BookRules other : otherBooks) {
            others.add(other.bookChannel());
            chosen = other.bookChannel() == bookChannel ? other : chosen;
        }
        others.remove(Integer.valueOf(chosen.bookChannel()));
        return new VenueDefinition(
                id,
                title,
                webSocketUrl,
                restUrl,
                restRate,
                maxFrameBytes,
                session,
                channels,
                chosen,
                otherBooks,
                wholeDecode.ignoring(others),
                wholeDecode,
                unconfirmed);
    }

    /** True when the channel carries books in one of the definition's ways. */
    public boolean isBook(int channel) {
        return book != null
                && (book.bookChannel() == channel
                        || otherBooks.stream().anyMatch(other -> other.bookChannel() == channel));
    }

    /**
     * A venue's limit on what we do.
     *
     * @param weight the most that {@code windowNs} may hold, whenever it begins; 0 for no limit
     * @param windowNs its length
     */
    public record RateLimit(int weight, long windowNs) {
        /** Nothing is limited. */
        public static final RateLimit NONE = new RateLimit(0, 0);
    }

    /** What a channel carries. */
    public enum DataType {
        BOOK,
        TRADES,
        TICKER,
        INSTRUMENT,
        CANDLES,
        OTHER
    }

    /**
     * A channel that can be subscribed to. {@link Templates} has the variables.
     *
     * @param isPublic false: it needs a private connection, which is not run yet
     * @param perSymbol false for a channel that is subscribed once for the whole venue (kraken's instrument channel)
     * @param subscribe text frame that subscribes
     * @param unsubscribe text frame that unsubscribes
     * @param ack how an acknowledgement finds its subscription
     * @param auth how a private channel is opened, null for a public one
     * @param optional it is subscribed to only where the profile names it
     * @param within another channel that carries all of this one's messages: where that is subscribed to, this is not
     */
    public record Channel(
            String name,
            DataType type,
            boolean isPublic,
            boolean perSymbol,
            String subscribe,
            String unsubscribe,
            AckBinding ack,
            Auth auth,
            boolean optional,
            String within) {}

    /** How a private channel is opened (row 109). */
    public enum AuthType {
        LISTEN_KEY,
        SIGNATURE,
        TOKEN,
        CHALLENGE
    }

    /**
     * Declared and validated; nothing runs it yet.
     *
     * @param listenKeyEndpoint path that gives a listen key, null for the other types
     * @param listenKeyRefreshNs a listen key is refreshed so often
     * @param signatureFields names that are signed, in this order
     * @param challengeHandler name of what answers a challenge, null for the other types
     */
    public record Auth(
            AuthType type,
            String listenKeyEndpoint,
            long listenKeyRefreshNs,
            List<String> signatureFields,
            String challengeHandler) {}

    /** How an acknowledgement finds its subscription. */
    public enum AckBinding {
        /** It names channel and symbol. */
        BY_SYMBOL,
        /** It repeats our request id. */
        BY_REQUEST,
        /** None comes. */
        NONE
    }

    /**
     * Timings and limits of a connection; durations in ns, 0 where the rule does not apply.
     *
     * @param silenceNs no inbound of any kind for so long: the connection is dead
     * @param greetings text frames sent once on each new connection, before any subscription
     * @param ackTimeoutNs an acknowledgement takes longest so long
     * @param snapshotTimeoutNs a snapshot takes longest so long
     * @param lifetimeNs the venue cuts a connection at this age
     * @param sendLimit at most so many frames sent per {@code sendWindowNs}, 0 for none
     * @param connectRate how many connection attempts are allowed
     * @param policies reconnection, pings, heartbeats and limits of connections
     * @param multiplexing how instruments are spread over connections
     */
    public record SessionRules(
            long silenceNs,
            List<String> greetings,
            long ackTimeoutNs,
            long snapshotTimeoutNs,
            long lifetimeNs,
            int sendLimit,
            long sendWindowNs,
            RateLimit connectRate,
            HealthRules health,
            Policies policies,
            Multiplexing multiplexing) {}

    /**
     * When a connection is not healthy any more; never under twice the venue's heartbeat.
     *
     * @param degradedNs nothing came for longer: DEGRADED
     * @param unhealthyNs nothing came for longer: UNHEALTHY
     * @param errorPercent more errors of a hundred received: DEGRADED
     */
    public record HealthRules(long degradedNs, long unhealthyNs, int errorPercent) {}

    /** Where a snapshot comes from. */
    public enum SnapshotSource {
        /** On the same subscription; a resync unsubscribes and subscribes again. */
        IN_BAND,
        /** From a REST query, stitched with the stream. */
        REST
    }

    /** What proves a book. */
    public enum Proof {
        NONE,
        CHAIN,
        CHECKSUM,
        BOTH
    }

    /** The predicate that joins a delta to the last applied id {@code L}; the delta has first {@code U}, last {@code u}. */
    public enum Continuity {
        /** The venue sends no ids. */
        NONE,
        /** {@code U <= L + 1}; {@code u <= L} is stale (binance spot, kucoin, gate). */
        RANGE,
        /** previous id {@code == L} (binance futures, okx, deribit). */
        PREVIOUS,
        /** {@code u == L + 1} (bybit, kraken futures). */
        PLUS_ONE,
        /** a counter over the whole connection rises by one (bitfinex, coinbase). */
        CONNECTION
    }

    /** A mismatch's consequence (requirements, row 50 to 52). */
    public enum OnMismatch {
        RESYNC,
        ERROR,
        WARN
    }

    /**
     * How books are kept.
     *
     * @param bookChannel index of the channel with deltas
     * @param instrumentChannel index of the channel that states precision, -1 for none
     * @param restTemplate path and query of the snapshot, e.g. {@code /api/v3/depth?symbol=${symbol}&limit=${limit}}
     * @param restLimit levels per side that the snapshot is asked for
     * @param restWeight what the query costs of the venue's limit
     * @param depths depths that the venue offers, empty when it has no choice
     * @param defaultDepth depth subscribed to when the profile names none, 0 for the whole book
     * @param truncate true when levels beyond the depth must be dropped here, because the venue sends no delete
     * @param continuity the sequence predicate
     * @param idsMayFall an id below the last one does not show an old delta, because the venue may number anew
     *     (okx, bybit); only the predicate decides
     * @param chainCoversAll a chain proves every level that the book holds, because the venue tells of each level that
     *     leaves or enters what it sends; otherwise only the price span of the snapshot
     * @param bridgeOffset a delta bridges snapshot {@code S} when {@code U <= S + bridgeOffset <= u}; one with
     *     {@code u < S + bridgeOffset} is stale (binance spot 1, futures 0)
     * @param checksum the checksum rule, null for none
     * @param proof what proves the book
     * @param orders how single orders are kept, null where the venue sends levels
     */
    public record BookRules(
            int bookChannel,
            int instrumentChannel,
            SnapshotSource source,
            String restTemplate,
            int restLimit,
            int restWeight,
            List<Integer> depths,
            int defaultDepth,
            boolean truncate,
            Continuity continuity,
            boolean idsMayFall,
            boolean chainCoversAll,
            int bridgeOffset,
            ChecksumDefinition checksum,
            Proof proof,
            OrderRules orders,
            Reconciliation reconciliation) {}

    /** What a book is made of (requirements, decision 3). */
    public enum Mode {
        /** Whole snapshots alone; deltas are not taken, and ids prove nothing. */
        SNAPSHOT_ONLY,
        /** One snapshot to begin with, then deltas. */
        DELTA_ONLY,
        /** Deltas, and at each interval a snapshot to compare with, or to begin anew from. */
        HYBRID
    }

    /**
     * A book that is kept order by order.
     *
     * @param limit most orders of one book
     * @param queuesById orders of one price stand by their ids as numbers, not by arrival
     * @param checksumCountsOrders the checksum's depth counts orders, not levels with all their orders
     */
    public record OrderRules(int limit, boolean queuesById, boolean checksumCountsOrders) {}

    /**
     * System A's reconciliation rules, see requirements rows 1 and 45 to 56.
     *
     * @param modeStated false where the mode was derived from the interval
     * @param snapshotIntervalNs a snapshot is asked for so often, 0 for never
     * @param maxGapBeforeResync the greatest distance from the last applied id to the next that is no mismatch at once:
     *     1 is strict, more lets a hole be waited for, 0 switches the detection of gaps off
     * @param reorderDeadlineNs a hole is waited for so long
     */
    public record Reconciliation(
            boolean enabled,
            Mode mode,
            boolean modeStated,
            long snapshotIntervalNs,
            int maxGapBeforeResync,
            long reorderDeadlineNs,
            boolean checksumValidation,
            OnMismatch onMismatch,
            boolean bufferDeltas,
            int maxBufferSize) {

        /** For people: the mode, the interval, and whether somebody stated it. */
        public String modeText() {
            return mode.name().toLowerCase(Locale.ROOT).replace('_', '-')
                    + (modeStated ? ", as stated" : ", derived from snapshotInterval")
                    + (snapshotIntervalNs == 0
                            ? ", no periodic snapshot"
                            : ", a snapshot every " + snapshotIntervalNs / 1_000_000 + " ms");
        }
    }

    /** Order of sides in a checksum's text. */
    public enum ChecksumOrder {
        ASKS_THEN_BIDS,
        BIDS_THEN_ASKS,
        /** bid, ask, bid, ask; one side alone when the other is shorter. */
        INTERLEAVED
    }

    /** How a number is written in a checksum's text. */
    public enum NumberFormat {
        /** The digits as they came. */
        WIRE,
        /** Fixed to the instrument's decimals, without the dot and without leading zeros (kraken). */
        STRIP_DOT_AND_LEADING_ZEROS,
        /** Fixed to the instrument's decimals. */
        FIXED
    }

    /**
     * A checksum as the definition writes it; {@code engine.checksum} compiles it.
     *
     * @param algorithm {@code crc32}, {@code sha256}, {@code md5} or {@code custom}
     * @param fields names that the format uses
     * @param format template of one level, e.g. {@code {price}{amount}}
     * @param depth levels per side that it covers
     * @param output how the venue writes the value
     * @param absentValue a number that means that there is none (okx sends 0 now), null where every number counts
     * @param ownMessage true when the value comes in a message of its own after the book messages that it covers
     * @param customFunction registered name when the algorithm is custom, else null
     */
    public record ChecksumDefinition(
            String algorithm,
            List<String> fields,
            String format,
            int depth,
            ChecksumOrder order,
            String levelSeparator,
            String sideSeparator,
            NumberFormat numberFormat,
            ChecksumOutput output,
            Long absentValue,
            boolean ownMessage,
            String customFunction) {}

    /** How a checksum's value is written. */
    public enum ChecksumOutput {
        UNSIGNED32,
        SIGNED32,
        /** Hexadecimal digits in lower case; the only form of sha256 and md5. */
        HEX_LOWER
    }
}
