package io.truebook.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.book.Condition;
import io.truebook.engine.record.InputType;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.record.RequestBody;
import io.truebook.engine.replay.Replayer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Symbols that are added and removed while the engine runs: subscribed, really unsubscribed, and the same in replay. */
class SymbolsTest {
    private final KrakenFeed bitcoin = KrakenFeed.btc(1);
    private final KrakenFeed ether = new KrakenFeed("ETH/USD", 10, 1, 8, 2);

    private CoreRun live() {
        final CoreRun run = CoreRun.started(Configs.of(Configs.kraken()));
        run.up(0);
        run.frame(0, KrakenFeed.subscribed("BTC/USD", 10, run.lastSent().requestId()));
        run.frame(0, bitcoin.snapshot());
        return run;
    }

    private CoreRun both() {
        final CoreRun run = live();
        run.command("add kraken:ETH/USD");
        run.frame(0, KrakenFeed.subscribed("ETH/USD", 10, run.lastSent().requestId()));
        run.frame(0, ether.snapshot());
        assertThat(run.book(0, 1).condition()).isEqualTo(Condition.LIVE);
        return run;
    }

    @Test
    void shouldSubscribeASymbolThatIsAdded() {
        final CoreRun run = live();
        run.feed(InputType.COMMAND, 17, -1, Output.utf8("add kraken:ETH/USD"));
        assertThat(run.lastSent().requestText()).contains("\"subscribe\"").contains("[\"ETH/USD\"]");
        assertThat(run.events(EventKind.SYMBOL_ADDED)).hasSize(1);
        assertThat(run.events(EventKind.COMMAND_DONE).get(0).eventExpected())
                .as("ticket")
                .isEqualTo(17);
        run.frame(0, KrakenFeed.subscribed("ETH/USD", 10, run.lastSent().requestId()));
        run.frame(0, ether.snapshot());
        run.frame(0, ether.update());
        assertThat(run.book(0, 1).condition()).isEqualTo(Condition.LIVE);
        assertThat(run.book(0, 1).instrument().name()).isEqualTo("kraken:ETH/USD");
        assertThat(run.condition(0)).as("the other book").isEqualTo(Condition.LIVE);
    }

    @Test
    void shouldUnsubscribeASymbolThatIsRemovedAndBelieveNothingMoreOfIt() {
        final CoreRun run = both();
        run.command("remove kraken:ETH/USD");
        assertThat(run.transitions()).containsExactly("LIVE -> EMPTY: removed");
        assertThat(run.lastSent().requestText()).contains("\"unsubscribe\"").contains("[\"ETH/USD\"]");
        assertThat(run.events(EventKind.SYMBOL_REMOVED))
                .as("not acknowledged yet")
                .isEmpty();
        final long dropped = run.counters(0).dropped;
        run.frame(0, ether.update());
        run.frame(0, ether.snapshot());
        assertThat(run.last()).as("a late frame of what was removed").isEmpty();
        assertThat(run.counters(0).dropped).isEqualTo(dropped + 2);
        assertThat(run.book(0, 1).bids().count()).isZero();
        run.frame(0, KrakenFeed.unsubscribed("ETH/USD", 10, run.lastSent().requestId()));
        assertThat(run.events(EventKind.SYMBOL_REMOVED)).hasSize(1);
        run.frame(0, bitcoin.update());
        assertThat(run.condition(0)).as("the other book").isEqualTo(Condition.LIVE);
    }

    @Test
    void shouldAskAgainUntilAnUnsubscriptionIsAcknowledged() {
        final CoreRun run = both();
        run.command("remove kraken:ETH/USD");
        int sent = 0;
        for (int second = 0; second < 25; second++) {
            run.pass(CoreRun.SECOND);
            run.frame(0, "{\"channel\":\"heartbeat\"}");
            sent += run.requests(RequestBody.SEND).stream()
                    .filter(o -> o.requestText().contains("\"unsubscribe\""))
                    .count();
        }
        assertThat(sent).as("further attempts").isEqualTo(2);
        run.frame(0, KrakenFeed.unsubscribed("ETH/USD", 10, run.lastSent().requestId()));
        assertThat(run.events(EventKind.SYMBOL_REMOVED)).hasSize(1);
    }

    @Test
    void shouldKeepWhatIsWantedOverReconnects() {
        final CoreRun run = both();
        run.command("remove kraken:BTC/USD");
        run.down(0);
        assertThat(run.events(EventKind.SYMBOL_REMOVED))
                .as("gone with the connection")
                .hasSize(1);
        run.fireNext();
        run.up(0);
        assertThat(run.requests(RequestBody.SEND)).hasSize(1);
        assertThat(run.lastSent().requestText()).contains("[\"ETH/USD\"]");
    }

