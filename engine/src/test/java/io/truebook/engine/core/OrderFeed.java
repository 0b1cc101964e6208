package io.truebook.engine.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A seeded market of single orders as Coinbase Exchange tells it on its channel full (venues/coinbase.md section 5), with
 * what the book then is. The shapes follow tardis-node's mapper.
 */
final class OrderFeed {
    private static final String PRODUCT = "BTC-USD";
    private static final int BASE_CENTS = 3_000_000;

    private record Order(boolean buy, long cents, long size) {}

    private final Random random;
    private final Map<String, Order> orders = new LinkedHashMap<>();
    private final List<String> pending = new ArrayList<>();
    private long sequence = 1_000;
    private long number;

    OrderFeed(long seed) {
        random = new Random(seed);
    }

    long sequence() {
        return sequence;
    }

    int size() {
        return orders.size();
    }

    /** An id of the present book, by its place. */
    String order(int index) {
        return List.copyOf(orders.keySet()).get(index);
    }

    /** The next message, with the next number. */
    String next() {
        if (pending.isEmpty()) {
            act();
        }
        return pending.remove(0);
    }

    /** Price in cents to the sum of sizes in hundred millionths, bids and asks. */
    TreeMap<Long, Long> levels(boolean buy) {
        final TreeMap<Long, Long> levels = new TreeMap<>();
        orders.values().stream()
                .filter(order -> order.buy() == buy)
                .forEach(order -> levels.merge(order.cents(), order.size(), Long::sum));
        return levels;
    }

    /** The answer to a query of level 3, as of what {@link #next} has told; only between two actions. */
    String level3() {
        while (!pending.isEmpty()) {
            throw new IllegalStateException("in the middle of an action: call next first");
        }
        return "{\"bids\":[" + rows(true) + "],\"asks\":[" + rows(false) + "],\"sequence\":" + sequence
                + ",\"auction_mode\":false,\"time\":\"2026-11-22T05:00:00.000000Z\"}";
    }

    boolean isBetweenActions() {
        return pending.isEmpty();
    }

    private String rows(boolean buy) {
        final List<String> rows = new ArrayList<>();
        orders.forEach((id, order) -> {
            if (order.buy() == buy) {
                rows.add("[\"" + price(order.cents()) + "\",\"" + amount(order.size()) + "\",\"" + id + "\"]");
            }
        });
        return String.join(",", rows);
    }

    private void act() {
        final int what = orders.size() < 20 ? 0 : random.nextInt(100);
        if (what < 45) {
            open();
        } else if (what < 65) {
            trade();
        } else if (what < 85) {
            final String id = order(random.nextInt(orders.size()));
            final Order order = orders.remove(id);
            done(id, order, "canceled");
        } else if (what < 92) {
            change();
        } else if (what < 96) {
            // a market order that never was on the book
            final String id = id();
            say(
                    "received",
                    "\"order_id\":\"" + id + "\",\"funds\":\"100.00\",\"side\":\"buy\",\"order_type\":\"market\"");
            say(
                    "change",
                    "\"order_id\":\"" + id + "\",\"new_funds\":\"90.00\",\"old_funds\":\"100.00\",\"side\":\"buy\"");
            say("done", "\"order_id\":\"" + id + "\",\"reason\":\"filled\",\"side\":\"buy\"");
        } else {
            say(
                    "activate",
                    "\"order_id\":\"" + id() + "\",\"stop_type\":\"entry\",\"side\":\"buy\",\"stop_price\":\"80\"");
        }
    }

    private void open() {
        final boolean buy = random.nextBoolean();
        final long best = best(!buy);
        final long cents = buy
                ? Math.min(best - 1, BASE_CENTS + random.nextInt(60) - 40)
                : Math.max(best + 1, BASE_CENTS + random.nextInt(60) - 20);
        final Order order = new Order(buy, cents, 1 + random.nextInt(1_000_000_000));
        final String id = id();
        say(
                "received",
                "\"order_id\":\"" + id + "\",\"size\":\"" + amount(order.size()) + "\",\"price\":\"" + price(cents)
                        + "\",\"side\":\"" + side(buy) + "\",\"order_type\":\"limit\"");
        say(
                "open",
                "\"side\":\"" + side(buy) + "\",\"price\":\"" + price(cents) + "\",\"order_id\":\"" + id
                        + "\",\"remaining_size\":\"" + amount(order.size()) + "\"");
        orders.put(id, order);
    }

