package io.truebook.engine.venue;

import com.fasterxml.jackson.databind.JsonNode;
import io.truebook.engine.document.DeltaType;
import io.truebook.engine.document.DocumentException;
import io.truebook.engine.document.DocumentPath;
import io.truebook.engine.document.SnapshotType;
import io.truebook.engine.venue.ModelRules.ModelChannel;
import io.truebook.engine.venue.VenueDefinition.BookRules;
import io.truebook.engine.venue.VenueDefinition.Channel;
import io.truebook.engine.venue.VenueDefinition.ChecksumDefinition;
import io.truebook.engine.venue.VenueDefinition.ChecksumOrder;
import io.truebook.engine.venue.VenueDefinition.ChecksumOutput;
import io.truebook.engine.venue.VenueDefinition.Continuity;
import io.truebook.engine.venue.VenueDefinition.HealthRules;
import io.truebook.engine.venue.VenueDefinition.Mode;
import io.truebook.engine.venue.VenueDefinition.NumberFormat;
import io.truebook.engine.venue.VenueDefinition.OnMismatch;
import io.truebook.engine.venue.VenueDefinition.OrderRules;
import io.truebook.engine.venue.VenueDefinition.Proof;
import io.truebook.engine.venue.VenueDefinition.RateLimit;
import io.truebook.engine.venue.VenueDefinition.Reconciliation;
import io.truebook.engine.venue.VenueDefinition.SessionRules;
import io.truebook.engine.venue.VenueDefinition.SnapshotSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** From a tree that fits the schema to a definition; adds what a schema cannot see: references and combinations. */
final class DefinitionReader {
    private static final int MAX_FRAME_BYTES = 8 << 20;
    private static final long MS = 1_000_000L;
    private static final long REORDER_DEADLINE_MS = 1_000;
    private static final int MAX_ORDERS = 1_000_000;

    private final JsonNode root;
    private final Problems problems;
    private final Set<String> customChecksums;
    private final List<Channel> channels = new ArrayList<>();

    private int orderBookDepth;

    DefinitionReader(JsonNode root, Problems problems, Set<String> customChecksums) {
        this.root = root;
        this.problems = problems;
        this.customChecksums = customChecksums;
    }

    VenueDefinition read() {
        final JsonNode webSocket = root.get("websocket");
        channels.addAll(new ChannelReader(root, problems).read());
        checkReconciliation(webSocket.path("reconciliation"));
        final PolicyReader policyReader = new PolicyReader(root, problems);
        final Policies policies = policyReader.read(channels); // it may add messages, so before they are read
        final DecodeRules decode =
                new DecodeReader(problems, channels).read(root.get("decode"), model(webSocket.path("reconciliation")));
        orderBookDepth = policies.snapshotOnConnect().orderBookDepth();
        final List<String> unconfirmed = new ArrayList<>();
        root.path("unconfirmed").forEach(fact -> unconfirmed.add(fact.asText()));
        return new VenueDefinition(
                root.get("id").asText(),
                root.get("title").asText(),
                webSocket.get("url").asText(),
                root.path("rest").path("url").asText(null),
                rate(root.path("rest"), "weightLimit", "weightWindowMs"),
                webSocket.path("maxFrameBytes").asInt(MAX_FRAME_BYTES),
                session(webSocket.get("session"), policyReader.silenceMs(), policies),
                List.copyOf(channels),
                book(root.path("book"), "/book", webSocket.path("reconciliation"), decode),
                otherBooks(webSocket.path("reconciliation"), decode),
                decode,
                decode,
                List.copyOf(unconfirmed));
    }

