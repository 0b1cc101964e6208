package io.truebook.tools.profile;

import io.truebook.engine.ring.RingOptions.Durability;
import io.truebook.engine.ring.RingOptions.Layout;
import io.truebook.engine.ring.RingOptions.Wait;
import io.truebook.engine.venue.DefinitionException;
import io.truebook.journal.Roll;
import io.truebook.tools.cli.ToolException;
import io.truebook.tools.profile.Profile.JournalSettings;
import io.truebook.tools.profile.Profile.ThreadSettings;
import io.truebook.tools.profile.Profile.Venue;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads and validates a profile. Stateless. */
public final class ProfileReader {
    /** The sockets' thread. */
    public static final String NETWORK_THREAD = "network";

    private static final Set<String> KEYS = Set.of("mode", "lagLimitMs", "venues", "journal", "threads", "alerts");
    private static final Set<String> VENUE_KEYS =
            Set.of("id", "symbols", "channels", "depth", "webSocketUrl", "restUrl", "instruments", "priority");
    private static final Set<String> JOURNAL_KEYS =
            Set.of("directory", "durability", "roll", "retentionDays", "retentionBytes", "lowDiskBytes");
    private static final Set<String> THREAD_KEYS = Set.of("layout", "ringSize", "waitStrategy", "busySelect", "pin");
    /** Threads that can be pinned: the sockets', the one of {@code fused}, the four of {@code staged}, the helpers. */
    private static final Set<String> PIN_KEYS =
            Set.of(NETWORK_THREAD, "fused", "journal", "decode", "core", "publish", "ticker", "checkpoint");

    private static final long LOW_DISK_BYTES = 1L << 30;
    private static final int RING_SIZE = 4096;
    private static final int LAG_LIMIT_MS = 250;
    private static final int MOST_LAG_LIMIT_MS = 600_000;
    private static final int MOST_DEPTH = 10_000;
    private static final int MOST_CPUS = 4096;

    private ProfileReader() {}

    /**
     * Reads a file.
     *
     * @throws ToolException when it is not there (exit code 3)
     * @throws DefinitionException when it is wrong; every error names file, line and key
     */
    public static Profile read(Path file) {
        final String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw ToolException.missing(file + ": cannot be read; name a profile, e.g. config/profiles/box.yaml", e);
        }
        return parse(file.toString(), text);
    }

    /** As {@link #read}, from a text; {@code name} stands in errors and in the journal. */
    public static Profile parse(String name, String text) {
        final YamlLines yaml = YamlLines.parse(name, text);
        final List<String> errors = new ArrayList<>();
        final Section root = new Section(name, "", yaml.tree(), yaml.lines(), errors).allow(KEYS);
        if (!root.text("mode", "live").equals("live")) {
            root.error("/mode", "must be live; a passive run is 'truebook check'");
        }
        root.whole("lagLimitMs", LAG_LIMIT_MS, 1, MOST_LAG_LIMIT_MS); // the core reads it from the text
        final Profile profile = new Profile(
                name,
                text,
                venues(root),
                journal(root.section("journal").allow(JOURNAL_KEYS)),
                threads(root.section("threads").allow(THREAD_KEYS)),
                AlertSection.read(root.section("alerts")));
        if (!errors.isEmpty()) {
            throw new DefinitionException(errors);
        }
        return profile;
    }

    private static List<Venue> venues(Section root) {
        final List<Venue> venues = new ArrayList<>();
        final Set<String> ids = new HashSet<>();
        for (Section section : root.sections("venues")) {
            section.allow(VENUE_KEYS);
            final String id = section.text("id", "");
            if (id.isEmpty()) {
                section.error("/id", "is missing; name a venue of 'truebook venue list'");
            } else if (!ids.add(id)) {
                section.error("/id", "venue " + id + " is there twice; put all its symbols under one entry");
            }
            final List<String> symbols = section.texts("symbols");
            if (symbols.isEmpty()) {
                section.error("/symbols", "is missing; list at least one symbol as the venue writes it");
            } else if (new HashSet<>(symbols).size() < symbols.size()) {
                section.error("/symbols", "names a symbol twice");
            }
            if (!symbols.containsAll(section.texts("priority"))) {
                section.error("/priority", "names a symbol that is not among symbols; list it there as well");
            }
            final List<String> channels = section.texts("channels");
            final int depth = (int) section.whole("depth", 0, 0, MOST_DEPTH);
            url(section, "webSocketUrl", Set.of("ws", "wss"));
            url(section, "restUrl", Set.of("http", "https"));
            venues.add(new Venue(
                    id,
                    List.copyOf(symbols),
                    List.copyOf(channels),
                    depth,
                    section.line("channels"),
                    section.line("depth")));
        }
        if (venues.isEmpty()) {
            root.error("/venues", "is missing; list at least one venue with its symbols");
        }
        return List.copyOf(venues);
    }

    private static void url(Section section, String key, Set<String> schemes) {
        final String text = section.text(key, null);
        if (text == null) {
            return;
        }
        try {
            final URI uri = new URI(text);
            if (uri.getScheme() != null && schemes.contains(uri.getScheme()) && uri.getHost() != null) {
                return;
            }
        } catch (URISyntaxException e) {
            section.error("/" + key, "is no URL: " + e.getMessage());
            return;
        }
        section.error(
                "/" + key,
                "must start with "
                        + String.join(":// or ", schemes.stream().sorted().toList()) + ":// and name a host, is "
                        + text);
    }

    private static JournalSettings journal(Section section) {
        return new JournalSettings(
                section.text("directory", null),
                section.oneOf("durability", Durability.PROCESS),
                section.oneOf("roll", Roll.DAILY),
                (int) section.whole("retentionDays", 0, 0, 36_500),
                section.whole("retentionBytes", 0, 0, Long.MAX_VALUE),
                section.whole("lowDiskBytes", LOW_DISK_BYTES, 0, Long.MAX_VALUE));
    }

    private static ThreadSettings threads(Section section) {
        final long ringSize = section.whole("ringSize", RING_SIZE, 16, 1 << 20);
        if (Long.bitCount(ringSize) != 1) {
            section.error("/ringSize", "must be a power of two, is " + ringSize);
        }
        final Section pin = section.section("pin").allow(PIN_KEYS);
        final Map<String, Integer> cpus = new TreeMap<>();
        for (String thread : PIN_KEYS) {
            if (pin.has(thread)) {
                cpus.put(thread, (int) pin.whole(thread, 0, 0, MOST_CPUS));
            }
        }
        return new ThreadSettings(
                section.oneOf("layout", Layout.FUSED),
                (int) ringSize,
                section.oneOf("waitStrategy", Wait.SLEEPING),
                section.flag("busySelect", false),
                Map.copyOf(cpus));
    }
}