    private long best(boolean buy) {
        final TreeMap<Long, Long> side = levels(buy);
        return side.isEmpty() ? buy ? 0 : Long.MAX_VALUE : buy ? side.lastKey() : side.firstKey();
    }

    private void trade() {
        final boolean buy = random.nextBoolean();
        final long cents = best(buy);
        final String maker = orders.entrySet().stream()
                .filter(e -> e.getValue().buy() == buy && e.getValue().cents() == cents)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
        if (maker == null) {
            open();
            return;
        }
        final Order order = orders.get(maker);
        final long size = random.nextBoolean() ? order.size() : 1 + (long) (random.nextInt(1 << 20)) % order.size();
        say(
                "match",
                "\"trade_id\":" + ++number + ",\"maker_order_id\":\"" + maker + "\",\"taker_order_id\":\"" + id()
                        + "\",\"size\":\"" + amount(size) + "\",\"price\":\"" + price(cents) + "\",\"side\":\""
                        + side(buy) + "\"");
        if (size == order.size()) {
            orders.remove(maker);
            done(maker, order, "filled");
        } else {
            orders.put(maker, new Order(buy, cents, order.size() - size));
        }
    }

    private void change() {
        final String id = order(random.nextInt(orders.size()));
        final Order old = orders.get(id);
        final Order changed;
        if (random.nextBoolean()) {
            changed = new Order(old.buy(), old.cents(), 1 + old.size() / 2);
            say(
                    "change",
                    "\"reason\":\"STP\",\"order_id\":\"" + id + "\",\"new_size\":\"" + amount(changed.size())
                            + "\",\"old_size\":\"" + amount(old.size()) + "\",\"price\":\"" + price(old.cents())
                            + "\",\"side\":\"" + side(old.buy()) + "\"");
        } else {
            final long away = old.cents() + (old.buy() ? -1 : 1);
            changed = new Order(old.buy(), away, old.size() + 7);
            say(
                    "change",
                    "\"reason\":\"modify_order\",\"order_id\":\"" + id + "\",\"new_size\":\""
                            + amount(changed.size()) + "\",\"old_size\":\"" + amount(old.size()) + "\",\"new_price\":\""
                            + price(away) + "\",\"old_price\":\"" + price(old.cents()) + "\",\"side\":\""
                            + side(old.buy())
                            + "\"");
        }
        orders.put(id, changed);
    }

    private void done(String id, Order order, String reason) {
        say(
                "done",
                "\"order_id\":\"" + id + "\",\"reason\":\"" + reason + "\",\"price\":\"" + price(order.cents())
                        + "\",\"remaining_size\":\"" + (reason.equals("filled") ? "0" : amount(order.size()))
                        + "\",\"side\":\"" + side(order.buy()) + "\"");
    }

    private void say(String type, String members) {
        sequence++;
        pending.add("{\"type\":\"" + type + "\"," + members + ",\"product_id\":\"" + PRODUCT + "\",\"sequence\":"
                + sequence + ",\"time\":\"2026-11-22T05:00:00.123456Z\"}");
    }

    private String id() {
        return "%08x-%04x-4%03x-a%03x-%012x"
                .formatted(
                        random.nextInt(),
                        random.nextInt(1 << 16),
                        random.nextInt(1 << 12),
                        random.nextInt(1 << 12),
                        random.nextLong() & 0xFFFF_FFFF_FFFFL);
    }

    private static String side(boolean buy) {
        return buy ? "buy" : "sell";
    }

    private static String price(long cents) {
        return cents / 100 + "." + "%02d".formatted(cents % 100);
    }

    private static String amount(long size) {
        return size / 100_000_000 + "." + "%08d".formatted(size % 100_000_000);
    }
}
