package io.truebook.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.book.Condition;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.record.RequestBody;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose fault a wrong checksum is, decided on evidence, and what follows from it. */
class JudgementTest {
    private static final int HOUR = 3600;
    private final KrakenFeed feed = KrakenFeed.btc(1);
    private int resubscribed;

    private CoreRun live(String onMismatch) {
        final CoreRun run = CoreRun.started(
                Configs.of(Configs.kraken(), Configs.replacing("onMismatch: resync", "onMismatch: " + onMismatch)));
        run.up(0);
        acknowledge(run);
        run.frame(0, feed.snapshot());
        for (int i = 0; i < 20; i++) {
            run.frame(0, feed.update());
        }
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        return run;
    }

    /** Says yes to what the last input made the core ask; true when a new subscription stands: a snapshot is due. */
    private boolean acknowledge(CoreRun run) {
        boolean due = false;
        List<Output> asked = run.requests(RequestBody.SEND);
        while (!asked.isEmpty() && !asked.get(0).requestText().contains("ping")) {
            final Output sent = asked.get(0);
            due = !sent.requestText().contains("unsubscribe");
            resubscribed += due ? 1 : 0;
            run.frame(
                    0,
                    due
                            ? KrakenFeed.subscribed("BTC/USD", 10, sent.requestId())
                            : KrakenFeed.unsubscribed("BTC/USD", 10, sent.requestId()));
            asked = run.requests(RequestBody.SEND);
        }
        return due;
    }

    private static Output onlyVerdict(CoreRun run) {
        final List<Output> verdicts = run.events(EventKind.MISMATCH_JUDGED);
        assertThat(verdicts).hasSize(1);
        return verdicts.get(0);
    }

    @Test
    void shouldFindItOursWhenTheFreshSnapshotHasTheVenuesChecksum() {
        final CoreRun run = live("resync");
        feed.set(true, "45000.0", "12.34567891"); // lost on the way
        run.frame(0, feed.set(false, "45000.1", "11.34567891"));
        final long mismatch = run.inputs().lastPosition();
        assertThat(run.condition(0)).isEqualTo(Condition.SYNCING);
        assertThat(run.events(EventKind.MISMATCH_JUDGED))
                .as("in doubt until there is evidence")
                .isEmpty();
        assertThat(acknowledge(run)).isTrue();
        run.frame(0, feed.snapshot());
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        final Output verdict = onlyVerdict(run);
        assertThat(verdict.eventText()).startsWith("ours: ").contains("the venue has " + feed.checksum());
        assertThat(verdict.eventExpected()).as("the mismatch").isEqualTo(mismatch);
        assertThat(verdict.eventActual())
                .as("the evidence")
                .isEqualTo(run.inputs().lastPosition());
        assertThat(run.events(EventKind.CHECKSUM_UNVERIFIABLE)).isEmpty();
    }

    @Test
    void shouldFindItTheVenuesWhenTheFreshSnapshotHasTheChecksumThatWeHad() {
        final CoreRun run = live("resync");
        run.frame(0, KrakenFeed.corrupt(feed.update()));
        assertThat(run.condition(0)).as("in doubt is no reason to go on").isEqualTo(Condition.SYNCING);
        assertThat(acknowledge(run)).isTrue();
        run.frame(0, feed.snapshot());
        assertThat(onlyVerdict(run).eventText())
                .startsWith("the venue's: ")
                .contains("the venue had 12345 and we " + feed.checksum());
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
    }

    @Test
    void shouldTellPeopleAndNotResubscribeForAnHourWhenTheVenuesChecksumsAreAllWrong() {
        final CoreRun run = live("resync");
        playAnHour(run, true);
        assertThat(resubscribed).as("subscriptions in an hour").isEqualTo(1 + ChecksumTrust.UNVERIFIABLE_AFTER);
        assertThat(run.condition(0)).isEqualTo(Condition.UNVERIFIED);
        assertThat(run.events(EventKind.CHECKSUM_UNVERIFIABLE)).hasSize(1);
        assertThat(run.events(EventKind.CHECKSUM_UNVERIFIABLE).get(0).type()).isEqualTo(OutputType.ALERT);
        assertThat(run.events(EventKind.MISMATCH_JUDGED).get(0).eventText()).startsWith("the venue's: not believed");
        KrakenBookTest.assertSame(run.book(0, 0).bids(), feed.bids(), 1, 8);
    }

