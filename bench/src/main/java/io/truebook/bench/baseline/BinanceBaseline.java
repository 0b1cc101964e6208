package io.truebook.bench.baseline;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.truebook.bench.feed.Feed;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.TreeMap;

/** Binance USD-M diffs: stitched with the REST snapshot, then chained by {@code pu}. */
final class BinanceBaseline extends Baseline {
    private long lastId;
    private boolean bridged;

    BinanceBaseline(Feed feed) {
        super(feed);
    }

    @Override
    void onPayload(byte[] payload) throws IOException {
        try (JsonParser parser = JSON.createParser(payload)) {
            parser.nextToken();
            object(parser);
        }
    }

    /** A frame wrapped by its stream, a diff, or a snapshot. Ids come before levels on this venue, so one read does. */
    private void object(JsonParser parser) throws IOException {
        long firstId = 0;
        long id = 0;
        boolean wanted = true;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            final String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "data" -> object(parser);
                case "U" -> firstId = parser.getLongValue();
                case "u" -> id = parser.getLongValue();
                case "pu" -> wanted = follows(firstId, id, parser.getLongValue());
                case "lastUpdateId" -> {
                    lastId = parser.getLongValue();
                    bridged = false;
                    side(true).clear();
                    side(false).clear();
                }
                case "b", "bids" -> rows(parser, side(true), wanted);
                case "a", "asks" -> rows(parser, side(false), wanted);
                default -> parser.skipChildren();
            }
        }
    }

    /** False for a diff older than the snapshot. */
    private boolean follows(long firstId, long id, long previousId) {
        if (!bridged) {
            if (id < lastId) {
                return false;
            }
            check(firstId <= lastId);
            bridged = true;
        } else {
            check(previousId == lastId);
        }
        lastId = id;
        return true;
    }

    private void rows(JsonParser parser, TreeMap<BigDecimal, BigDecimal> side, boolean wanted) throws IOException {
        if (!wanted) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.START_ARRAY) {
            parser.nextToken();
            final BigDecimal price = new BigDecimal(parser.getText());
            parser.nextToken();
            final BigDecimal size = new BigDecimal(parser.getText());
            set(side, price, size);
            parser.nextToken();
        }
    }
}
