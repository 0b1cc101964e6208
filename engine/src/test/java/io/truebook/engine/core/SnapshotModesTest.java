package io.truebook.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.book.Condition;
import io.truebook.engine.book.ProofKind;
import io.truebook.engine.record.ConfiguredBody;
import io.truebook.engine.record.OutcomeBody;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.record.RequestBody;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Books of snapshots alone, of deltas alone and of both; a book against the venue's own picture of it. */
class SnapshotModesTest {
    private static final String RULES = "maxGapBeforeResync: 1";

    private final BinanceFeed feed = new BinanceFeed(false, 1);
    private final KrakenFeed kraken = KrakenFeed.btc(1);

    private static ConfiguredBody binance(String rules, String onMismatch) {
        return Configs.of(
                Configs.binance("binance"),
                text -> Configs.replacing("onMismatch: resync", "onMismatch: " + onMismatch)
                        .apply(with(rules, text)));
    }

    /** The definition with further rules. */
    private static String with(String rules, String definition) {
        return Configs.replacing(RULES, RULES + "\n      " + rules.replace(", ", "\n      "))
                .apply(definition);
    }

    private static CoreRun subscribed(ConfiguredBody configured) {
        final CoreRun run = CoreRun.started(configured);
        run.up(0);
        run.frame(0, BinanceFeed.acknowledged(run.lastSent().requestId()));
        return run;
    }

    private CoreRun hybrid(String onMismatch) {
        final CoreRun run = subscribed(binance("snapshotInterval: 20000", onMismatch));
        run.frame(0, feed.diff());
        run.answer(0, feed.snapshot());
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        return run;
    }

    /** Lets the market go on until the next picture is asked for. */
    private void untilAsked(CoreRun run) {
        final long before = run.queries();
        for (int second = 0; second < 60 && run.queries() == before; second++) {
            run.after(CoreRun.SECOND);
            run.frame(0, feed.diff());
        }
        assertThat(run.queries()).as("asked within three intervals").isEqualTo(before + 1);
    }

    private void goOn(CoreRun run, int diffs) {
        for (int i = 0; i < diffs; i++) {
            run.frame(0, feed.diff());
        }
        run.continueWork();
    }

    /** The picture with a size that the stream has never told. */
    private static String wrong(String picture) {
        return picture.replaceFirst("\\[\\[\"(\\d+\\.\\d+)\",\"\\d+\\.\\d+\"", "[[\"$1\",\"999.00001\"");
    }

    @Test
    void shouldConfirmABookThatHasMovedOnSinceThePicture() {
        final CoreRun run = hybrid("resync");
        untilAsked(run);
        goOn(run, 2);
        final String picture = feed.snapshot();
        goOn(run, 3);
        run.answer(0, picture);
        assertThat(run.events(EventKind.SNAPSHOT_CONFIRMED))
                .as("in a step of its own")
                .isEmpty();
        run.continueWork();
        final Output confirmed = run.events(EventKind.SNAPSHOT_CONFIRMED).get(0);
        assertThat(confirmed.eventExpected()).as("as of").isLessThan(feed.lastId());
        assertThat(confirmed.eventActual()).as("levels").isGreaterThan(20);
        assertThat(run.counters(0).picturesSame).isEqualTo(1);
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertThat(run.counters(0).resyncs).isZero();
    }

    @Test
    void shouldWaitForTheStreamWhenThePictureIsAhead() {
        final CoreRun run = hybrid("resync");
        untilAsked(run);
        final List<String> under = List.of(feed.diff(), feed.diff(), feed.diff());
        run.answer(0, feed.snapshot());
        run.continueWork();
        assertThat(run.counters(0).picturesSame).isZero();
        under.forEach(diff -> run.frame(0, diff));
        run.continueWork();
        assertThat(run.counters(0).picturesSame).isEqualTo(1);
        assertThat(run.events(EventKind.SNAPSHOT_DIFFERS)).isEmpty();
    }

    @Test
    void shouldNotCompareWithAnAnswerThatIsOlderThanTheQuestion() {
        final CoreRun run = hybrid("resync");
        final String old = feed.snapshot();
        untilAsked(run);
        run.answer(0, old);
        goOn(run, 3);
        assertThat(run.counters(0).picturesSkipped).isEqualTo(1);
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
    }

