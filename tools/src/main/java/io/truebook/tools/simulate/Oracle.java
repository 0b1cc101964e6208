package io.truebook.tools.simulate;

import io.truebook.engine.book.Condition;
import io.truebook.engine.record.BookBody;
import io.truebook.engine.record.ConditionBody;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.InstrumentBody;
import io.truebook.engine.record.OutputType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;

/**
 * Holds every published book against the venue's history, after every input that concerned it. A LIVE book must equal,
 * level by level within its proven depth, the state of the venue's book that {@link VenueProtocol.Standing} says: no older
 * than what this connection has delivered where a client can know what is older.
 */
final class Oracle {
    private static final int REPORTED = 10;

    /** One symbol, both sides of the comparison. */
    private static final class Case {
        private final String symbol;
        private final Listing listing;
        private final History.Replica truth;
        private final SymbolFeed feed;
        private final VenueProtocol.Standing standing;
        private final PublishedBook book = new PublishedBook();
        /** What the newest frame shows, or the last, that this connection delivered; 0 for none. */
        private long delivered;

        private boolean touched;

        Case(SymbolFeed feed, VenueProtocol.Standing standing) {
            this.feed = feed;
            this.standing = standing;
            listing = feed.listing();
            symbol = listing.symbol();
            truth = feed.market.history().new Replica();
        }
    }

    private final Map<String, Case> cases = new LinkedHashMap<>();
    private final Map<Integer, Case> byInstrument = new HashMap<>();
    private final List<String> wrong = new ArrayList<>();
    private long wrongCount;
    private long compared;

    Oracle(List<SymbolFeed> feeds, VenueProtocol.Standing standing) {
        feeds.forEach(feed -> cases.put(feed.listing().symbol(), new Case(feed, standing)));
    }

    /** Instants at which a LIVE book was compared. */
    long compared() {
        return compared;
    }

    /** Instants at which a LIVE book was not the venue's within its proven depth. */
    long wrongCount() {
        return wrongCount;
    }

    /** The first of them, in words. */
    List<String> wrong() {
        return wrong;
    }

    /** A connection stands: what comes on it is all that its books can know. */
    void connected() {
        cases.values().forEach(one -> one.delivered = 0);
    }

    /**
     * A frame is about to be given to the core, whole.
     *
     * @param shown the state that it shows, as {@link SymbolFeed#shown} says it
     * @param answer it is the snapshot that a subscription asked for: whatever it shows, the book begins there
     */
    void delivered(String symbol, long shown, boolean answer) {
        final Case one = cases.get(symbol);
        final boolean newest = !answer && one.standing != VenueProtocol.Standing.LAST_FRAME;
        one.delivered = newest ? Math.max(one.delivered, shown) : shown;
        one.touched = true;
    }

    /** Takes one output of the core. */
    void onOutput(DirectBuffer buffer, int offset) {
        final int body = offset + Envelope.BYTES;
        switch (Envelope.type(buffer, offset)) {
            case OutputType.INSTRUMENT -> {
                final String name = InstrumentBody.text(buffer, body);
                byInstrument.put(
                        InstrumentBody.instrument(buffer, body), cases.get(name.substring(name.indexOf(':') + 1)));
            }
            case OutputType.BOOK_SNAPSHOT, OutputType.BOOK_DELTA -> {
                final Case one = byInstrument.get(BookBody.instrument(buffer, body));
                one.book.onBook(buffer, body, Envelope.type(buffer, offset) == OutputType.BOOK_SNAPSHOT);
                one.touched = true;
            }
            case OutputType.CONDITION -> {
                final Case one = byInstrument.get(ConditionBody.instrument(buffer, body));
                if (one != null) {
                    one.book.onCondition(buffer, body);
                    one.touched = true;
                }
            }
            default -> {
                // says nothing of a book
            }
        }
    }

