package io.truebook.transport.box;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** Keeps each level's text as it came, which is what the checksum covers. */
final class BitfinexClient extends VenueClient {
    private static final Pattern ROW = Pattern.compile("\\[([-0-9.e]+),([0-9]+),([-0-9.e]+)]");

    private final int depth;
    private final Map<Long, String> channels = new HashMap<>();
    private final Map<String, Map<BigDecimal, String>> texts = new HashMap<>();
    private long last;

    BitfinexClient(int depth) {
        this.depth = depth;
    }

    @Override
    String path() {
        return "/ws/2";
    }

    @Override
    List<String> subscribe(List<String> symbols) {
        List<String> requests = new ArrayList<>();
        requests.add("{\"event\":\"conf\",\"flags\":196608}");
        // the feed runs from the first book on, at any speed: trades are asked for before
        for (String symbol : symbols) {
            requests.add("{\"event\":\"subscribe\",\"channel\":\"trades\",\"symbol\":\"" + symbol + "\"}");
        }
        for (String symbol : symbols) {
            requests.add("{\"event\":\"subscribe\",\"channel\":\"book\",\"symbol\":\"" + symbol
                    + "\",\"prec\":\"P0\",\"freq\":\"F0\",\"len\":\"" + depth + "\",\"subId\":\"1\"}");
        }
        return requests;
    }

    @Override
    void read(JsonNode frame) {
        if (frame.isObject()) {
            if (frame.path("event").asText().equals("subscribed")
                    && frame.path("channel").asText().equals("book")) {
                channels.put(frame.path("chanId").asLong(), frame.path("symbol").asText());
            }
            return;
        }
        long sequence = frame.path(frame.size() - 1).asLong();
        gaps += sequence == last + 1 ? 0 : 1;
        last = sequence;
        String symbol = channels.get(frame.path(0).asLong());
        if (symbol == null) {
            shape(frame.path(1).asText().equals("te"), "te");
            shape(frame.path(1).asText().equals("tu"), "tu");
            return;
        }
        if (frame.path(1).asText().equals("cs")) {
            shape(true, "checksum");
            checked++;
            bad += frame.path(2).asInt() == checksum(symbol) ? 0 : 1;
            return;
        }
        boolean snapshot = frame.path(1).isEmpty() || frame.path(1).path(0).isArray();
        shape(snapshot, "snapshot");
        Book book = book(symbol, snapshot);
        Map<BigDecimal, String> text = texts.computeIfAbsent(symbol, name -> new HashMap<>());
        Matcher rows = ROW.matcher(raw);
        while (rows.find()) {
            BigDecimal price = new BigDecimal(rows.group(1));
            boolean bid = !rows.group(3).startsWith("-");
            boolean gone = rows.group(2).equals("0");
            shape(rows.group(1).contains("e"), "e-notation");
            shape(gone && book.size(bid, price).signum() == 0, "delete of an unknown level");
            shape(gone, "delete");
            book.set(bid, price, gone ? BigDecimal.ZERO : new BigDecimal(rows.group(3)).abs());
            text.put(price, rows.group(1) + ':' + rows.group(3));
        }
    }

    private int checksum(String symbol) {
        List<Level> bids = books.get(symbol).bids(25);
        List<Level> asks = books.get(symbol).asks(25);
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            if (i < bids.size()) {
                parts.add(texts.get(symbol).get(bids.get(i).price()));
            }
            if (i < asks.size()) {
                parts.add(texts.get(symbol).get(asks.get(i).price()));
            }
        }
        CRC32 crc = new CRC32();
        crc.update(String.join(":", parts).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        return (int) crc.getValue();
    }
}