    @Test
    void shouldFindItOursWhenTheBookMadeAnewEqualsTheNextPicture() {
        final CoreRun run = hybrid("resync");
        untilAsked(run);
        feed.bids().put(feed.bids().lastKey(), 77L); // told to nobody: as if we had lost it
        run.answer(0, feed.snapshot());
        run.continueWork();
        final Output differs = run.events(EventKind.SNAPSHOT_DIFFERS).get(0);
        assertThat(differs.eventText()).startsWith("bid ").contains("the venue has 0.00077");
        assertThat(run.transitions()).containsExactly("LIVE -> SYNCING: picture differs");
        assertThat(run.events(EventKind.MISMATCH_JUDGED))
                .as("in doubt until there is evidence")
                .isEmpty();
        run.answer(0, feed.snapshot());
        goOn(run, 1);
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        untilAsked(run);
        run.answer(0, feed.snapshot());
        run.continueWork();
        assertThat(run.events(EventKind.MISMATCH_JUDGED).get(0).eventText()).startsWith("ours: ");
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
    }

    @Test
    void shouldTellPeopleAndNotResyncForEverWhenStreamAndPicturesDisagree() {
        final CoreRun run = hybrid("resync");
        for (int round = 0; round < 10; round++) {
            untilAsked(run);
            run.answer(0, wrong(feed.snapshot()));
            run.continueWork();
            if (run.condition(0) == Condition.SYNCING) {
                run.answer(0, feed.snapshot());
                goOn(run, 1);
            }
        }
        assertThat(run.counters(0).resyncs).as("resyncs").isEqualTo(1);
        assertThat(run.condition(0)).isEqualTo(Condition.UNVERIFIED);
        assertThat(run.events(EventKind.MISMATCH_JUDGED)).hasSize(1);
        assertThat(run.events(EventKind.MISMATCH_JUDGED).get(0).eventText()).startsWith("the venue's: ");
        assertThat(run.events(EventKind.SNAPSHOT_DIFFERS).stream().filter(o -> o.type() == OutputType.ALERT))
                .hasSize(1);
        untilAsked(run);
        run.answer(0, feed.snapshot());
        goOn(run, 1);
        assertThat(run.condition(0)).as("a picture has confirmed it").isEqualTo(Condition.LIVE);
    }

    @Test
    void shouldGoOnUnprovenOrBreakWhereTheDefinitionSaysSo() {
        for (String onMismatch : List.of("warn", "error")) {
            final CoreRun run = hybrid(onMismatch);
            untilAsked(run);
            run.answer(0, wrong(feed.snapshot()));
            goOn(run, 2);
            assertThat(run.condition(0)).isEqualTo("warn".equals(onMismatch) ? Condition.UNVERIFIED : Condition.BROKEN);
        }
    }

    @Test
    void shouldTreatABookInDoubtLikeOneThatIsLive() {
        for (String onMismatch : List.of("resync", "error")) {
            final CoreRun run = hybrid(onMismatch);
            untilAsked(run);
            run.answer(0, wrong(feed.snapshot()));
            run.frame(0, "{\"cut");
            run.continueWork();
            assertThat(run.condition(0)).isEqualTo("error".equals(onMismatch) ? Condition.BROKEN : Condition.SYNCING);
        }
    }

    @Test
    void shouldGiveUpARefreshThatTheVenueDoesNotAnswerAndAskAtTheNextInterval() {
        final CoreRun run = hybrid("resync");
        untilAsked(run);
        run.outcome(0, run.lastQuery().requestId(), 500, OutcomeBody.FAILURE_NONE, -1, "");
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        untilAsked(run);
        untilAsked(run);
        run.answer(0, feed.snapshot());
        run.continueWork();
        assertThat(run.counters(0).picturesSame).isEqualTo(1);
        assertThat(run.counters(0).resyncs).isZero();
    }

