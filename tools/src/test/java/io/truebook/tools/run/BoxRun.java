package io.truebook.tools.run;

import io.truebook.engine.book.Condition;
import io.truebook.engine.record.BookBody;
import io.truebook.engine.record.ConditionBody;
import io.truebook.engine.record.ConfiguredBody.ConfigFile;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.replay.OutputComparison;
import io.truebook.engine.replay.Replayer;
import io.truebook.engine.ring.RingOptions;
import io.truebook.journal.JournalDirectory;
import io.truebook.journal.JournalOptions;
import io.truebook.tools.engine.EngineOptions;
import io.truebook.tools.engine.EngineRunner;
import io.truebook.tools.oracle.OracleComparison;
import io.truebook.tools.read.JournalPair;
import io.truebook.transport.box.BoxOptions;
import io.truebook.transport.box.BoxStats;
import io.truebook.transport.box.ExchangeBox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.DirectBuffer;

/** One run of the real engine against the real box over loopback, until the feed ends and every book is LIVE. */
final class BoxRun {
    static final Duration PATIENCE = Duration.ofMinutes(3);

    final BoxStats stats;
    final OracleComparison oracle;
    final List<String> unequal;
    final Verified verified;

    /** A replay of the run's journal compared with the outputs in it. */
    record Verified(long inputs, long compared, long missing, String difference, long hash) {}

    private BoxRun(BoxStats stats, OracleComparison oracle, Verified verified) {
        this.stats = stats;
        this.oracle = oracle;
        this.unequal = oracle.unequalAtEnd();
        this.verified = verified;
    }

    /** The folder that holds config/. */
    static Path root() {
        Path folder = Path.of(System.getProperty("truebook.root", System.getProperty("user.dir")));
        while (!Files.isDirectory(folder.resolve("config").resolve("venues"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    static BoxRun run(
            Path directory,
            String venue,
            String webSocketPath,
            int depth,
            BoxOptions.Builder box,
            RingOptions.Layout layout)
            throws IOException, InterruptedException {
        final Path log = directory.resolve("delivered.jsonl");
        final Path journal = directory.resolve("journal");
        final BoxStats stats;
        try (ExchangeBox exchange = ExchangeBox.start(box.deliveryLog(log).build())) {
            final Books books = new Books();
            final List<ConfigFile> files = files(exchange, venue, webSocketPath, depth);
            final EngineOptions options = EngineOptions.of(journal, files)
                    .with(RingOptions.defaults().with(layout))
                    .with(JournalOptions.defaults().withBlockBytes(4 << 20));
            try (EngineRunner engine =
                    new EngineRunner(options, books, (stage, position, cause) -> books.failed(cause), line -> {})) {
                if (!exchange.awaitFinished(PATIENCE)) {
                    throw new AssertionError("the box did not finish: " + exchange.stats());
                }
                books.awaitAllLive(exchange.symbols(venue).size());
                if (engine.ring().hasFailed()) {
                    throw new AssertionError("the engine failed");
                }
            }
            stats = exchange.stats();
        }
        final OracleComparison oracle = new OracleComparison(log);
        try (JournalDirectory read = JournalDirectory.openReadOnly(journal)) {
            oracle.run(new JournalPair(read.inputs(), read.outputs()));
            return new BoxRun(stats, oracle, verify(read));
        }
    }

    static Verified verify(JournalDirectory journal) {
        try (Replayer replayer = new Replayer(journal.inputs());
                OutputComparison comparison = new OutputComparison(journal.outputs(), 0)) {
            final long fed = replayer.run(
                    journal.inputs().lastPosition(), (position, batch) -> comparison.compare(position, batch) >= 0);
            return new Verified(
                    fed,
                    comparison.compared(),
                    comparison.missing(),
                    comparison.difference(),
                    replayer.core().stateHash());
        }
    }

    private static List<ConfigFile> files(ExchangeBox exchange, String venue, String path, int depth)
            throws IOException {
        final StringBuilder profile = new StringBuilder();
        // how loaded the machine is must not decide the test; lag has tests of its own
        profile.append("lagLimitMs: 60000\n");
        profile.append("venues:\n  - id: ").append(venue).append("\n    symbols: [");
        profile.append(String.join(", ", exchange.symbols(venue))).append("]\n");
        if (depth > 0) {
            profile.append("    depth: ").append(depth).append('\n');
        }
        profile.append("    webSocketUrl: ")
                .append(exchange.webSocketUrl(venue))
                .append(path)
                .append('\n');
        profile.append("    restUrl: ").append(exchange.restUrl(venue)).append('\n');
        final Path definition = root().resolve("config/venues/" + venue + ".yaml");
        final List<ConfigFile> files = new ArrayList<>();
        files.add(new ConfigFile("profile.yaml", profile.toString()));
        files.add(new ConfigFile(definition.getFileName().toString(), Files.readString(definition)));
        return files;
    }

    /** Follows the conditions of the books through the outputs, as a listener in the process does. */
    private static final class Books implements io.truebook.engine.ring.OutputListener {
        private final Map<Integer, Byte> conditions = new ConcurrentHashMap<>();
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final Object changed = new Object();

        @Override
        public void onOutput(DirectBuffer record, int offset, int length, long receiveNs, long publishNs) {
            final int body = offset + Envelope.BYTES;
            switch (Envelope.type(record, offset)) {
                case OutputType.BOOK_SNAPSHOT, OutputType.BOOK_DELTA ->
                    set(BookBody.instrument(record, body), BookBody.condition(record, body));
                case OutputType.CONDITION ->
                    set(ConditionBody.instrument(record, body), ConditionBody.to(record, body));
                default -> {
                    // says nothing of conditions
                }
            }
        }

        void failed(Throwable cause) {
            failure.compareAndSet(null, cause);
            synchronized (changed) {
                changed.notifyAll();
            }
        }

        void awaitAllLive(int count) throws InterruptedException {
            final long end = System.nanoTime() + PATIENCE.toNanos();
            synchronized (changed) {
                while (!allLive(count)) {
                    if (failure.get() != null) {
                        throw new AssertionError("the engine failed", failure.get());
                    }
                    final long left = (end - System.nanoTime()) / 1_000_000;
                    if (left <= 0) {
                        throw new AssertionError("not every book became LIVE: " + conditions);
                    }
                    changed.wait(left);
                }
            }
        }

        private boolean allLive(int count) {
            return conditions.size() == count
                    && conditions.values().stream().allMatch(condition -> condition == Condition.LIVE);
        }

        private void set(int instrument, byte condition) {
            final Byte before = conditions.put(instrument, condition);
            if (before == null || before != condition) {
                synchronized (changed) {
                    changed.notifyAll();
                }
            }
        }
    }
}
