package io.truebook.engine.book;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.state.HashingVisitor;
import io.truebook.engine.state.ImageReader;
import io.truebook.engine.state.ImageWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Single orders against naive lists: levels, queues, hash, image. */
class OrdersTest {
    private static final byte BID = 0;
    private static final byte ASK = 1;

    private final Book book = new Book(8, false);
    private final Orders orders = new Orders(book, 5_000, false, false);
    /** In the order in which they took their places. */
    private final Map<String, Naive> naive = new LinkedHashMap<>();

    private record Naive(byte side, long price, long size) {}

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 20261122})
    void shouldAddUpToTheLevelsAndQueuesOfANaiveListAfterAnyOperations(long seed) {
        final Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            operate(random);
            if (i % 500 == 0) {
                assertSame("seed " + seed + ", operation " + i);
            }
        }
        assertSame("seed " + seed + ", end");
        assertThat(orders.count()).isGreaterThan(500);
        orders.clear();
        assertThat(book.bids().count() + book.asks().count() + orders.count()).isZero();
        assertThat(orders.hash()).isEqualTo(orders.recomputeHash());
    }

    private void operate(Random random) {
        final int number = random.nextInt(2_000);
        // short ids, UUIDs, and ids that differ in one place only
        final String id = number % 3 == 0
                ? "" + number
                : number % 3 == 1
                        ? "%08x-0000-4000-8000-000000000000".formatted(number)
                        : "00000000-0000-4000-8000-%012x".formatted(number);
        final byte side = number % 2 == 0 ? BID : ASK;
        final long price = 1_000 + random.nextInt(60);
        final long size = 1 + random.nextInt(50);
        final int order = find(orders, id);
        final Naive known = naive.get(id);
        assertThat(order != Orders.NONE).isEqualTo(known != null);
        if (known == null) {
            orders.add(side, price, size);
            naive.put(id, new Naive(side, price, size));
            return;
        }
        switch (random.nextInt(4)) {
            case 0 -> {
                orders.remove(order);
                naive.remove(id);
            }
            case 1 -> {
                final long part = 1 + random.nextInt((int) known.size());
                orders.reduce(order, part);
                if (part == known.size()) {
                    naive.remove(id);
                } else {
                    naive.put(id, new Naive(known.side(), known.price(), known.size() - part));
                }
            }
            default -> {
                orders.change(order, side, price, size);
                if (price != known.price() || size > known.size()) {
                    naive.remove(id); // it becomes the last of its queue
                }
                naive.put(id, new Naive(side, price, size));
            }
        }
    }

    private void assertSame(String when) {
        assertThat(orders.hash()).as(when).isEqualTo(orders.recomputeHash());
        assertThat(book.hash()).as(when).isEqualTo(book.recomputeHash());
        final Map<String, List<Long>> queues = new LinkedHashMap<>();
        naive.values()
                .forEach(order -> queues.computeIfAbsent(order.side() + " " + order.price(), k -> new ArrayList<>())
                        .add(order.size()));
        assertThat(book.bids().count() + book.asks().count()).as(when).isEqualTo(queues.size());
        queues.forEach((key, sizes) -> {
            final byte side = Byte.parseByte(key.substring(0, 1));
            final long price = Long.parseLong(key.substring(2));
            assertThat(queue(orders, side, price)).as("%s, %s", when, key).isEqualTo(sizes);
            assertThat(orders.countAt(side, price)).as("%s, %s", when, key).isEqualTo(sizes.size());
            assertThat(book.side(side).sizeAt(price))
                    .as("%s, %s", when, key)
                    .isEqualTo(sizes.stream().mapToLong(Long::longValue).sum());
        });
        assertRestores(when);
    }

    private void assertRestores(String when) {
        final ImageWriter image = image(book, orders);
        final Book restoredBook = new Book(8, false);
        final Orders restored = new Orders(restoredBook, 5_000, false, false);
        final ImageReader reader = new ImageReader(image.toByteArray());
        restoredBook.visit(reader);
        restored.visit(reader);
        assertThat(image(restoredBook, restored).toByteArray()).as(when).isEqualTo(image.toByteArray());
        assertThat(hash(restored)).as(when).isEqualTo(hash(orders));
        naive.keySet().forEach(id -> assertThat(find(restored, id)).as(when).isNotEqualTo(Orders.NONE));
    }

    private static ImageWriter image(Book book, Orders orders) {
        final ImageWriter image = new ImageWriter();
        book.visit(image);
        orders.visit(image);
        return image;
    }

    private static long hash(Orders orders) {
        final HashingVisitor hasher = new HashingVisitor();
        orders.visit(hasher);
        return hasher.hash();
    }

    private static int find(Orders orders, String id) {
        final byte[] bytes = ("\"" + id + "\",").getBytes(StandardCharsets.UTF_8);
        return orders.find(new UnsafeBuffer(bytes), 1, id.length());
    }

    private static List<Long> queue(Orders orders, byte side, long price) {
        final List<Long> sizes = new ArrayList<>();
        for (int order = orders.first(side, price); order != Orders.NONE; order = orders.next(order)) {
            sizes.add(orders.size(order));
        }
        return sizes;
    }

    private static int add(Orders to, String id, byte side, long price, long size) {
        assertThat(find(to, id)).isEqualTo(Orders.NONE);
        return to.add(side, price, size);
    }

    @Test
    void shouldQueueByIdAsANumberWhereTheVenueDoes() {
        final Orders byId = new Orders(new Book(8, false), 100, true, false);
        add(byId, "100", BID, 5, 1);
        add(byId, "9", BID, 5, 2);
        add(byId, "101", BID, 5, 3);
        add(byId, "99999999999999999999", BID, 5, 4);
        add(byId, "20", BID, 5, 5);
        assertThat(queue(byId, BID, 5)).containsExactly(2L, 5L, 1L, 3L, 4L);

        byId.change(find(byId, "9"), BID, 5, 7);
        byId.remove(find(byId, "100"));
        assertThat(queue(byId, BID, 5)).containsExactly(7L, 5L, 3L, 4L);
    }

    @Test
    void shouldTellIdsApartThatShareAllButOneByte() {
        final String base = "d0c5340b-6d6c-49d9-b567-48c4bfca13d2abcd";
        assertThat(base).hasSize(Orders.ID_BYTES);
        for (int i = 0; i < base.length(); i++) {
            add(orders, base.substring(0, i) + "~" + base.substring(i + 1), ASK, i, i + 1);
        }
        assertThat(orders.count()).isEqualTo(base.length());
        for (int i = 0; i < base.length(); i++) {
            assertThat(orders.size(find(orders, base.substring(0, i) + "~" + base.substring(i + 1))))
                    .isEqualTo(i + 1);
        }
        assertThat(find(orders, base)).isEqualTo(Orders.NONE);
        assertThat(find(orders, base.substring(0, 39))).isEqualTo(Orders.NONE);
    }

    @Test
    void shouldHaveAnotherHashForAnotherQueue() {
        add(orders, "a", BID, 5, 1);
        add(orders, "b", BID, 5, 1);
        final Orders other = new Orders(new Book(8, false), 10, false, false);
        add(other, "b", BID, 5, 1);
        add(other, "a", BID, 5, 1);
        assertThat(hash(orders)).isNotEqualTo(hash(other));
    }

    @Test
    void shouldSayWhenNoMoreFits() {
        final Orders few = new Orders(book, 2, false, false);
        add(few, "a", BID, 5, Long.MAX_VALUE - 1);
        assertThat(few.overflows(BID, 5, 1)).isFalse();
        assertThat(few.overflows(BID, 5, 2)).isTrue();
        assertThat(few.isFull(1)).isFalse();
        add(few, "b", ASK, 5, 1);
        assertThat(few.isFull(1)).isTrue();
    }

    @Test
    void shouldDropTheWorstLevelWithAllItsOrders() {
        add(orders, "a", ASK, 5, 1);
        add(orders, "b", ASK, 6, 1);
        add(orders, "c", ASK, 6, 2);
        orders.removeWorst(ASK);
        assertThat(orders.count()).isEqualTo(1);
        assertThat(book.asks().count()).isEqualTo(1);
        assertThat(find(orders, "c")).isEqualTo(Orders.NONE);
    }

    @Test
    void shouldAllocateNothingOnceWarm() {
        final com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        final UnsafeBuffer text =
                new UnsafeBuffer("d0c5340b-6d6c-49d9-b567-48c4bfca13d2".getBytes(StandardCharsets.UTF_8));
        churn(text, 20_000);
        final long thread = Thread.currentThread().getId();
        final long before = threads.getThreadAllocatedBytes(thread);
        churn(text, 20_000);
        assertThat(threads.getThreadAllocatedBytes(thread) - before).isZero();
    }

    private void churn(UnsafeBuffer text, int rounds) {
        for (int i = 0; i < rounds; i++) {
            text.putByte(7, (byte) ('a' + i % 200));
            text.putByte(35, (byte) ('0' + i % 7));
            final int order = orders.find(text, 0, 36);
            if (order == Orders.NONE) {
                orders.add((byte) (i & 1), 1_000 + i % 40, 5);
            } else if (i % 3 == 0) {
                orders.remove(order);
            } else {
                orders.reduce(order, 1);
            }
        }
    }
}