    @Test
    void shouldJoinAnInBandChannelAgainAtEachIntervalAndBeginAnewFromItsSnapshot() {
        final CoreRun run = kraken("snapshotInterval: 20000");
        for (int round = 0; round < 2; round++) {
            List<Output> asked = List.of();
            for (int second = 0; second < 40 && asked.isEmpty(); second++) {
                run.after(CoreRun.SECOND);
                asked = run.requests(RequestBody.SEND).stream()
                        .filter(sent -> sent.requestText().contains("unsubscribe"))
                        .toList();
                if (asked.isEmpty()) {
                    run.frame(0, kraken.update());
                    run.frame(0, round == 0 ? kraken.update() : "{\"cut"); // and once for a book that is UNVERIFIED
                }
            }
            assertThat(asked).hasSize(1);
            assertThat(run.condition(0)).isEqualTo(Condition.SYNCING);
            run.frame(0, KrakenFeed.unsubscribed("BTC/USD", 10, asked.get(0).requestId()));
            run.frame(0, KrakenFeed.subscribed("BTC/USD", 10, run.lastSent().requestId()));
            run.frame(0, kraken.snapshot());
            assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        }
        assertThat(run.counters(0).resyncs).as("nothing was wrong").isZero();
    }

    private CoreRun kraken(String rules) {
        final CoreRun run = CoreRun.started(Configs.of(Configs.kraken(), text -> with(rules, text)));
        run.up(0);
        run.frame(0, KrakenFeed.subscribed("BTC/USD", 10, run.lastSent().requestId()));
        run.frame(0, kraken.snapshot());
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        return run;
    }

    @Test
    void shouldProveASnapshotOnlyBookByTheChecksumOfItsSnapshotAndTakeNoDeltas() {
        final CoreRun run = kraken("mode: SNAPSHOT_ONLY");
        final long provenAt = run.book(0, 0).provenAt();
        run.frame(0, kraken.update());
        assertThat(run.counters(0).deltas).isZero();
        assertThat(run.counters(0).dropped).isEqualTo(1);
        assertThat(run.book(0, 0).provenAt()).isEqualTo(provenAt);
        run.frame(0, kraken.snapshot());
        assertThat(run.book(0, 0).proof()).isEqualTo(ProofKind.CHECKSUM);
        KrakenBookTest.assertSame(run.book(0, 0).bids(), kraken.bids(), 1, 8);
    }

    @Test
    void shouldVerifyTheChecksumOfASnapshotWhenItBearsOne() {
        final CoreRun run = kraken("mode: SNAPSHOT_ONLY");
        run.frame(0, KrakenFeed.corrupt(kraken.snapshot()));
        assertThat(run.condition(0)).isEqualTo(Condition.SYNCING);
        assertThat(run.counters(0).checksumsBad).isEqualTo(1);
    }

    @Test
    void shouldPollASnapshotOnlyBookOverRestUnverifiedAndCallItStaleWhenNoneComes() {
        final CoreRun run = subscribed(binance("mode: SNAPSHOT_ONLY, snapshotInterval: 1000", "resync"));
        run.after(300 * CoreRun.MS);
        run.answer(0, feed.snapshot());
        assertThat(run.condition(0)).as("nothing proves it").isEqualTo(Condition.UNVERIFIED);
        for (int second = 0; second < 5; second++) {
            final long before = run.queries();
            run.frame(0, feed.diff());
            run.after(1_100 * CoreRun.MS);
            assertThat(run.queries()).isEqualTo(before + 1);
            run.answer(0, feed.snapshot());
            assertThat(run.book(0, 0).lastId()).isEqualTo(feed.lastId());
        }
        final long shown = feed.lastId();
        final String older = feed.snapshot();
        feed.diff();
        run.after(1_100 * CoreRun.MS);
        run.answer(0, feed.snapshot());
        run.after(1_100 * CoreRun.MS);
        run.answer(0, older);
        assertThat(run.book(0, 0).lastId()).as("none from before what it shows").isGreaterThan(shown);
        for (int second = 0; second < 3; second++) {
            run.after(1_100 * CoreRun.MS);
        }
        assertThat(run.condition(0)).isEqualTo(Condition.STALE);
    }

    @Test
    void shouldTellItsModeAtTheStart() {
        assertThat(modeOf(hybrid("resync")))
                .isEqualTo("hybrid, derived from snapshotInterval, a snapshot every 20000 ms");
        assertThat(modeOf(kraken("mode: SNAPSHOT_ONLY"))).isEqualTo("snapshot-only, as stated, no periodic snapshot");
        assertThat(modeOf(CoreRun.started(Configs.of(Configs.binance("binance")))))
                .isEqualTo("delta-only, derived from snapshotInterval, no periodic snapshot");
    }

    private static String modeOf(CoreRun run) {
        return run.events(EventKind.MODE).get(0).eventText();
    }
}
