package io.truebook.bench.baseline;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.truebook.bench.feed.Feed;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** Kraken v2 book frames: apply, truncate, then CRC-32 over the plain texts of the best ten asks and bids. */
final class KrakenBaseline extends Baseline {
    private static final int CHECKED = 10;

    private final int depth;
    private final CRC32 crc = new CRC32();
    private byte[] text = new byte[1024];
    private int length;

    KrakenBaseline(Feed feed) {
        super(feed);
        depth = feed.depth();
    }

    @Override
    void onPayload(byte[] payload) throws IOException {
        try (JsonParser parser = JSON.createParser(payload)) {
            boolean snapshot = false;
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                final String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "type" -> snapshot = parser.getText().equals("snapshot");
                    case "data" -> data(parser, snapshot);
                    default -> parser.skipChildren();
                }
            }
        }
    }

    private void data(JsonParser parser, boolean snapshot) throws IOException {
        expect(parser, JsonToken.START_ARRAY);
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            if (snapshot) {
                side(true).clear();
                side(false).clear();
            }
            long checksum = -1;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                final String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "bids" -> rows(parser, side(true));
                    case "asks" -> rows(parser, side(false));
                    case "checksum" -> checksum = parser.getLongValue();
                    default -> parser.skipChildren();
                }
            }
            truncate(side(true));
            truncate(side(false));
            check(checksum() == checksum);
        }
    }

    private void rows(JsonParser parser, TreeMap<BigDecimal, BigDecimal> side) throws IOException {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            BigDecimal price = null;
            BigDecimal size = null;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                final String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "price" -> price = parser.getDecimalValue();
                    case "qty" -> size = parser.getDecimalValue();
                    default -> parser.skipChildren();
                }
            }
            set(side, price, size);
        }
    }

    private void truncate(TreeMap<BigDecimal, BigDecimal> side) {
        while (side.size() > depth) {
            side.pollLastEntry();
        }
    }

    private long checksum() {
        length = 0;
        append(side(false));
        append(side(true));
        crc.reset();
        crc.update(text, 0, length);
        return crc.getValue();
    }

    private void append(TreeMap<BigDecimal, BigDecimal> side) {
        int count = 0;
        for (Map.Entry<BigDecimal, BigDecimal> level : side.entrySet()) {
            if (count++ == CHECKED) {
                return;
            }
            append(level.getKey().toPlainString());
            append(level.getValue().toPlainString());
        }
    }

    /** Without the point and without leading zeros. */
    private void append(String number) {
        boolean leading = true;
        for (int i = 0; i < number.length(); i++) {
            final char c = number.charAt(i);
            if (c != '.' && (c != '0' || !leading)) {
                leading = false;
                text[length++] = (byte) c;
            }
        }
    }
}
