package io.truebook.engine.core;

import io.truebook.engine.record.ConfiguredBody;
import io.truebook.engine.record.ConfiguredBody.ConfigFile;
import io.truebook.engine.venue.Configuration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Configurations of tests: profiles written in the test, definitions as shipped. */
public final class Configs {
    public static final long RUN_ID = 77;
    public static final long SEED = 4711;

    private Configs() {}

    public static Path root() {
        final String named = System.getProperty("truebook.root");
        if (named != null && !named.isEmpty()) {
            return Path.of(named);
        }
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("config/venues"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    /** The profile with the shipped definitions of its venues. */
    public static ConfiguredBody of(String profile) {
        return of(profile, UnaryOperator.identity());
    }

    /** As {@link #of(String)}, with the definitions' text changed. */
    static ConfiguredBody of(String profile, UnaryOperator<String> change) {
        final List<ConfigFile> files = new ArrayList<>();
        files.add(new ConfigFile("profile.yaml", profile));
        for (String id : Configuration.venueIds("profile.yaml", profile)) {
            final Path file = root().resolve("config/venues/" + id + ".yaml");
            try {
                files.add(new ConfigFile(id + ".yaml", change.apply(Files.readString(file))));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new ConfiguredBody(Core.VERSION, RUN_ID, SEED, files);
    }

    /** Kraken's book of BTC/USD, ten levels, scales from a file: 1 and 8 decimals. */
    public static String kraken() {
        return """
                venues:
                  - id: kraken
                    symbols: [BTC/USD]
                    depth: 10
                    channels: [book]
                    instruments: {BTC/USD: {priceDecimals: 1, sizeDecimals: 8}}
                """;
    }

    /** Depth diffs of one symbol of a venue of the Binance family. */
    public static String binance(String id) {
        return """
                venues:
                  - id: %s
                    symbols: [BTCUSDT]
                    channels: [depth]
                """.formatted(id);
    }

    /** Kraken and Binance in one run, so that a test sees both kinds of snapshot and proof. */
    public static String both() {
        return kraken() + binance("binance").substring("venues:\n".length());
    }

    static String passive(String id) {
        return """
                mode: passive
                venues:
                  - id: %s
                """.formatted(id);
    }

    /** Replaces one text that must be there. */
    static UnaryOperator<String> replacing(String from, String to) {
        return text -> {
            if (!text.contains(from)) {
                throw new IllegalArgumentException("the definition has no text '" + from + "'");
            }
            return text.replace(from, to);
        };
    }
}
