package io.truebook.transport.box;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A plain client's side of one venue: asks, applies what comes to simple books, and checks the venue's own rules. */
abstract class VenueClient {
    final Map<String, Book> books = new LinkedHashMap<>();
    /** Frames by shape, to see that each one is there. */
    final Map<String, Integer> shapes = new TreeMap<>();

    long snapshots;
    long deltas;
    long frames;
    /** Ids that do not join. */
    long gaps;
    /** Checksums that do not hold, and how many were checked. */
    long bad;

    long checked;
    /** Frames that are no JSON. */
    long unreadable;

    /** What is appended to the box's address of the venue. */
    abstract String path();

    abstract List<String> subscribe(List<String> symbols);

    abstract void read(JsonNode frame);

    /** The frame being read, as it came. */
    String raw;

    final void take(String text) {
        raw = text;
        frames++;
        if (text.equals("pong")) {
            return;
        }
        JsonNode tree = Json.parse(text.getBytes(StandardCharsets.UTF_8));
        if (tree == null) {
            unreadable++;
            return;
        }
        read(tree);
    }

    final void shape(boolean is, String name) {
        if (is) {
            shapes.merge(name, 1, Integer::sum);
        }
    }

    final Book book(String symbol, boolean snapshot) {
        Book book = books.computeIfAbsent(symbol, name -> new Book());
        if (snapshot) {
            book.clear();
            snapshots++;
        } else {
            deltas++;
        }
        return book;
    }

    final void set(Book book, boolean bid, JsonNode price, JsonNode size) {
        java.math.BigDecimal amount = Json.decimal(size);
        java.math.BigDecimal at = Json.decimal(price);
        shape(amount.signum() == 0 && book.size(bid, at).signum() == 0, "delete of an unknown level");
        book.set(bid, at, amount);
    }

    final void levels(Book book, boolean bid, JsonNode rows) {
        rows.forEach(row -> set(book, bid, row.path(0), row.path(1)));
        List<String> prices = new java.util.ArrayList<>();
        rows.forEach(row -> prices.add(row.path(0).asText()));
        shape(prices.size() > prices.stream().distinct().count(), "repeated price");
    }

    final boolean same(OracleBook oracle) {
        Book book = books.getOrDefault(oracle.symbol(), new Book());
        return Books.same(oracle.bids(), book.bids(Integer.MAX_VALUE))
                && Books.same(oracle.asks(), book.asks(Integer.MAX_VALUE));
    }
}
