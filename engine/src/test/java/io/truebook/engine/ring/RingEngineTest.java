package io.truebook.engine.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.engine.core.BinanceFeed;
import io.truebook.engine.core.Configs;
import io.truebook.engine.core.CoreRun;
import io.truebook.engine.journal.Journal;
import io.truebook.engine.journal.JournalAppender;
import io.truebook.engine.journal.JournalException;
import io.truebook.engine.journal.JournalReader;
import io.truebook.engine.journal.MemoryJournal;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.InputType;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.ring.RingOptions.Durability;
import io.truebook.engine.ring.RingOptions.Layout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bounds, order, failures, ticks and durability of the ring. */
class RingEngineTest {
    private final MemoryJournal inputs = new MemoryJournal();
    private final MemoryJournal outputs = new MemoryJournal();

    private static List<String> bodies(Journal journal, int type) {
        final List<String> bodies = new ArrayList<>();
        try (JournalReader reader = journal.reader()) {
            while (reader.next()) {
                if (Envelope.type(reader.buffer(), reader.offset()) == type) {
                    final byte[] body = new byte[reader.length() - Envelope.BYTES];
                    reader.buffer().getBytes(reader.offset() + Envelope.BYTES, body);
                    bodies.add(new String(body, StandardCharsets.UTF_8));
                }
            }
        }
        return bodies;
    }

