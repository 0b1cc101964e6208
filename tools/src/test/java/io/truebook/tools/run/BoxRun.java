package io.truebook.tools.run;

import io.truebook.engine.record.ConfiguredBody.ConfigFile;
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
import io.truebook.transport.box.OracleBook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** One run of the real engine against the real box over loopback, until the feed ends and every book is LIVE. */
final class BoxRun {
    static final Duration PATIENCE = Duration.ofMinutes(3);

    final BoxStats stats;
    final OracleComparison oracle;
    final List<String> unequal;
    final Verified verified;
    final FollowedBooks books;

    /** A replay of the run's journal compared with the outputs in it. */
    record Verified(long inputs, long compared, long missing, String difference, long hash) {}

    private BoxRun(BoxStats stats, OracleComparison oracle, Verified verified, FollowedBooks books) {
        this.books = books;
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

    /** Until the feed ends by itself, with the venue's definition as it is. */
    static BoxRun run(
            Path directory,
            String venue,
            String webSocketPath,
            int depth,
            BoxOptions.Builder box,
            RingOptions.Layout layout)
            throws IOException, InterruptedException {
        return run(directory, venue, webSocketPath, depth, box, layout, false, UnaryOperator.identity());
    }

    /**
     * {@code untilStruck}: a feed without end goes on until each fault has struck and every book is LIVE again.
     * {@code definition} changes the text of the venue's definition.
     */
    static BoxRun run(
            Path directory,
            String venue,
            String webSocketPath,
            int depth,
            BoxOptions.Builder box,
            RingOptions.Layout layout,
            boolean untilStruck,
            UnaryOperator<String> definition)
            throws IOException, InterruptedException {
        final Path log = directory.resolve("delivered.jsonl");
        final Path journal = directory.resolve("journal");
        final BoxStats stats;
        final FollowedBooks books = new FollowedBooks(PATIENCE);
        try (ExchangeBox exchange = ExchangeBox.start(box.deliveryLog(log).build())) {
            final List<ConfigFile> files = files(exchange, venue, webSocketPath, depth, definition);
            final EngineOptions options = EngineOptions.of(journal, files)
                    .with(RingOptions.defaults().with(layout))
                    .with(JournalOptions.defaults().withBlockBytes(4 << 20));
            try (EngineRunner engine =
                    new EngineRunner(options, books, (stage, position, cause) -> books.failed(cause), line -> {})) {
                if (untilStruck) {
                    if (!exchange.awaitFaults(PATIENCE)) {
                        throw new AssertionError("not every fault struck: " + exchange.stats() + ", books " + books);
                    }
                    books.await(exchange.symbols(venue).size(), book -> true);
                    exchange.endFeeds();
                }
                if (!exchange.awaitFinished(PATIENCE)) {
                    throw new AssertionError("the box did not finish: " + exchange.stats());
                }
                final Map<String, OracleBook> last = new HashMap<>();
                exchange.symbols(venue)
                        .forEach(symbol -> last.put(venue + ':' + symbol, exchange.oracleBook(venue, symbol)));
                books.await(last.size(), book -> OracleComparison.difference(book, last.get(book.symbol())) == null);
                if (engine.ring().hasFailed()) {
                    throw new AssertionError("the engine failed");
                }
            }
            stats = exchange.stats();
        }
        final OracleComparison oracle = new OracleComparison(log);
        try (JournalDirectory read = JournalDirectory.openReadOnly(journal)) {
            oracle.run(new JournalPair(read.inputs(), read.outputs()));
            return new BoxRun(stats, oracle, verify(read), books);
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

    private static List<ConfigFile> files(
            ExchangeBox exchange, String venue, String path, int depth, UnaryOperator<String> change)
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
        files.add(new ConfigFile(definition.getFileName().toString(), change.apply(Files.readString(definition))));
        return files;
    }
}
