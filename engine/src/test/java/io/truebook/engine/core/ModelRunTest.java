package io.truebook.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.book.BookSide;
import io.truebook.engine.book.Condition;
import io.truebook.engine.record.ConfiguredBody;
import io.truebook.engine.record.ConfiguredBody.ConfigFile;
import io.truebook.engine.record.RequestBody;
import io.truebook.engine.replay.OutputComparison;
import io.truebook.engine.replay.Replayer;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * A venue that speaks the reconciliation model itself: all four documents, in every form of delta, with loss, second
 * copies and late arrivals. After every input, whatever is LIVE equals the oracle as of its id.
 */
class ModelRunTest {
    private static final long SEED = Long.getLong("truebook.seed", 20_261_122L);
    private static final String PROFILE = "venues:\n  - id: generic\n    symbols: [BTC/USDT]\n";
    private static final List<String> CHANNELS = List.of("orderbook", "ticker", "trades", "balance");

    private final Random random = new Random(SEED);
    private final ModelFeed feed = new ModelFeed(SEED);
    private final List<String> subscribed = new ArrayList<>();
    /** Frames on their way, and how many others pass each of them first. */
    private final List<String> late = new ArrayList<>();

    private CoreRun run;
    private int live;
    private int seenOutputs;

    private void begin(UnaryOperator<String> change) {
        run = CoreRun.started(Configs.of(PROFILE, change));
        run.up(0);
        answer();
    }

    /** What the venue does on what the engine sent. */
    private void answer() {
        while (seenOutputs < run.all().size()) {
            final Output output = run.all().get(seenOutputs++);
            if (!output.isRequest(RequestBody.SEND)) {
                continue;
            }
            final var request = ModelFeed.parse(output.requestText());
            final String channel = request.get("channel").asText();
            final boolean subscribe = request.get("op").asText().equals("subscribe");
            subscribed.remove(channel);
            frame("{\"event\":\"" + (subscribe ? "subscribed" : "unsubscribed") + "\",\"channel\":\"" + channel
                    + "\",\"symbol\":\"BTC/USDT\",\"id\":" + request.get("id") + "}");
            if (subscribe) {
                subscribed.add(channel);
                frame(feed.snapshot(channel));
            }
        }
    }

    private void frame(String text) {
        run.pass(CoreRun.MS);
        run.frame(0, text);
        compare(text);
        answer();
    }

    private void compare(String after) {
        final BookView book = run.book(0, 0);
        if (book.condition() == Condition.LIVE) {
            live++;
            assertThat(levels(book.bids(), book) + levels(book.asks(), book))
                    .as("seed=%d, id=%d, after %s", SEED, book.lastId(), after)
                    .isEqualTo(feed.book(book.lastId()));
        }
        for (final DocumentView document : run.core().venues().get(0).documents(0)) {
            if (document.condition() == Condition.LIVE) {
                live++;
                assertThat(ModelFeed.parse(document.value().toJson()))
                        .as("seed=%d, %s, id=%d, after %s", SEED, document.channel(), document.lastId(), after)
                        .isEqualTo(ModelFeed.parse(feed.document(document.channel(), document.lastId())));
            }
        }
    }

    private static String levels(BookSide side, BookView book) {
        final StringBuilder text = new StringBuilder();
        for (int rank = 0; rank < side.count(); rank++) {
            text.append(plain(side.price(rank), book.instrument().priceScale()))
                    .append('x')
                    .append(plain(side.size(rank), book.instrument().sizeScale()))
                    .append(' ');
        }
        return text.append("| ").toString();
    }

    private static String plain(long value, int scale) {
        return BigDecimal.valueOf(value, scale).stripTrailingZeros().toPlainString();
    }

    /** One change of a channel, on its way to the client through the faults. */
    private void change(String channel, int faultPercent) {
        final String text = feed.delta(channel);
        if (!subscribed.contains(channel)) {
            return;
        }
        final boolean struck = random.nextInt(100) < faultPercent;
        final int fault = struck ? random.nextInt(3) : -1;
        if (fault == 0) {
            return; // lost
        }
        if (fault == 1) {
            late.add(text);
            return;
        }
        frame(text);
        if (fault == 2) {
            frame(text);
        }
        if (!late.isEmpty() && random.nextInt(3) == 0) {
            frame(late.remove(0));
        }
    }

    private boolean allLive() {
        return run.condition(0) == Condition.LIVE
                && run.core().venues().get(0).documents(0).stream()
                        .allMatch(document -> document.condition() == Condition.LIVE);
    }

    /** No more faults: everything must come right by itself. */
    private void heal() {
        late.clear();
        for (int round = 0; round < 400 && !(allLive() && round > 20); round++) {
            CHANNELS.forEach(channel -> change(channel, 0));
            run.after(200 * CoreRun.MS);
            compare("a timer");
            answer();
        }
        assertThat(allLive()).as("seed=%d", SEED).isTrue();
        assertThat(run.book(0, 0).lastId()).isEqualTo(feed.id("orderbook"));
        for (final DocumentView document : run.core().venues().get(0).documents(0)) {
            assertThat(document.lastId()).isEqualTo(feed.id(document.channel()));
        }
    }

