package io.truebook.engine.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The book of flat arrays against a naive one of tree maps, by state hash and level by level. */
class BookTest {
    private static final int OPERATIONS = 20_000;

    /** Levels as (key rising to the best) to size. */
    private final TreeMap<Long, Long> naiveBids = new TreeMap<>();

    private final TreeMap<Long, Long> naiveAsks = new TreeMap<>();
    private final Book book = new Book(8, true);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 20260801, -7})
    void shouldHoldWhatANaiveBookHoldsAfterAnyOperations(long seed) {
        final Random random = new Random(seed);
        long price = 1_000_000;
        for (int i = 0; i < OPERATIONS; i++) {
            price += random.nextInt(21) - 10;
            operate(random, price);
            final long hash = book.hash();
            assertThat(hash).as("seed %d, operation %d", seed, i).isEqualTo(book.recomputeHash());
            if (i % 16 == 0) {
                assertThat(hash).as("seed %d, operation %d", seed, i).isEqualTo(naiveHash());
            }
            if (i % 256 == 0) {
                assertSame(book.bids(), naiveBids, true, "seed " + seed + ", operation " + i);
                assertSame(book.asks(), naiveAsks, false, "seed " + seed + ", operation " + i);
            }
        }
    }

    private void operate(Random random, long price) {
        final boolean bid = random.nextBoolean();
        final BookSide side = book.side((byte) (bid ? 0 : 1));
        final TreeMap<Long, Long> naive = bid ? naiveBids : naiveAsks;
        final int what = random.nextInt(1000);
        if (what < 700) {
            set(side, naive, bid, price + random.nextInt(200) * (bid ? -1 : 1), 1 + random.nextInt(1_000));
        } else if (what < 900) {
            set(side, naive, bid, price + random.nextInt(200) * (bid ? -1 : 1), 0);
        } else if (what < 930) {
            set(side, naive, bid, price + (bid ? 500 : -500) + random.nextInt(1000), 5);
        } else if (what < 960) {
            while (side.count() > 40) {
                assertThat(side.worstPrice()).isEqualTo(bid ? naive.firstKey() : -naive.firstKey());
                side.removeWorst();
                naive.pollFirstEntry();
            }
        } else if (what < 962) {
            book.clear();
            naiveBids.clear();
            naiveAsks.clear();
        } else if (!naive.isEmpty()) {
            final long key = naive.lastKey();
            set(side, naive, bid, bid ? key : -key, random.nextInt(3));
        }
    }

    private static void set(BookSide side, TreeMap<Long, Long> naive, boolean bid, long price, long size) {
        final long key = bid ? price : -price;
        final boolean changes = size != 0 || naive.containsKey(key);
        if (size == 0) {
            naive.remove(key);
        } else {
            naive.put(key, size);
        }
        assertThat(side.set(price, size)).isEqualTo(changes);
        assertThat(side.sizeAt(price)).isEqualTo(size);
        if (size != 0) {
            mark(side, price);
        }
    }

    /** Writes the price into the level's text slot, so that a slot that does not stay with its level shows. */
    private static void mark(BookSide side, long price) {
        final int slot = side.textSlotAt(price);
        assertThat(side.textLength(slot))
                .as("a changed level's text is rendered anew")
                .isZero();
        final byte[] text = Long.toString(price).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, side.texts(), slot * BookSide.TEXT_BYTES, text.length);
        side.textLength(slot, text.length);
    }

    private static void assertSame(BookSide side, TreeMap<Long, Long> naive, boolean bid, String as) {
        assertThat(side.count()).as(as).isEqualTo(naive.size());
        int rank = 0;
        for (Map.Entry<Long, Long> level : naive.descendingMap().entrySet()) {
            final long price = bid ? level.getKey() : -level.getKey();
            assertThat(side.price(rank)).as(as).isEqualTo(price);
            assertThat(side.size(rank)).as(as).isEqualTo(level.getValue());
            assertThat(side.countWithin(price)).as(as).isEqualTo(rank + 1);
            final int slot = side.textSlot(rank);
            assertThat(new String(
                            side.texts(),
                            slot * BookSide.TEXT_BYTES,
                            side.textLength(slot),
                            java.nio.charset.StandardCharsets.US_ASCII))
                    .as(as)
                    .isEqualTo(Long.toString(price));
            rank++;
        }
    }

    private long naiveHash() {
        return sum(naiveBids) + Long.rotateLeft(sum(naiveAsks), 32);
    }

    private static long sum(TreeMap<Long, Long> side) {
        long sum = 0;
        for (Map.Entry<Long, Long> level : side.entrySet()) {
            sum += Hash.mix(level.getKey() * 0x9E3779B97F4A7C15L + level.getValue());
        }
        return sum;
    }

    @Test
    void shouldGrowAtEitherEndAndKeepEveryLevel() {
        final Book small = new Book(1, true);
        for (int i = 0; i < 5_000; i++) {
            small.bids().set(10_000 + i, i + 1);
            small.bids().set(9_999 - i, i + 1);
        }
        assertThat(small.bids().count()).isEqualTo(10_000);
        assertThat(small.bids().price(0)).isEqualTo(14_999);
        assertThat(small.bids().worstPrice()).isEqualTo(5_000);
        assertThat(small.hash()).isEqualTo(small.recomputeHash());
        small.clear();
        assertThat(small.hash()).isEqualTo(new Book(1, false).hash());
    }

    @Test
    void shouldMultiplyAllLevelsWhenTheScaleGrows() {
        final Book twin = new Book(8, true);
        for (int i = 0; i < 50; i++) {
            book.bids().set(1_000 - i, 7 + i);
            book.asks().set(1_001 + i, 9 + i);
            twin.bids().set((1_000 - i) * 100L, (7 + i) * 10L);
            twin.asks().set((1_001 + i) * 100L, (9 + i) * 10L);
        }
        assertThat(book.rescale(100, 10)).isTrue();
        assertThat(book.hash()).isEqualTo(twin.hash()).isEqualTo(book.recomputeHash());
        assertThat(book.bids().isTouched(1)).isTrue();
    }

    @Test
    void shouldStayUnchangedWhenAGrownScaleDoesNotFit() {
        book.bids().set(1_000, 1);
        book.asks().set(2_000, Long.MAX_VALUE / 9);
        final long hash = book.hash();
        assertThat(book.rescale(1, 10)).isFalse();
        assertThat(book.rescale(Long.MAX_VALUE / 100, 1)).isFalse();
        assertThat(book.hash()).isEqualTo(hash).isEqualTo(book.recomputeHash());
    }

    @Test
    void shouldBeCrossedWhenTheBestBidIsNotBelowTheBestAsk() {
        book.bids().set(100, 1);
        assertThat(book.isCrossed()).isFalse();
        book.asks().set(101, 1);
        assertThat(book.isCrossed()).isFalse();
        book.asks().set(100, 1);
        assertThat(book.isCrossed()).isTrue();
    }

    @Test
    void shouldTellTheSidesApartInItsHash() {
        final Book other = new Book(8, false);
        book.bids().set(100, 5);
        other.asks().set(-100, 5);
        assertThat(book.hash()).isNotEqualTo(other.hash());
    }

    @Test
    void shouldKnowWhetherOneOfTheBestLevelsChanged() {
        for (int i = 0; i < 20; i++) {
            book.bids().set(100 - i, 1);
        }
        book.bids().untouch();
        assertThat(book.bids().isTouched(20)).isFalse();
        book.bids().set(85, 2);
        assertThat(book.bids().isTouched(15)).isFalse();
        assertThat(book.bids().isTouched(16)).isTrue();
        book.bids().set(98, 0);
        assertThat(book.bids().isTouched(2)).isFalse();
        assertThat(book.bids().isTouched(3)).isTrue();
        book.bids().untouch();
        book.bids().removeWorst();
        assertThat(book.bids().isTouched(18)).isFalse();
    }
}
