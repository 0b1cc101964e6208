package io.truebook.engine.decode;

import io.truebook.engine.recording.Entry;
import io.truebook.engine.recording.Recording;
import io.truebook.engine.venue.VenueDefinition;
import io.truebook.engine.venue.VenueLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Assumptions;

/** Shipped definitions, and the shared recordings where this machine has them. */
final class Feeds {
    private Feeds() {}

    static Path root() {
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

    static VenueDefinition venue(String id) {
        return VenueLoader.load(root().resolve("config/venues/" + id + ".yaml"));
    }

    static List<Entry> entries(String... files) {
        final List<Path> paths = new ArrayList<>();
        for (final String file : files) {
            final Path path = root().resolve("../shared/feeds").resolve(file).normalize();
            Assumptions.assumeTrue(Files.exists(path), "no recording " + file + " on this machine");
            paths.add(path);
        }
        final List<Entry> entries = new ArrayList<>();
        Recording.open(paths).forEach(entries::add);
        return entries;
    }

    /** What decoding a recording gave, counted. */
    static final class Tally {
        final Map<String, Integer> counts = new LinkedHashMap<>();
        final List<String> odd = new ArrayList<>();
        long levels;

        int of(String name) {
            return counts.getOrDefault(name, 0);
        }

        void add(String name, int by) {
            counts.merge(name, by, Integer::sum);
        }
    }

    /** Sees each frame after it has been decoded. */
    interface Sight {
        void see(Decoder decoder, DecodedFrame frame, Entry entry);
    }

    static Tally decode(String venue, Sight sight, String... files) {
        final Decoder decoder = new Decoder(venue(venue), true);
        final DecodedFrame out = new DecodedFrame(64);
        final Tally tally = new Tally();
        final Map<String, Integer> connections = new LinkedHashMap<>();
        for (final Entry entry : entries(files)) {
            if (entry.kind() != Entry.Kind.FRAME && entry.kind() != Entry.Kind.ANSWER) {
                continue;
            }
            final UnsafeBuffer buffer = new UnsafeBuffer(entry.payload());
            if (entry.kind() == Entry.Kind.ANSWER) {
                decoder.decodeAnswer(buffer, 0, buffer.capacity(), out);
            } else {
                final int connection = connections.computeIfAbsent(entry.connection(), name -> connections.size());
                decoder.decodeFrame(connection, buffer, 0, buffer.capacity(), out);
            }
            count(tally, out, entry);
            sight.see(decoder, out, entry);
        }
        return tally;
    }

    private static void count(Tally tally, DecodedFrame out, Entry entry) {
        if (out.status != DecodedFrame.OK) {
            tally.add("not ok", 1);
            tally.odd.add("status=" + out.status + " " + DecodedFrame.errorName(out.error) + " at " + out.errorOffset
                    + ": "
                    + entry.text().substring(0, Math.min(200, entry.text().length())));
        }
        for (int i = 0; i < out.messageCount(); i++) {
            final Message message = out.message(i);
            tally.add(MessageKind.name(message.kind), 1);
            tally.levels += message.levelTo - message.levelFrom;
        }
    }
}
