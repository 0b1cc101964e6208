package io.truebook.tools.crash;

import io.truebook.transport.box.BoxOptions;
import io.truebook.transport.box.ClientListener;
import io.truebook.transport.box.ExchangeBox;
import io.truebook.transport.box.FaultKind;
import io.truebook.transport.box.Faults;
import io.truebook.transport.box.MarketOptions;
import io.truebook.transport.box.OracleBook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Kraken and Binance in the test's process, each with an endless seeded market, and a note of everything that a client
 * asked. They outlive any engine that is connected to them.
 */
public final class Exchange implements AutoCloseable {
    private static final List<String> VENUES = List.of("kraken", "binance");
    private static final int SYMBOLS = 2;
    private static final int DEPTH = 25;

    private final ExchangeBox box;
    private final Heard heard = new Heard();
    private final List<Path> files = new ArrayList<>();

    /**
     * Starts.
     *
     * @param folder for the profile
     * @param eventsPerSecond of each venue
     */
    public Exchange(Path folder, long seed, int eventsPerSecond, Faults faults) throws IOException {
        final MarketOptions market =
                MarketOptions.of(seed).withSymbols(SYMBOLS).withDepth(DEPTH).withEventsPerSecond(eventsPerSecond);
        final BoxOptions.Builder options = BoxOptions.builder().faults(faults).clients(heard);
        VENUES.forEach(venue -> options.market(venue, market));
        box = ExchangeBox.start(options.build());
        final Path profile = folder.resolve("profile.yaml");
        Files.writeString(profile, profile());
        files.add(profile);
        VENUES.forEach(venue -> files.add(root().resolve("config/venues/" + venue + ".yaml")));
    }

    /** Disconnects only: whatever else struck the last frame before the feeds end would stay unseen. */
    public static Faults disconnects(long seed) {
        return Faults.builder(seed).fault(FaultKind.DISCONNECT).every(400).build();
    }

    /** The folder that holds config/. */
    public static Path root() {
        Path folder = Path.of(System.getProperty("truebook.root", System.getProperty("user.dir")))
                .toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("config").resolve("venues"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    /** The profile, then the definitions. */
    public List<Path> files() {
        return files;
    }

    public ExchangeBox box() {
        return box;
    }

    Heard heard() {
        return heard;
    }

    /** {@code VENUE:SYMBOL} to the venue's own book now. */
    Map<String, OracleBook> books() {
        final Map<String, OracleBook> books = new TreeMap<>();
        for (String venue : VENUES) {
            box.symbols(venue).forEach(symbol -> books.put(venue + ":" + symbol, box.oracleBook(venue, symbol)));
        }
        return books;
    }

    @Override
    public void close() {
        box.close();
    }

    private String profile() {
        final StringBuilder text = new StringBuilder("venues:\n");
        for (String venue : VENUES) {
            text.append("  - id: ").append(venue).append('\n');
            text.append("    symbols: [")
                    .append(String.join(", ", box.symbols(venue)))
                    .append("]\n");
            if (venue.equals("kraken")) {
                text.append("    depth: ").append(DEPTH).append('\n');
            }
            text.append("    webSocketUrl: ").append(box.webSocketUrl(venue));
            text.append(venue.equals("kraken") ? "/v2\n" : "/stream\n");
            text.append("    restUrl: ").append(box.restUrl(venue)).append('\n');
        }
        return text.toString();
    }

    /** How often each thing was asked. Written by the box's event loop, read by the test. */
    static final class Heard implements ClientListener {
        private final Map<String, Integer> counts = new LinkedHashMap<>();

        @Override
        public synchronized void onRequest(Kind kind, long connection, String text) {
            counts.merge(kind + " " + text, 1, Integer::sum);
        }

        synchronized Map<String, Integer> counts() {
            return Map.copyOf(counts);
        }

        synchronized int total() {
            return counts.values().stream().mapToInt(Integer::intValue).sum();
        }
    }
}