    private void assertReplays() {
        try (Replayer replayer = new Replayer(run.inputs());
                OutputComparison comparison = new OutputComparison(run.outputs(), 0)) {
            replayer.run(run.inputs().lastPosition(), (position, batch) -> comparison.compare(position, batch) >= 0);
            assertThat(comparison.difference()).as("seed=%d", SEED).isNull();
            assertThat(replayer.core().stateHash()).isEqualTo(run.core().stateHash());
        }
    }

    @Test
    void shouldEqualTheOracleAfterEveryDeltaOfAllFourDocuments() {
        begin(UnaryOperator.identity());
        for (int i = 0; i < 6_000; i++) {
            change(CHANNELS.get(random.nextInt(4)), 0);
        }
        assertThat(live).isGreaterThan(4 * 5_900);
        assertThat(run.counters(0).resyncs).isZero();
        assertThat(run.counters(0).malformed).isZero();
        assertThat(run.counters(0).checksumsOk).isGreaterThan(2_000);
        assertThat(run.counters(0).checksumsAbsent).isGreaterThan(100);
        assertReplays();
    }

    @Test
    void shouldNeverBeLiveAndWrongWhenMessagesAreLostRepeatedAndLate() {
        begin(UnaryOperator.identity());
        for (int i = 0; i < 6_000; i++) {
            change(CHANNELS.get(random.nextInt(4)), 6);
            if (i % 50 == 0) {
                run.after(100 * CoreRun.MS);
                answer();
            }
        }
        assertThat(run.counters(0).sequenceGaps).isGreaterThan(20);
        assertThat(run.counters(0).sequenceReordered).isGreaterThan(10);
        assertThat(run.counters(0).sequenceStale + run.counters(0).sequenceDuplicates)
                .isGreaterThan(20);
        assertThat(live).isGreaterThan(3_000);
        heal();
        assertReplays();
    }

    /** Rows 56 and 99: what waits for a snapshot is bounded, said once, and made good by the snapshot. */
    @Test
    void shouldHoldNoMoreThanTheBufferAndRecover() {
        run = CoreRun.started(Configs.of(PROFILE, Configs.replacing("maxBufferSize: 1000", "maxBufferSize: 5")));
        run.up(0);
        for (int i = 0; i < 20; i++) {
            run.frame(0, feed.delta("balance"));
        }
        assertThat(run.events(EventKind.BUFFER_OVERFLOW)).hasSize(1);
        assertThat(run.counters(0).bufferOverflows).isEqualTo(15);
        answer();
        heal();
    }

    /** Row 51: the document is given up until somebody acts. */
    @Test
    void shouldBreakUntilAnOperatorActsWhenTheDefinitionSaysError() {
        begin(Configs.replacing("onMismatch: resync", "onMismatch: error"));
        final DocumentView before = run.core().venues().get(0).documents(0).get(0);
        run.frame(0, feed.delta("ticker").replace("\"sequenceId\":", "\"sequenceId\":9"));
        assertThat(run.core().venues().get(0).documents(0).get(0).condition()).isEqualTo(Condition.BROKEN);
        assertThat(run.core().venues().get(0).documents(0).get(0).value()).isEqualTo(before.value());
        run.command("resync generic:BTC/USDT");
        answer();
        heal();
    }

    /** Row 96: the model's own example, as it is. */
    @Test
    void shouldRunTheModelsOwnExampleThroughFaults() throws IOException {
        final Path file = Configs.root().resolve("../shared/requirements/example-config.json");
        Assumptions.assumeTrue(Files.exists(file), "the shared example is not here");
        run = CoreRun.started(new ConfiguredBody(
                Core.VERSION,
                Configs.RUN_ID,
                Configs.SEED,
                List.of(
                        new ConfigFile("profile.yaml", PROFILE.replace("generic", "example-config")),
                        new ConfigFile("example-config.json", Files.readString(file)))));
        run.up(0);
        answer();
        for (int i = 0; i < 2_000; i++) {
            change("orderbook", 6);
            if (i % 20 == 0) {
                run.after(100 * CoreRun.MS);
                answer();
            }
        }
        assertThat(live).isGreaterThan(500);
        heal();
        assertReplays();
    }

    @Test
    void shouldGoOnFromARestoredImageToTheSameFuture() {
        begin(UnaryOperator.identity());
        for (int i = 0; i < 400; i++) {
            change(CHANNELS.get(random.nextInt(4)), 20);
        }
        final long middle = run.inputs().lastPosition();
        for (int i = 0; i < 400; i++) {
            change(CHANNELS.get(random.nextInt(4)), 20);
        }
        try (Replayer first = new Replayer(run.inputs());
                Replayer second = new Replayer(run.inputs())) {
            first.run(middle, (position, batch) -> true);
            second.restore(first.image(), middle, first.hash());
            assertThat(second.core().stateHash()).isEqualTo(first.core().stateHash());
            second.run(run.inputs().lastPosition(), (position, batch) -> true);
            assertThat(second.core().stateHash()).isEqualTo(run.core().stateHash());
        }
    }
}