    private static long count(Journal journal, int type) {
        return bodies(journal, type).size();
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void shouldRefuseWhenFullAndLoseOrReorderNothing(Layout layout) {
        final Gate gate = new Gate(inputs, 3);
        final List<String> taken = new ArrayList<>();
        try (RingRun run = new RingRun(RingRun.options().with(layout), gate, outputs, null)) {
            run.start(Configs.of(Configs.kraken()));
            int refused = 0;
            for (int i = 0; refused < 10; i++) {
                final String text = "{\"channel\":\"heartbeat\",\"n\":" + i + "}";
                if (run.frame(1, 0, text)) {
                    taken.add(text);
                } else {
                    refused++;
                }
                assertThat(i).isLessThan(10_000);
            }
            assertThat(taken.size()).isBetween(50, 64);
            assertThat(run.engine().refusedOffers()).isEqualTo(10);
            gate.open();
            while (!run.frame(1, 0, "{\"channel\":\"heartbeat\",\"n\":\"last\"}")) {
                Thread.onSpinWait();
            }
            taken.add("{\"channel\":\"heartbeat\",\"n\":\"last\"}");
            run.awaitPublished(2 + taken.size());
        }
        assertThat(bodies(inputs, InputType.FRAME)).isEqualTo(taken);
    }

    @Test
    void shouldTakeFramesLongerThanASlotAsLongAsABufferIsLeft() {
        final Gate gate = new Gate(inputs, 3);
        final String medium = "{\"channel\":\"heartbeat\",\"x\":\"" + "m".repeat(100_000) + "\"}";
        final String large = "{\"channel\":\"heartbeat\",\"x\":\"" + "l".repeat(900_000) + "\"}";
        try (RingRun run = new RingRun(RingRun.options(), gate, outputs, null)) {
            run.start(Configs.of(Configs.kraken()));
            run.awaitPublished(2); // the configuration took a buffer too, and has given it back
            assertThat(run.frame(1, 0, medium)).isTrue();
            assertThat(run.frame(1, 0, large)).isTrue();
            assertThat(run.frame(1, 0, large))
                    .as("the one large buffer is taken")
                    .isFalse();
            assertThat(run.frame(1, 0, medium)).isTrue();
            assertThat(run.frame(1, 0, medium))
                    .as("no medium buffer is left, nor a large one")
                    .isFalse();
            assertThat(run.frame(1, 0, "{}")).as("short frames need none").isTrue();
            gate.open();
            run.awaitPublished(2 + 4);
            assertThat(run.frame(1, 0, large)).as("it was given back").isTrue();
            run.awaitPublished(2 + 5);
        }
        assertThat(bodies(inputs, InputType.FRAME)).containsExactly(medium, large, medium, "{}", large);
    }

    @Test
    void shouldSayAtOnceThatAFrameIsLongerThanAnyBuffer() {
        try (RingRun run = new RingRun(RingRun.options(), inputs, outputs, null)) {
            run.start(Configs.of(Configs.kraken()));
            assertThatThrownBy(() -> run.frame(1, 0, "x".repeat(2 << 20)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("raise maxFrameBytes");
        }
    }

    @Test
    void shouldGoOnWhenAPayloadCannotBeCopied() {
        try (RingRun run = new RingRun(RingRun.options(), inputs, outputs, null)) {
            run.start(Configs.of(Configs.kraken()));
            assertThatThrownBy(() -> run.input()
                            .frame(
                                    1,
                                    0,
                                    run.clock.get(),
                                    (target, offset) -> {
                                        throw new IllegalStateException("released");
                                    },
                                    100))
                    .hasMessage("released");
            assertThat(run.frame(1, 0, "{}")).isTrue();
            run.awaitPublished(4);
        }
        assertThat(bodies(inputs, InputType.FRAME)).containsExactly("{}");
        assertThat(count(inputs, InputType.TIMER))
                .as("a harmless input in its place")
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void shouldStopAndNamePositionAndReasonWhenTheJournalRefuses(Layout layout) {
        final Journal full = new Wrapped(inputs) {
            @Override
            public void append(DirectBuffer record, int offset, int length) {
                if (lastPosition() == 4) {
                    throw new JournalException("disk full");
                }
                super.append(record, offset, length);
            }
        };
        try (RingRun run = new RingRun(RingRun.options().with(layout), full, outputs, null)) {
            run.start(Configs.of(Configs.kraken()));
            for (int i = 0; i < 5; i++) {
                run.frame(1, 0, "{}");
            }
            RingRun.await(() -> !run.failures.isEmpty(), "the failure");
            assertThat(run.failures).containsExactly((layout == Layout.FUSED ? "fused" : "journal") + " at 5");
            assertThat(run.causes.get(0)).hasMessage("disk full");
            assertThat(run.engine().hasFailed()).isTrue();
            assertThat(run.frame(1, 0, "{}")).as("nothing is taken any more").isFalse();
        }
        assertThat(inputs.lastPosition()).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void shouldStopAndNameTheStageWhenAHandlerBehindTheJournalFails(Layout layout) {
        try (RingRun run = new RingRun(RingRun.options().with(layout), inputs, outputs, null)) {
            run.start(Configs.of(Configs.kraken()));
            run.frame(1, 0, "{}");
            run.frame(1, 7, "{}");
            RingRun.await(() -> !run.failures.isEmpty(), "the failure");
            assertThat(run.failures).containsExactly((layout == Layout.FUSED ? "fused" : "decode") + " at 4");
            assertThat(run.causes.get(0)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void shouldTurnDeadlinesIntoTimerInputs() {
        try (RingRun run = new RingRun(RingRun.options(), inputs, outputs, null)) {
            run.start(Configs.of(Configs.kraken()));
            run.awaitPublished(2);
            assertThat(run.executed).containsExactly("connect 1 wss://ws.kraken.com/v2");
            run.input().connectionDown(1, 0, run.clock.get(), 4, 0, "refused");
            run.awaitPublished(3);
            run.clock.addAndGet(2 * CoreRun.SECOND);
            RingRun.await(() -> run.executed.size() == 2, "the next attempt");
            assertThat(run.executed.get(1)).isEqualTo("connect 2 wss://ws.kraken.com/v2");
        }
        assertThat(count(inputs, InputType.TIMER)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void shouldCatchUpByContinueInputs(Layout layout) {
        final BinanceFeed feed = new BinanceFeed(false, 5);
        try (RingRun run = new RingRun(RingRun.options().with(layout), inputs, outputs, null)) {
            run.start(Configs.of(Configs.binance("binance")));
            run.input().connectionUp(1, 0, run.clock.get());
            RingRun.await(() -> run.executed.size() == 2, "the subscription");
            final String id = run.executed.get(1).replaceAll(".*\"id\":(\\d+).*", "$1");
            run.frame(1, 0, "{\"result\":null,\"id\":" + id + "}");
            run.frame(1, 0, feed.diff());
            RingRun.await(() -> run.executed.size() == 3, "the query");
            final String snapshot = feed.snapshot();
            for (int i = 0; i < 700; i++) {
                final String diff = feed.diff();
                while (!run.frame(1, 0, diff)) {
                    Thread.onSpinWait();
                }
            }
            final byte[] answer = snapshot.getBytes(StandardCharsets.UTF_8);
            final long request = Long.parseLong(run.executed.get(2).split(" ")[1]);
            while (!run.input()
                    .outcome(request, 0, run.clock.get(), 200, 0, -1, -1, "", RingRun.payload(answer), answer.length)) {
                Thread.onSpinWait();
            }
            RingRun.await(() -> bodiesSay(outputs), "the book to be LIVE");
        }
        assertThat(count(inputs, InputType.CONTINUE)).isBetween(2L, 4L);
    }

    private static boolean bodiesSay(Journal outputs) {
        return DeterminismTest.records(outputs).stream()
                .anyMatch(output -> output.type() == OutputType.CONDITION
                        && output.toString().contains("-> LIVE"));
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void shouldPublishOnlyWhatIsForcedWhenDurabilityIsDisk(Layout layout) {
        final List<String> violations = new ArrayList<>();
        final Forcing forcing = new Forcing(inputs);
        final OutputListener listener = (record, offset, length, receiveNs, publishNs) -> {
            if (Envelope.cause(record, offset) > forcing.forced) {
                violations.add("output of " + Envelope.cause(record, offset) + " while forced=" + forcing.forced);
            }
        };
        final RingOptions options = RingRun.options().with(layout).with(Durability.DISK);
        try (RingRun run = new RingRun(options, forcing, outputs, listener)) {
            run.start(Configs.of(Configs.kraken()));
            for (int i = 0; i < 500; i++) {
                while (!run.frame(1, 0, "{\"bad " + i)) {
                    Thread.onSpinWait();
                }
            }
            run.awaitPublished(502);
        }
        assertThat(violations).isEmpty();
        assertThat(forcing.forced).isEqualTo(502);
        assertThat(outputs.lastPosition()).isPositive();
    }

    @Test
    void shouldRefuseOptionsThatCannotWork() {
        assertThatThrownBy(() -> RingRun.options().withRingSize(100)).hasMessageContaining("ringSize=100");
    }

    /** A journal that passes everything on. */
    private static class Wrapped implements Journal, JournalAppender {
        private final MemoryJournal journal;

        Wrapped(MemoryJournal journal) {
            this.journal = journal;
        }

        @Override
        public void append(DirectBuffer record, int offset, int length) {
            journal.append(record, offset, length);
        }

        @Override
        public void force() {
            journal.force();
        }

        @Override
        public JournalAppender appender() {
            return this;
        }

        @Override
        public JournalReader reader() {
            return journal.reader();
        }

        @Override
        public long firstPosition() {
            return journal.firstPosition();
        }

        @Override
        public long lastPosition() {
            return journal.lastPosition();
        }

        @Override
        public void close() {
            journal.close();
        }
    }

    /** Holds the appending thread at a position until it is opened. */
    private static final class Gate extends Wrapped {
        private final CountDownLatch opened = new CountDownLatch(1);
        private final long position;

        Gate(MemoryJournal journal, long position) {
            super(journal);
            this.position = position;
        }

        void open() {
            opened.countDown();
        }

        @Override
        public void append(DirectBuffer record, int offset, int length) {
            if (Envelope.sequence(record, offset) == position) {
                try {
                    assertThat(opened.await(RingRun.PATIENCE_NS, TimeUnit.NANOSECONDS))
                            .isTrue();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            super.append(record, offset, length);
        }
    }

    /** Knows up to where it was forced. */
    private static final class Forcing extends Wrapped {
        private volatile long forced;

        Forcing(MemoryJournal journal) {
            super(journal);
        }

        @Override
        public void force() {
            forced = lastPosition();
        }
    }
}
