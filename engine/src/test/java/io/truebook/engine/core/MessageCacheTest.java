package io.truebook.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.state.ImageReader;
import io.truebook.engine.state.ImageWriter;
import io.truebook.engine.venue.Policies.MessageCacheLimits;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** System B's message cache: a second copy is known, age and number bound it, and keys leave with their entries (P-7). */
class MessageCacheTest {
    private static final long SEED = 20261122;
    private static final long TTL_NS = 300 * CoreRun.SECOND;

    private record Key(int owner, long id, long price, long size, long timeNs, long seenNs) {
        boolean is(int o, long i, long p, long s, long t) {
            return owner == o && id == i && price == p && size == s && timeNs == t;
        }
    }

    @Test
    void shouldIgnoreTheSecondCopyOfAMessage() {
        final MessageCache cache = new MessageCache(new MessageCacheLimits(TTL_NS, 10_000));
        assertThat(cache.add(1, 7, 100, 5, 9, 0)).isTrue();
        assertThat(cache.add(1, 7, 100, 5, 9, 1)).isFalse();
        assertThat(cache.add(2, 7, 100, 5, 9, 1)).as("of another instrument").isTrue();
        assertThat(cache.add(1, 7, 101, 5, 9, 1))
                .as("another content under the same id")
                .isTrue();
        assertThat(cache.count()).isEqualTo(3);
    }

    @Test
    void shouldForgetKeyAndEntryTogetherWhenTheirTimeIsOver() {
        final MessageCache cache = new MessageCache(new MessageCacheLimits(TTL_NS, 10_000));
        cache.add(1, 7, 100, 5, 9, 0);
        assertThat(cache.add(1, 7, 100, 5, 9, TTL_NS - 1)).isFalse();
        assertThat(cache.add(1, 7, 100, 5, 9, TTL_NS)).isTrue();
        assertThat(cache.count()).isEqualTo(1);
        assertThat(cache.keyCount()).isEqualTo(1);
    }

    /** P-7: the origin held seven keys for three messages, and called copies of what it had forgotten duplicates. */
    @Test
    void shouldForgetKeyAndEntryTogetherWhenThereAreTooMany() {
        final MessageCache cache = new MessageCache(new MessageCacheLimits(TTL_NS, 3));
        for (int id = 1; id <= 7; id++) {
            assertThat(cache.add(1, id, 100, 5, 9, id)).isTrue();
        }
        assertThat(cache.count()).isEqualTo(3);
        assertThat(cache.keyCount()).isEqualTo(3);
        assertThat(cache.add(1, 7, 100, 5, 9, 8)).isFalse();
        assertThat(cache.add(1, 1, 100, 5, 9, 8)).as("long forgotten").isTrue();
    }

    @Test
    void shouldEqualANaiveCacheWhateverComes() {
        System.out.println("MessageCacheTest seed=" + SEED);
        final Random random = new Random(SEED);
        MessageCache cache = new MessageCache(new MessageCacheLimits(1_000, 50));
        final Deque<Key> naive = new ArrayDeque<>();
        long nowNs = 0;
        for (int i = 0; i < 50_000; i++) {
            nowNs += random.nextInt(60);
            final int owner = random.nextInt(3);
            final long id = random.nextInt(40);
            final long price = random.nextInt(2);
            final long at = nowNs;
            naive.removeIf(key -> at - key.seenNs() >= 1_000);
            final boolean known = naive.stream().anyMatch(key -> key.is(owner, id, price, 1, 2));
            assertThat(cache.add(owner, id, price, 1, 2, nowNs)).isEqualTo(!known);
            if (!known) {
                if (naive.size() == 50) {
                    naive.removeFirst();
                }
                naive.addLast(new Key(owner, id, price, 1, 2, nowNs));
            }
            assertThat(cache.count()).isEqualTo(naive.size());
            if (i % 1_000 == 0) {
                assertThat(cache.keyCount()).isEqualTo(cache.count());
                assertThat(cache.hash()).isEqualTo(cache.recomputeHash());
                final ImageWriter image = new ImageWriter();
                cache.visit(image);
                cache = new MessageCache(new MessageCacheLimits(1_000, 50));
                cache.visit(new ImageReader(image.toByteArray()));
                assertThat(cache.hash()).isEqualTo(cache.recomputeHash());
            }
        }
    }
}