    /** Compares what the input at that position concerned. */
    void judge(long position) {
        for (Case one : cases.values()) {
            if (one.touched) {
                one.touched = false;
                if (one.book.condition() == Condition.LIVE) {
                    compared++;
                    final String difference = difference(one);
                    if (difference != null) {
                        report("input " + position + ", " + one.symbol + ", proven depth " + one.book.provenDepth()
                                + ": " + difference);
                    }
                }
            }
        }
    }

    /** Whether every published book is LIVE. */
    boolean allLive() {
        return cases.values().stream().allMatch(one -> one.book.condition() == Condition.LIVE);
    }

    /** Books that are not LIVE, or differ from what the venue has now within their proven depth, in words. */
    List<String> unequalNow() {
        final List<String> result = new ArrayList<>();
        for (Case one : cases.values()) {
            if (one.book.condition() != Condition.LIVE) {
                result.add(one.symbol + ": is " + Condition.name(one.book.condition()));
                continue;
            }
            one.truth.seek(one.feed.told.cursor()); // what the venue still joins to something will be told later
            final String difference = sides(one);
            if (difference != null) {
                result.add(one.symbol + ": " + difference);
            }
        }
        return result;
    }

    private void report(String text) {
        wrongCount++;
        if (wrong.size() < REPORTED) {
            wrong.add(text);
        }
    }

    private static String difference(Case one) {
        final String nowhere = stand(one);
        if (nowhere != null) {
            return nowhere;
        }
        if (one.book.provenDepth() <= 0
                && one.book.side(true).count() > 0
                && one.book.side(false).count() > 0) {
            return "LIVE, but not one level of it is proven";
        }
        return sides(one);
    }

    /** Brings the truth to the state that the book must have; why there is none, in words, else null. */
    private static String stand(Case one) {
        final long named = one.book.lastId();
        final long delivered = one.delivered;
        switch (one.standing) {
            case OWN_ID -> {
                if (named < delivered) {
                    return "LIVE at id " + named + ", but " + delivered + " has been delivered";
                }
                return one.truth.seekId(named) ? null : "LIVE at id " + named + ", which the venue never had";
            }
            case NUMBER -> {
                final Numbers numbers = one.feed.numbers;
                if (delivered == 0 || named != numbers.number(delivered)) {
                    return "LIVE at number " + named + ", but "
                            + (delivered == 0 ? "nothing" : numbers.number(delivered)) + " has been delivered";
                }
                one.truth.seek(numbers.changes(delivered));
                return null;
            }
            default -> {
                return one.truth.seekId(delivered) ? null : "LIVE, though nothing has been delivered";
            }
        }
    }

    private static String sides(Case one) {
        final String bids = side(one, true);
        return bids != null ? bids : side(one, false);
    }

    /** The first level that differs within the proven depth, in words; null when none does. */
    private static String side(Case one, boolean bid) {
        final Side ours = one.book.side(bid);
        final Side theirs = one.truth.side(bid);
        // a book with one side is LIVE where the venue's own has one: then the empty side must be empty there, too
        final int depth = Math.max(1, one.book.provenDepth());
        final int morePrice = one.listing.priceDecimals() - one.book.priceScale();
        final int moreSize = one.listing.sizeDecimals() - one.book.sizeScale();
        for (int rank = 0; rank < depth; rank++) {
            if (rank >= ours.count() && rank >= theirs.count()) {
                return null;
            }
            if (rank >= ours.count()) {
                return place(bid, rank) + " is missing, the venue has " + theirs.price(rank) + " " + theirs.size(rank);
            }
            final long price = PublishedBook.scaled(ours.price(rank), morePrice);
            final long size = PublishedBook.scaled(ours.size(rank), moreSize);
            if (rank >= theirs.count()) {
                return place(bid, rank) + " is " + price + " " + size + ", the venue has no such level";
            }
            if (price != theirs.price(rank) || size != theirs.size(rank)) {
                return place(bid, rank) + " is " + price + " " + size + ", the venue has " + theirs.price(rank) + " "
                        + theirs.size(rank);
            }
        }
        return null;
    }

    private static String place(boolean bid, int rank) {
        return (bid ? "bid " : "ask ") + rank;
    }
}