    @Test
    void shouldTellPeopleAndNotResubscribeForEverWhenTheChecksumsOfUpdatesAloneAreWrong() {
        final CoreRun run = live("resync");
        playAnHour(run, false);
        assertThat(resubscribed).as("subscriptions in an hour").isEqualTo(1 + ChecksumTrust.DOUBTED_AFTER);
        assertThat(run.condition(0)).isEqualTo(Condition.UNVERIFIED);
        assertThat(run.events(EventKind.CHECKSUM_UNVERIFIABLE)).hasSize(1);
        assertThat(run.events(EventKind.CHECKSUM_UNVERIFIABLE).get(0).eventText())
                .contains("in doubt");
        KrakenBookTest.assertSame(run.book(0, 0).bids(), feed.bids(), 1, 8);
    }

    private void playAnHour(CoreRun run, boolean snapshotsToo) {
        for (int second = 0; second < HOUR; second++) {
            run.after(CoreRun.SECOND);
            if (acknowledge(run)) {
                run.frame(0, snapshotsToo ? KrakenFeed.corrupt(feed.snapshot()) : feed.snapshot());
            }
            run.frame(0, KrakenFeed.corrupt(feed.update()));
            if (acknowledge(run)) {
                run.frame(0, snapshotsToo ? KrakenFeed.corrupt(feed.snapshot()) : feed.snapshot());
            }
        }
    }

    @Test
    void shouldLeaveItInDoubtWhenItGoesAwayByItself() {
        final CoreRun run = live("warn");
        run.frame(0, KrakenFeed.corrupt(feed.update()));
        assertThat(run.condition(0)).isEqualTo(Condition.UNVERIFIED);
        run.frame(0, feed.update());
        assertThat(onlyVerdict(run).eventText()).startsWith("in doubt: ");
    }

    @Test
    void shouldBelieveChecksumsAgainAfterManyGoodOnesAndNotBefore() {
        final CoreRun run = live("resync");
        playAnHour(run, true);
        for (int i = 1; i <= ChecksumTrust.VERIFIABLE_AFTER; i++) {
            run.frame(0, feed.update());
            assertThat(run.condition(0)).isEqualTo(Condition.UNVERIFIED);
        }
        run.frame(0, feed.update());
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
    }

    private static CoreRun binance(BinanceFeed market) {
        final CoreRun run = CoreRun.started(Configs.of(Configs.binance("binance")));
        run.up(0);
        run.frame(0, BinanceFeed.acknowledged(run.lastSent().requestId()));
        run.frame(0, market.diff());
        run.answer(0, market.snapshot());
        for (int i = 0; i < 12; i++) {
            run.frame(0, market.diff()); // it stands firmly: its next snapshot is asked for at once
        }
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        return run;
    }

    @Test
    void shouldFindAGapTheVenuesWhenEveryFrameOfTheConnectionWasRead() {
        final BinanceFeed market = new BinanceFeed(false, 1);
        final CoreRun run = binance(market);
        market.diff(); // never sent
        run.frame(0, market.diff());
        final long gap = run.inputs().lastPosition();
        assertThat(run.events(EventKind.MISMATCH_JUDGED)).isEmpty();
        run.answer(0, market.snapshot());
        final Output verdict = onlyVerdict(run);
        assertThat(verdict.eventText()).startsWith("the venue's: gap at position " + gap);
        assertThat(verdict.eventExpected()).isEqualTo(gap);
        assertThat(verdict.eventActual()).isEqualTo(run.inputs().lastPosition());
    }

    @Test
    void shouldLeaveAGapInDoubtWhenAFrameBeforeItCouldNotBeRead() {
        final BinanceFeed market = new BinanceFeed(false, 1);
        final CoreRun run = binance(market);
        run.frame(0, market.diff().substring(0, 40));
        run.frame(0, market.diff());
        run.answer(0, market.snapshot());
        assertThat(onlyVerdict(run).eventText()).startsWith("in doubt: gap").contains("could not be read");
    }

    @Test
    void shouldJudgeACrossedBookByTheFreshSnapshot() {
        for (boolean crossedToo : List.of(true, false)) {
            final BinanceFeed market = new BinanceFeed(false, 1);
            final CoreRun run = binance(market);
            final long next = market.lastId() + 1;
            run.frame(0, market.diff(next, next, 0, BinanceFeed.row(6_000_900, 5), ""));
            assertThat(run.condition(0)).isEqualTo(Condition.SYNCING);
            final String answer = "{\"lastUpdateId\":" + next + ",\"bids\":["
                    + BinanceFeed.row(crossedToo ? 6_000_900 : 5_999_000, 5) + "],\"asks\":["
                    + BinanceFeed.row(6_000_500, 5) + "]}";
            run.answer(0, answer);
            assertThat(onlyVerdict(run).eventText())
                    .startsWith(crossedToo ? "the venue's: crossed" : "in doubt: crossed");
        }
    }
}
