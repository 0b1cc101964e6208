package io.truebook.transport.box;

import java.util.ArrayList;
import java.util.List;

/** What a venue's synthetic market says, as frames without a socket: for measuring. Any thread. */
public final class MarketFrames {
    private MarketFrames() {}

    /** The venues that have a market. */
    public static List<String> venues() {
        return Venues.names();
    }

    /**
     * The first frames of a market in the words of the feed; answers over REST are left out. The same options give the
     * same bytes.
     *
     * @param market with a number of frames
     * @throws IllegalArgumentException for a venue that has no market, or a market without an end
     */
    public static List<byte[]> of(String venue, MarketOptions market) {
        Feed feed = Venues.market(venue, market);
        if (feed == null) {
            throw new IllegalArgumentException("no market speaks for venue '" + venue + "', only for " + venues());
        }
        if (market.frames() == 0) {
            throw new IllegalArgumentException("frames: value=0 has no end; expected 1 or more");
        }
        List<byte[]> frames = new ArrayList<>();
        try (Feed.Pass pass = feed.open()) {
            for (FeedFrame frame = pass.next(); frame != null; frame = pass.next()) {
                if (frame.url() == null) {
                    frames.add(frame.payload());
                }
            }
        }
        return frames;
    }
}