    @Test
    void shouldSubscribeOnTheNextConnectionWhatIsAddedWhileThereIsNone() {
        final CoreRun run = live();
        run.down(0);
        run.command("add kraken:ETH/USD");
        assertThat(run.requests(RequestBody.SEND)).isEmpty();
        run.fireNext();
        run.up(0);
        assertThat(run.requests(RequestBody.SEND)).hasSize(2);
    }

    @Test
    void shouldSubscribeAgainWhatIsAddedAgainBeforeItWasLeft() {
        final CoreRun run = both();
        run.command("remove kraken:ETH/USD");
        final long leave = run.lastSent().requestId();
        run.command("add kraken:ETH/USD");
        run.frame(0, KrakenFeed.unsubscribed("ETH/USD", 10, leave));
        assertThat(run.lastSent().requestText())
                .contains("\"method\":\"subscribe\"")
                .contains("[\"ETH/USD\"]");
        run.frame(0, KrakenFeed.subscribed("ETH/USD", 10, run.lastSent().requestId()));
        run.frame(0, ether.snapshot());
        assertThat(run.book(0, 1).condition()).isEqualTo(Condition.LIVE);
        assertThat(run.events(EventKind.SYMBOL_REMOVED)).isEmpty();
    }

    @Test
    void shouldRemoveABookInEveryCondition() {
        final CoreRun syncing = live();
        syncing.command("add kraken:ETH/USD");
        syncing.command("remove kraken:ETH/USD");
        assertThat(syncing.transitions()).containsExactly("SYNCING -> EMPTY: removed");
        final CoreRun stale = live();
        stale.down(0);
        stale.command("remove kraken:BTC/USD");
        assertThat(stale.transitions()).containsExactly("STALE -> EMPTY: removed");
        final CoreRun broken = live();
        broken.skip(0, 1);
        broken.command("remove kraken:BTC/USD");
        assertThat(broken.transitions()).containsExactly("BROKEN -> EMPTY: removed");
        final CoreRun unverified = live();
        unverified.frame(0, "{\"cut");
        unverified.command("remove kraken:BTC/USD");
        assertThat(unverified.transitions()).containsExactly("UNVERIFIED -> EMPTY: removed");
    }

    @Test
    void shouldAskForTheInstrumentsAgainWhenOneIsNewToUs() {
        final CoreRun run = CoreRun.started(Configs.of(Configs.kraken().replace("[book]", "[book, instrument]")));
        run.up(0);
        final Output instruments = run.requests(RequestBody.SEND).get(0);
        assertThat(instruments.requestText()).contains("\"instrument\"");
        run.frame(
                0,
                "{\"method\":\"subscribe\",\"result\":{\"channel\":\"instrument\",\"snapshot\":true},\"success\":true,"
                        + "\"req_id\":" + instruments.requestId() + "}");
        run.command("add kraken:ETH/USD");
        assertThat(run.requests(RequestBody.SEND).get(0).requestText())
                .contains("\"unsubscribe\"")
                .contains("\"instrument\"");
    }

    @Test
    void shouldRefuseWhatNobodyCanSubscribe() {
        final CoreRun run = live();
        for (String text : List.of(
                "add kraken:",
                "add nowhere:ETH/USD",
                "add kraken:ETH\"}",
                "add kraken:E TH",
                "remove kraken:ETH/USD",
                "add kraken:" + "X".repeat(200))) {
            run.command(text);
            assertThat(run.last()).hasSize(1);
            assertThat(run.last().get(0).isEvent(EventKind.BAD_COMMAND))
                    .as(text)
                    .isTrue();
        }
        assertThat(run.core().venues().get(0).instruments()).hasSize(1);
    }

    @Test
    void shouldReplayWhatWasAddedAndRemovedOnTwoVenuesFromAnyImage() {
        final CoreRun run = CoreRun.started(Configs.of(Configs.both()));
        run.up(0);
        run.up(1);
        run.command("add binance:ETHUSDT");
        run.command("add kraken:ETH/USD");
        run.command("add binance:DOGEUSDT");
        run.frame(0, ether.snapshot());
        run.frame(0, ether.update());
        run.command("remove binance:ETHUSDT");
        run.command("remove kraken:BTC/USD");
        for (int i = 0; i < 5; i++) {
            run.fireNext();
        }
        run.down(1);
        run.fireNext();
        final long last = run.inputs().lastPosition();
        for (long at = 3; at < last; at++) {
            try (Replayer first = new Replayer(run.inputs());
                    Replayer rest = new Replayer(run.inputs())) {
                first.run(at, (position, batch) -> true);
                rest.restore(first.image(), at, first.hash());
                final long from = at;
                final List<Output> further = new ArrayList<>();
                rest.run(last, (position, batch) -> StateTest.collect(further, batch));
                assertThat(further)
                        .as("after input %d", at)
                        .isEqualTo(run.all().stream()
                                .filter(o -> o.cause() > from && o.type() != OutputType.STATE_HASH)
                                .toList());
                assertThat(rest.core().stateHash()).isEqualTo(run.core().stateHash());
            }
        }
    }
}