    private static String constant(String word) {
        return word.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private int index(String channel) {
        for (int i = 0; i < channels.size(); i++) {
            if (channels.get(i).name().equals(channel)) {
                return i;
            }
        }
        return -1;
    }

    private int channel(JsonNode holder, String pointer, String key) {
        if (!holder.has(key)) {
            return -1;
        }
        final String name = holder.get(key).asText();
        final int index = index(name);
        if (index < 0) {
            problems.at(pointer + '/' + key, "unknown channel '" + name + "', name one of websocket.channels");
        }
        return index;
    }

    private static List<String> greetings(JsonNode s) {
        final List<String> texts = new ArrayList<>();
        s.path("greetings").forEach(text -> texts.add(text.asText()));
        return List.copyOf(texts);
    }

    private SessionRules session(JsonNode s, long silenceMs, Policies policies) {
        final JsonNode perSecond = root.at("/websocket/connectionLimits/maxMessagesPerSecond");
        if (!perSecond.isMissingNode() && s.has("sendLimit")) {
            problems.at(
                    "/websocket/connectionLimits/maxMessagesPerSecond",
                    "stands as websocket.session.sendLimit too, keep one of them");
        }
        return new SessionRules(
                silenceMs * MS,
                greetings(s),
                s.path("ackTimeoutMs").asLong(10_000) * MS,
                s.path("snapshotTimeoutMs").asLong(10_000) * MS,
                s.path("lifetimeMs").asLong(0) * MS,
                perSecond.asInt(s.path("sendLimit").asInt(0)),
                (perSecond.isMissingNode() ? s.path("sendWindowMs").asLong(0) : 1_000) * MS,
                rate(s, "connectLimit", "connectWindowMs"),
                health(s, silenceMs),
                policies,
                Multiplexing.read(root.get("websocket")));
    }

    /** System B's 15 s, 30 s and 10 %, as far as the venue's own heartbeat and silence allow. */
    private HealthRules health(JsonNode s, long silence) {
        final long heartbeat = s.path("heartbeatMs").asLong(0);
        // without a stated heartbeat, silenceMs has to hold two of them
        final long twice = heartbeat > 0 ? 2 * heartbeat : Math.min(silence, Math.max(15_000, silence * 2 / 3));
        final long degraded = s.path("degradedMs").asLong(Math.max(15_000, twice));
        final long unhealthy = s.path("unhealthyMs").asLong(Math.max(Math.max(30_000, degraded), silence));
        if (heartbeat > 0 && Math.min(silence, Math.min(degraded, unhealthy)) < 2 * heartbeat) {
            problems.at(
                    "/websocket/session/heartbeatMs",
                    "silenceMs, degradedMs and unhealthyMs must be at least twice the heartbeat, which is "
                            + heartbeat);
        }
        if (unhealthy < degraded) {
            problems.at(
                    "/websocket/session/unhealthyMs",
                    "must not be below degradedMs, is " + unhealthy + " below " + degraded);
        }
        return new HealthRules(
                degraded * MS, unhealthy * MS, s.path("errorPercent").asInt(10));
    }

    private static RateLimit rate(JsonNode holder, String limit, String window) {
        return holder.has(limit)
                ? new RateLimit(holder.get(limit).asInt(), holder.get(window).asLong() * MS)
                : RateLimit.NONE;
    }

    private List<BookRules> otherBooks(JsonNode reconciliation, DecodeRules decode) {
        final List<BookRules> books = new ArrayList<>();
        for (final JsonNode book : root.path("otherBooks")) {
            books.add(book(book, "/otherBooks/" + books.size(), reconciliation, decode));
        }
        return List.copyOf(books);
    }

    /** Rows that are orders want to be kept so, and only they can. */
    private OrderRules orders(JsonNode book, String at, int channel, DecodeRules decode) {
        final boolean wanted = decode.frames().messages().stream()
                .filter(message -> message.channel() == channel)
                .anyMatch(message -> message.order() >= 0
                        || message.tables().stream()
                                .anyMatch(table -> decode.frames().tables().get(table).row().stream()
                                        .anyMatch(field -> field.role() == DecodeRules.Role.ORDER)));
        final JsonNode orders = book.path("orders");
        if (wanted == orders.isMissingNode()) {
            problems.at(
                    at + (wanted ? "" : "/orders"),
                    wanted
                            ? "the channel's rows are single orders, say how they are kept under orders"
                            : "the channel's rows are no orders, none of them has row.order");
        }
        return orders.isMissingNode()
                ? null
                : new OrderRules(
                        orders.path("limit").asInt(MAX_ORDERS),
                        orders.path("queue").asText("arrival").equals("id"),
                        orders.path("checksumDepth").asText("levels").equals("orders"));
    }

    private BookRules book(JsonNode book, String at, JsonNode reconciliation, DecodeRules decode) {
        if (book.isMissingNode()) {
            return null;
        }
        final int channel = channel(book, at, "channel");
        final JsonNode snapshot = book.get("snapshot");
        final SnapshotSource source =
                snapshot.get("source").asText().equals("rest") ? SnapshotSource.REST : SnapshotSource.IN_BAND;
        if (source == SnapshotSource.REST && !root.has("rest")) {
            problems.at(at + "/snapshot/source", "snapshots come over REST, add rest.url");
        }
        if (source == SnapshotSource.REST && !root.get("decode").has("answers")) {
            problems.at(at + "/snapshot/source", "snapshots come over REST, add decode.answers");
        }
        final String name = book.get("channel").asText();
        final ChecksumDefinition checksum =
                checksum(reconciliation.path("checksums").path(name), name, hasChecksumMessage());
        final Proof proof = Proof.valueOf(constant(book.get("proof").asText()));
        final Continuity continuity =
                Continuity.valueOf(constant(book.get("continuity").asText()));
        if ((proof == Proof.CHECKSUM || proof == Proof.BOTH) && checksum == null) {
            problems.at(at + "/proof", "no checksum of channel '" + name + "', add websocket.reconciliation.checksums");
        }
        if ((proof == Proof.CHAIN || proof == Proof.BOTH) && continuity == Continuity.NONE) {
            problems.at(at + "/proof", "a chain needs a continuity other than none");
        }
        final List<Integer> depths = new ArrayList<>();
        book.path("depths").forEach(depth -> depths.add(depth.asInt()));
        final int depth = book.path("defaultDepth").asInt(orderBookDepth);
        if (depth != 0 && !depths.isEmpty() && !depths.contains(depth)) {
            problems.at(at + "/defaultDepth", "not among depths " + depths + ", choose one of them");
        }
        return new BookRules(
                channel,
                channel(book, at, "instrumentChannel"),
                source,
                snapshot.path("path").asText(null),
                snapshot.path("limit").asInt(0),
                snapshot.path("weight").asInt(0),
                List.copyOf(depths),
                depth,
                book.path("truncate").asBoolean(false),
                continuity,
                book.path("idsMayFall").asBoolean(false),
                book.path("chainCovers").asText("span").equals("all"),
                book.path("bridgeOffset").asInt(0),
                checksum,
                proof,
                orders(book, at, channel, decode),
                reconciliation(reconciliation, name, source));
    }

    /** The channel's own rules win over the general ones, member by member. */
    private Reconciliation reconciliation(JsonNode model, String channel, SnapshotSource source) {
        final JsonNode own = model.path("channelRules").path(channel);
        final JsonNode general = model.path("rules");
        final JsonNode stated = rule(own, general, "mode");
        final JsonNode interval = rule(own, general, "snapshotInterval");
        final Mode mode = stated.isMissingNode()
                ? derivedMode(interval, model.path("deltas").has(channel))
                : Mode.valueOf(stated.asText());
        checkMode(mode, interval.asLong(0), source, own.has("mode") || own.has("snapshotInterval") ? channel : null);
        return new Reconciliation(
                model.path("enabled").asBoolean(false),
                mode,
                !stated.isMissingNode(),
                interval.asLong(0) * MS,
                rule(own, general, "maxGapBeforeResync").asInt(1),
                rule(own, general, "reorderDeadlineMs").asLong(REORDER_DEADLINE_MS) * MS,
                rule(own, general, "checksumValidation").asBoolean(true),
                OnMismatch.valueOf(constant(rule(own, general, "onMismatch").asText("resync"))),
                rule(own, general, "bufferDeltas").asBoolean(true),
                rule(own, general, "maxBufferSize").asInt(1000));
    }

    /** Requirements, decision 3: no interval: deltas alone; 0, or no deltas: snapshots alone; else both. */
    private static Mode derivedMode(JsonNode interval, boolean deltas) {
        if (interval.isMissingNode() || interval.isNull()) {
            return Mode.DELTA_ONLY;
        }
        return interval.asLong() > 0 && deltas ? Mode.HYBRID : Mode.SNAPSHOT_ONLY;
    }

    private void checkMode(Mode mode, long intervalMs, SnapshotSource source, String channel) {
        final String rules = "/websocket/reconciliation/";
        final String pointer = (channel == null ? rules + "rules" : YamlTree.member(rules + "channelRules", channel))
                + "/snapshotInterval";
        if (mode == Mode.HYBRID && intervalMs == 0) {
            problems.at(pointer, "mode HYBRID compares at an interval, set it above 0 or choose DELTA_ONLY");
        } else if (mode == Mode.DELTA_ONLY && intervalMs > 0) {
            problems.at(pointer, "mode DELTA_ONLY asks for no snapshots at an interval, remove it or choose HYBRID");
        } else if (mode == Mode.SNAPSHOT_ONLY && intervalMs == 0 && source == SnapshotSource.REST) {
            problems.at(pointer, "snapshots alone, and over REST: nobody sends one, set it above 0");
        }
    }

    private static JsonNode rule(JsonNode own, JsonNode general, String key) {
        return own.has(key) ? own.get(key) : general.path(key);
    }

    private void checkReconciliation(JsonNode model) {
        for (final String map : List.of("snapshots", "deltas", "checksums", "channelRules")) {
            final String pointer = "/websocket/reconciliation/" + map;
            model.path(map).fieldNames().forEachRemaining(name -> {
                if (index(name) < 0) {
                    problems.at(
                            YamlTree.member(pointer, name),
                            "unknown channel '" + name + "', name one of websocket.channels");
                }
            });
        }
        model.path("deltas").properties().forEach(delta -> {
            final String pointer = YamlTree.member("/websocket/reconciliation/deltas", delta.getKey());
            if (!model.path("snapshots").has(delta.getKey())) {
                problems.at(pointer, "deltas without a snapshot of the same channel, add it under snapshots");
            }
            final String path = delta.getValue().get("path").asText();
            if (!path.isEmpty()) {
                documentPath(path, pointer + "/path");
            }
        });
        model.path("snapshots").properties().forEach(snapshot -> {
            final JsonNode value = snapshot.getValue();
            if (value.has("nonce")
                    && value.has("sequenceId")
                    && !value.get("nonce").equals(value.get("sequenceId"))) {
                problems.at(
                        YamlTree.member("/websocket/reconciliation/snapshots", snapshot.getKey()) + "/nonce",
                        "differs from sequenceId, keep one of them");
            }
        });
        model.path("checksums")
                .properties()
                .forEach(checksum -> checksum(checksum.getValue(), checksum.getKey(), false));
    }

    private DocumentPath documentPath(String path, String pointer) {
        try {
            return DocumentPath.compile(path);
        } catch (DocumentException e) {
            problems.at(pointer, e.getMessage());
            return DocumentPath.ROOT;
        }
    }

    /** What a venue sends that speaks the model itself; null for any other. */
    private ModelRules model(JsonNode model) {
        if (!root.get("decode").path("model").asBoolean(false)) {
            return null;
        }
        final List<ModelChannel> documents = new ArrayList<>();
        for (final Channel channel : channels) {
            final String name = channel.name();
            final JsonNode snapshot = model.path("snapshots").path(name);
            final JsonNode delta = model.path("deltas").path(name);
            documents.add(
                    snapshot.isMissingNode()
                            ? null
                            : new ModelChannel(
                                    name,
                                    SnapshotType.of(snapshot.get("type").asText()),
                                    snapshot.get("symbol").asText(),
                                    delta.isMissingNode()
                                            ? null
                                            : DeltaType.of(delta.get("type").asText()),
                                    delta.isMissingNode()
                                            ? null
                                            : DocumentPath.compile(
                                                    safe(delta.get("path").asText())),
                                    checksum(model.path("checksums").path(name), name, false),
                                    checksumPath(model.path("checksums").path(name)),
                                    reconciliation(model, name, SnapshotSource.IN_BAND)));
        }
        final long books = documents.stream()
                .filter(document -> document != null && document.type() == SnapshotType.ORDER_BOOK)
                .count();
        if (books > 1) {
            problems.at("/websocket/reconciliation/snapshots", "two channels of order books, keep one");
        }
        return new ModelRules(Collections.unmodifiableList(documents));
    }

    /** What is wrong with it has been reported. */
    private static String safe(String path) {
        try {
            DocumentPath.compile(path);
            return path;
        } catch (DocumentException e) {
            return "";
        }
    }

    private static DocumentPath checksumPath(JsonNode checksum) {
        return checksum.isMissingNode()
                ? null
                : DocumentPath.compile(safe(checksum.path("expectedPath").asText("checksum")));
    }

    /** True where the value comes in a message of its own. */
    private boolean hasChecksumMessage() {
        for (final JsonNode message : root.get("decode").get("frames").get("messages")) {
            if (message.get("kind").asText().equals("checksum")) {
                return true;
            }
        }
        return false;
    }

    private ChecksumDefinition checksum(JsonNode c, String channel, boolean ownMessage) {
        if (c.isMissingNode()) {
            return null;
        }
        final String pointer = YamlTree.member("/websocket/reconciliation/checksums", channel);
        final String algorithm = c.get("algorithm").asText();
        final String custom = c.path("customFunction").asText(null);
        if (custom != null && !customChecksums.contains(custom)) {
            problems.at(
                    pointer + "/customFunction",
                    "checksum function '" + custom + "' is not registered, register it or choose one of "
                            + customChecksums.stream().sorted().toList());
        }
        if (algorithm.equals("crc32") && c.path("output").asText().equals("hex-lower")) {
            problems.at(
                    pointer + "/output",
                    "hex-lower is for sha256 and md5; crc32 is a number, write unsigned32 or signed32");
        }
        if (c.has("expectedPath")) {
            documentPath(c.get("expectedPath").asText(), pointer + "/expectedPath");
        }
        final List<String> fields = new ArrayList<>();
        c.get("fields").forEach(field -> fields.add(field.asText()));
        // without a format the values of the fields are joined with commas, as in the model's own example
        final String format = c.path("format").asText(String.join(",", fields));
        checkFormat(format, fields, pointer + "/format");
        return new ChecksumDefinition(
                algorithm,
                List.copyOf(fields),
                template(format),
                c.path("depth").asInt(10),
                switch (c.path("order").asText("asks-then-bids")) {
                    case "bids-then-asks" -> ChecksumOrder.BIDS_THEN_ASKS;
                    case "interleaved" -> ChecksumOrder.INTERLEAVED;
                    default -> ChecksumOrder.ASKS_THEN_BIDS;
                },
                c.path("levelSeparator").asText(""),
                c.path("sideSeparator").asText(""),
                NumberFormat.valueOf(constant(c.path("numberFormat").asText("wire"))),
                ChecksumOutput.valueOf(constant(c.path("output").asText("unsigned32"))),
                c.has("absentValue") ? Long.valueOf(c.get("absentValue").asLong()) : null,
                ownMessage,
                custom);
    }

    /** A comma list means its names' values with commas between them. */
    private static String template(String format) {
        return format.contains("{")
                ? format
                : Stream.of(format.split(","))
                        .map(name -> "{" + name.strip() + "}")
                        .collect(Collectors.joining(","));
    }

    /** Names in braces must be listed; {@code {{} and {@code }}} stand for the braces themselves. */
    private void checkFormat(String format, List<String> fields, String pointer) {
        final String plain = format.replace("{{", "").replace("}}", "");
        if (!plain.contains("{") && !plain.contains("}")) {
            for (final String name : plain.split(",", -1)) {
                checkName(name.strip(), fields, pointer);
            }
            return;
        }
        int at = 0;
        while (at < plain.length()) {
            final int open = plain.indexOf('{', at);
            final int close = plain.indexOf('}', at);
            if (open < 0 && close < 0) {
                return;
            }
            if (open < 0 || close < open) {
                problems.at(pointer, "a brace is not closed or not opened, write {name}");
                return;
            }
            checkName(plain.substring(open + 1, close), fields, pointer);
            at = close + 1;
        }
    }

    private void checkName(String name, List<String> fields, String pointer) {
        if (!fields.contains(name)) {
            problems.at(pointer, "'" + name + "' is not among fields " + fields + ", list it there");
        }
    }
}
