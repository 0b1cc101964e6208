package io.truebook.bench.feed;

import io.truebook.engine.recording.Entry;
import io.truebook.engine.recording.Recording;
import io.truebook.engine.recording.RecordingReader;
import io.truebook.tools.cli.Home;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The feeds that are measured: a recording of real traffic where it lies beside the project, else a synthetic market of
 * the same shape, always from the same seed.
 */
public final class Feeds {
    /** System property that names the folder of recordings; {@code ../shared/feeds} where it is not set. */
    public static final String PROPERTY = "truebook.feeds";

    /** Seed of the synthetic markets. */
    public static final long SEED = 20261121;

    private static final int KRAKEN_DEPTH = 25;
    private static final int SYNTHETIC_FRAMES = 2000;

    private Feeds() {}

    /** Kraken v2 book frames, depth 25. */
    public static Feed kraken() {
        final Path file = recordings().resolve("kraken_v2/kraken_btcusd_sample.cbcap");
        return Files.isReadable(file) ? recordedKraken(file) : syntheticKraken();
    }

    /** Binance USD-M diffs behind their REST snapshot. */
    public static Feed binanceUsdm() {
        final Path file = recordings().resolve("binance/usdm_ethusdt_20240718.gz");
        return Files.isReadable(file) ? recordedBinance(file) : syntheticBinance();
    }

    /**
     * Frames of a recording as they came, answers over REST left out; null where this machine does not have it.
     *
     * @param file below the folder of recordings
     * @param mostFrames frames at most
     * @param mostBytes no further frame once there are so many
     */
    public static List<byte[]> recorded(String file, int mostFrames, int mostBytes) {
        final Path path = recordings().resolve(file);
        if (!Files.isReadable(path)) {
            return null;
        }
        final List<byte[]> payloads = new ArrayList<>();
        int bytes = 0;
        try (RecordingReader reader = Recording.open(path).read()) {
            Entry entry = reader.next();
            while (entry != null && payloads.size() < mostFrames && bytes < mostBytes) {
                if (entry.kind() == Entry.Kind.FRAME && entry.payload().length > 0) {
                    payloads.add(entry.payload());
                    bytes += entry.payload().length;
                }
                entry = reader.next();
            }
        }
        return payloads;
    }

    public static Feed syntheticKraken() {
        return new SyntheticKraken(SEED, KRAKEN_DEPTH).feed(SYNTHETIC_FRAMES);
    }

    public static Feed syntheticBinance() {
        return new SyntheticBinance(SEED).feed(SYNTHETIC_FRAMES);
    }

    private static Path recordings() {
        final String named = System.getProperty(PROPERTY);
        return named != null
                ? Path.of(named)
                : Home.find().toAbsolutePath().resolve("../shared/feeds").normalize();
    }

    private static Feed recordedKraken(Path file) {
        final List<byte[]> payloads = new ArrayList<>();
        Recording.open(file).forEach(entry -> {
            if (entry.kind() == Entry.Kind.FRAME && text(entry).startsWith("{\"channel\":\"book\"")) {
                payloads.add(entry.payload());
            }
        });
        return new Feed("kraken", "BTC/USD", KRAKEN_DEPTH, name(file), false, payloads);
    }

    /** The snapshot is moved before the diffs that waited for it: a pass must not need the journal to read them back. */
    private static Feed recordedBinance(Path file) {
        final List<byte[]> payloads = new ArrayList<>();
        Recording.open(file).forEach(entry -> {
            final String text = text(entry);
            if (text.startsWith("{\"lastUpdateId\"")) {
                payloads.add(0, entry.payload());
            } else if (text.contains("\"e\":\"depthUpdate\"")) {
                payloads.add(entry.payload());
            }
        });
        return new Feed("binance-usdm", "ETHUSDT", 0, name(file), true, payloads);
    }

    private static String text(Entry entry) {
        return new String(entry.payload(), StandardCharsets.US_ASCII);
    }

    private static String name(Path file) {
        return "recording " + file.getParent().getFileName() + "/" + file.getFileName();
    }
}
