package io.truebook.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.book.Condition;
import io.truebook.engine.book.ProofKind;
import io.truebook.engine.record.RequestBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages out of their order: waited for within the definition's limit and deadline, never applied over. */
class ReorderTest {
    private static final String LIMIT = "maxGapBeforeResync: 1";
    private BinanceFeed feed = new BinanceFeed(false, 1);

    private static CoreRun subscribed(String id, String rules) {
        final CoreRun run = CoreRun.started(Configs.of(Configs.binance(id), text -> text.replace(LIMIT, rules)));
        run.up(0);
        run.frame(0, BinanceFeed.acknowledged(run.lastSent().requestId()));
        return run;
    }

    private CoreRun live(String id, String rules) {
        feed = new BinanceFeed(!"binance".equals(id), 1);
        final CoreRun run = subscribed(id, rules);
        run.frame(0, feed.diff());
        run.answer(0, feed.snapshot());
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        return run;
    }

    private CoreRun live() {
        return live("binance", "maxGapBeforeResync: 20");
    }

    private void assertEqualsFeed(CoreRun run) {
        assertSide(run, feed.bids(), true);
        assertSide(run, feed.asks(), false);
    }

    private static void assertSide(CoreRun run, TreeMap<Long, Long> levels, boolean bid) {
        final var side = bid ? run.book(0, 0).bids() : run.book(0, 0).asks();
        final TreeMap<Long, Long> found = new TreeMap<>();
        for (int rank = 0; rank < side.count(); rank++) {
            found.put(side.price(rank), side.size(rank));
        }
        assertThat(found).isEqualTo(levels);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"binance", "binance-usdm"})
    void shouldWaitForALateDiffAndApplyAllInTheirOrder(String id) {
        final CoreRun run = live(id, "maxGapBeforeResync: 40");
        run.frame(0, feed.diff());
        final String late = feed.diff();
        final long applied = run.counters(0).deltas;
        run.frame(0, feed.diff());
        assertThat(run.transitions()).containsExactly("LIVE -> UNVERIFIED: waiting for late messages");
        assertThat(run.book(0, 0).provenDepth()).isZero();
        run.frame(0, feed.diff());
        assertThat(run.counters(0).deltas).as("a hole is never applied over").isEqualTo(applied);
        assertThat(run.events(EventKind.SEQUENCE_HOLE)).hasSize(1);
        run.frame(0, late);
        assertThat(run.transitions()).containsExactly("UNVERIFIED -> LIVE: proven");
        assertThat(run.book(0, 0).proof()).isEqualTo(ProofKind.CHAIN);
        assertThat(run.counters(0).sequenceReordered).isEqualTo(2);
        assertThat(run.counters(0).sequenceGaps).as("nothing was lost").isZero();
        assertThat(run.events(EventKind.SEQUENCE_HOLE_CLOSED)).hasSize(1);
        assertThat(run.queries()).isEqualTo(1);
        assertEqualsFeed(run);
        run.after(5 * CoreRun.SECOND);
        assertThat(run.condition(0)).as("no deadline is left over").isEqualTo(Condition.LIVE);
        run.frame(0, feed.diff());
        assertEqualsFeed(run);
    }

    @Test
    void shouldResyncAtTheDeadlineAndStitchWhatHadWaited() {
        final CoreRun run = live();
        run.frame(0, feed.diff());
        feed.diff();
        final String snapshot = feed.snapshot();
        run.frame(0, feed.diff());
        run.after(999 * CoreRun.MS);
        assertThat(run.condition(0)).isEqualTo(Condition.UNVERIFIED);
        run.after(CoreRun.MS);
        assertThat(run.transitions()).containsExactly("UNVERIFIED -> SYNCING: gap");
        assertThat(run.events(EventKind.SEQUENCE_GAP)).hasSize(1);
        while (run.queries() < 2) {
            run.fireNext();
        }
        run.answer(0, snapshot);
        assertThat(run.condition(0))
                .as("the diff that showed the hole was kept and bridges (E-4)")
                .isEqualTo(Condition.LIVE);
        assertEqualsFeed(run);
    }

    @Test
    void shouldResyncAtOncePastTheLimit() {
        final CoreRun run = live("binance", "maxGapBeforeResync: 3");
        final long next = feed.lastId() + 1;
        run.frame(0, feed.diff(next + 2, next + 2, 0, "", ""));
        assertThat(run.condition(0)).as("distance 3, the limit").isEqualTo(Condition.UNVERIFIED);
        run.frame(0, feed.diff(next + 3, next + 3, 0, "", ""));
        assertThat(run.transitions()).containsExactly("UNVERIFIED -> SYNCING: gap");
        assertThat(run.counters(0).sequenceGaps).isEqualTo(1);
    }

    @Test
    void shouldWaitForNothingByDefault() {
        final CoreRun run = live("binance", LIMIT);
        final long next = feed.lastId() + 1;
        run.frame(0, feed.diff(next + 1, next + 1, 0, "", ""));
        assertThat(run.transitions())
                .as("the default tolerance lets no lost delta through (E-2)")
                .containsExactly("LIVE -> SYNCING: gap");
    }

    @ParameterizedTest(name = "{0} missing: {1}")
    @CsvSource({"1,low", "2,medium", "4,medium", "5,high", "10,high", "11,critical"})
    void shouldReportAGapWithItsEndsSizeAndSeverity(int missing, String severity) {
        final CoreRun run = live("binance", LIMIT);
        final long next = feed.lastId() + 1;
        run.frame(0, feed.diff(next + missing, next + missing, 0, "", ""));
        final Output gap = run.events(EventKind.SEQUENCE_GAP).get(0);
        assertThat(gap.eventExpected()).isEqualTo(next);
        assertThat(gap.eventActual()).isEqualTo(next + missing);
        assertThat(gap.eventText()).startsWith(severity + ": " + missing + " id");
    }

    @Test
    void shouldCountDuplicatesAndStaleApart() {
        final CoreRun run = live();
        final long stale = run.counters(0).sequenceStale;
        final String diff = feed.diff();
        run.frame(0, diff);
        run.frame(0, diff);
        assertThat(run.counters(0).sequenceDuplicates).isEqualTo(1);
        final long lastId = run.book(0, 0).lastId();
        run.frame(0, feed.diff(900, 901, 0, BinanceFeed.row(5_999_999, 7), ""));
        assertThat(run.counters(0).sequenceStale).isEqualTo(stale + 1);
        assertThat(run.book(0, 0).lastId()).as("ids never move back (E-3)").isEqualTo(lastId);
        feed.diff();
        final String early = feed.diff();
        run.frame(0, early);
        run.frame(0, early);
        assertThat(run.counters(0).sequenceDuplicates)
                .as("of one that waits, too")
                .isEqualTo(2);
        assertThat(run.condition(0)).isEqualTo(Condition.UNVERIFIED);
    }

    /** P-2, P-4, P-5: no phantom gap before the first id, late arrivals close their hole, nothing stale is applied. */
    @Test
    void shouldEqualTheFeedWhateverOrderItsDiffsComeIn() {
        for (long seed = 1; seed <= 20; seed++) {
            final Random random = new Random(seed);
            final CoreRun run = live("binance", "maxGapBeforeResync: 60");
            for (int batch = 0; batch < 20; batch++) {
                final List<String> diffs = new ArrayList<>();
                for (int i = 0; i < 1 + random.nextInt(8); i++) {
                    diffs.add(feed.diff());
                }
                java.util.Collections.shuffle(diffs, random);
                diffs.addAll(diffs.subList(0, random.nextInt(diffs.size())));
                diffs.forEach(diff -> run.frame(0, diff));
                assertThat(run.condition(0))
                        .as("seed %d, batch %d", seed, batch)
                        .isEqualTo(Condition.LIVE);
                assertEqualsFeed(run);
            }
            assertThat(run.counters(0).sequenceGaps).as("seed %d", seed).isZero();
            assertThat(run.queries()).as("seed %d", seed).isEqualTo(1);
        }
    }

    @Test
    void shouldReorderWhatWasHeldForASnapshotToo() {
        final CoreRun run = subscribed("binance", "maxGapBeforeResync: 60");
        run.frame(0, feed.diff());
        final String snapshot = feed.snapshot();
        for (int i = 0; i < 100; i++) {
            final String first = feed.diff();
            run.frame(0, feed.diff());
            run.frame(0, first);
        }
        run.answer(0, snapshot);
        for (int steps = 0; steps < 20 && run.condition(0) == Condition.SYNCING; steps++) {
            run.continueWork();
        }
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertThat(run.queries()).isEqualTo(1);
        assertEqualsFeed(run);
    }

    @Test
    void shouldStayUnverifiedWhenTheHoldEndsInAHole() {
        final CoreRun run = subscribed("binance", "maxGapBeforeResync: 60");
        run.frame(0, feed.diff());
        final String snapshot = feed.snapshot();
        final String late = feed.diff();
        run.frame(0, feed.diff());
        feed.diff();
        run.answer(0, snapshot);
        assertThat(run.condition(0)).isIn(Condition.UNVERIFIED, Condition.SYNCING);
        run.frame(0, late);
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
    }

    @Test
    void shouldGoOnUnprovenAfterTheDeadlineWhenTheDefinitionSaysWarn() {
        final CoreRun run = live("binance", "maxGapBeforeResync: 20\n      reorderDeadlineMs: 200");
        final CoreRun warned = CoreRun.started(Configs.of(
                Configs.binance("binance"),
                text -> text.replace(LIMIT, "maxGapBeforeResync: 20")
                        .replace("onMismatch: resync", "onMismatch: warn")));
        warned.up(0);
        warned.frame(0, BinanceFeed.acknowledged(warned.lastSent().requestId()));
        feed = new BinanceFeed(false, 1);
        warned.frame(0, feed.diff());
        warned.answer(0, feed.snapshot());
        feed.diff();
        warned.frame(0, feed.diff());
        warned.frame(0, feed.diff());
        warned.after(CoreRun.SECOND);
        assertThat(warned.condition(0)).isEqualTo(Condition.UNVERIFIED);
        assertThat(warned.book(0, 0).lastId()).as("what waited is applied").isEqualTo(feed.lastId());
        assertThat(warned.requests(RequestBody.QUERY)).isEmpty();
        warned.frame(0, feed.diff());
        assertThat(warned.condition(0)).as("the hole stays").isEqualTo(Condition.UNVERIFIED);
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
    }

    @Test
    void shouldBreakAtTheDeadlineWhenTheDefinitionSaysError() {
        final CoreRun run = CoreRun.started(Configs.of(
                Configs.binance("binance"),
                text -> text.replace(LIMIT, "maxGapBeforeResync: 20")
                        .replace("onMismatch: resync", "onMismatch: error")));
        run.up(0);
        run.frame(0, BinanceFeed.acknowledged(run.lastSent().requestId()));
        run.frame(0, feed.diff());
        run.answer(0, feed.snapshot());
        feed.diff();
        run.frame(0, feed.diff());
        run.after(CoreRun.SECOND);
        assertThat(run.transitions()).containsExactly("UNVERIFIED -> BROKEN: gap");
        run.after(5 * CoreRun.SECOND);
        assertThat(run.condition(0)).isEqualTo(Condition.BROKEN);
    }

    @Test
    void shouldLookForNoGapsAndProveNothingByIdsWhenTheLimitIsZero() {
        final CoreRun run = subscribed("binance", "maxGapBeforeResync: 0");
        run.frame(0, feed.diff());
        run.answer(0, feed.snapshot());
        assertThat(run.condition(0)).isEqualTo(Condition.UNVERIFIED);
        feed.diff();
        run.frame(0, feed.diff());
        assertThat(run.condition(0)).isEqualTo(Condition.UNVERIFIED);
        assertThat(run.counters(0).sequenceGaps).isZero();
        assertThat(run.queries()).isEqualTo(1);
        assertThat(run.book(0, 0).lastId()).isEqualTo(feed.lastId());
    }

    @Test
    void shouldForgetWhatWaitedWhenTheConnectionIsLost() {
        final CoreRun run = live();
        feed.diff();
        run.frame(0, feed.diff());
        run.down(0);
        assertThat(run.transitions()).containsExactly("UNVERIFIED -> STALE: connection down");
        run.fireNext();
        run.up(0);
        run.frame(0, BinanceFeed.acknowledged(run.lastSent().requestId()));
        run.frame(0, feed.diff());
        run.answer(0, feed.snapshot());
        run.after(5 * CoreRun.SECOND);
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertEqualsFeed(run);
    }
}
