package io.truebook.transport.box;

import java.util.ArrayList;
import java.util.List;

/** What a venue's synthetic market says, without a socket: for measuring. Any thread. */
public final class MarketFrames {
    private MarketFrames() {}

    /**
     * One thing said.
     *
     * @param url of an answer over REST, null for a frame
     */
    public record Said(byte[] payload, String url) {}

    /** The venues that have a market. */
    public static List<String> venues() {
        return Venues.names();
    }

    /** The market's symbols, as the venue writes them. */
    public static List<String> symbols(String venue, MarketOptions market) {
        return List.copyOf(feed(venue, market).instruments().keySet());
    }

    /**
     * The whole market, books first. The same options give the same bytes.
     *
     * @param market with a number of frames
     * @throws IllegalArgumentException for a venue that has no market, or a market without an end
     */
    public static List<Said> of(String venue, MarketOptions market) {
        Feed feed = feed(venue, market);
        if (market.frames() == 0) {
            throw new IllegalArgumentException("frames: value=0 has no end; expected 1 or more");
        }
        List<Said> all = new ArrayList<>();
        try (Feed.Pass pass = feed.open()) {
            for (FeedFrame frame = pass.next(); frame != null; frame = pass.next()) {
                all.add(new Said(frame.payload(), frame.url()));
            }
        }
        return all;
    }

    private static Feed feed(String venue, MarketOptions market) {
        Feed feed = Venues.market(venue, market);
        if (feed == null) {
            throw new IllegalArgumentException("no market speaks for venue '" + venue + "', only for " + venues());
        }
        return feed;
    }
}
