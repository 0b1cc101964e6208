package io.truebook.transport.box;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The faults that a box injects: immutable, seeded. They strike book deltas (never acknowledgements or heartbeats) on
 * their way to one client, snapshots made for one ({@link FaultKind#STALE_SNAPSHOT}) or REST queries. Each rule counts
 * what of this matches it, over all connections, from 1, and strikes every n-th, at given ones, or with a probability; of
 * several rules that strike one frame the first happens. Or it strikes once, in turn: when the rules in turn before it
 * that concern the venue and strike the same sort of thing have struck, and so many more have passed. So each of a row
 * of faults happens for certain, however long a client stays away after one of them.
 *
 * <p>Corruption: where the venue has a checksum in the same frame (kraken, kraken-v1) a digit of a level's price or size
 * is changed or the JSON is damaged, as {@link Damage} says. Elsewhere only the JSON is damaged: a changed digit inside a
 * well-formed diff is invisible to a chain of update ids, so no client could find it, and it is refused here.
 *
 * <pre>
 * seed: 7
 * faults:
 *   - {kind: drop, venue: kraken, symbol: BTC/USD, every: 100}
 *   - {kind: corrupt, probability: 0.01, damage: digit}
 *   - {kind: delay, at: [50, 90], forMillis: 250}
 *   - {kind: silence, at: 500, forFrames: 40}
 *   - {kind: drop, inTurn: 100}
 *   - {kind: silence, inTurn: 50, untilJoined: true}
 *   - {kind: reconnect_storm, at: 900, connections: 3}
 * </pre>
 */
public final class Faults {
    /** How a frame is corrupted. */
    public enum Damage {
        /** A digit where the venue has a checksum, else the JSON. */
        AUTO,
        /** One digit of a price or a size; the frame stays well-formed. */
        DIGIT,
        /** The frame does not parse any more. */
        JSON
    }

    private static final int MILLION = 1_000_000;
    private static final long DEFAULT_DELAY_MILLIS = 200;
    private static final long DEFAULT_SILENCE_FRAMES = 40;
    private static final int DEFAULT_STORM_CONNECTIONS = 2;
    private static final Set<String> KEYS = Set.of(
            "kind",
            "venue",
            "symbol",
            "every",
            "at",
            "probability",
            "forMillis",
            "forFrames",
            "connections",
            "damage",
            "inTurn",
            "untilJoined");

    private final long seed;
    private final List<FaultRule> rules;

    private Faults(long seed, List<FaultRule> rules) {
        this.seed = seed;
        this.rules = List.copyOf(rules);
    }

    public static Faults none() {
        return new Faults(0, List.of());
    }

    public static Builder builder(long seed) {
        return new Builder(seed);
    }

    /**
     * Reads a YAML or JSON file.
     *
     * @throws IllegalArgumentException naming the file, the rule and the key that is wrong
     */
    public static Faults read(Path file) {
        ObjectMapper mapper = file.toString().endsWith(".json") ? Json.MAPPER : new YAMLMapper();
        JsonNode root;
        try {
            root = mapper.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": cannot be read as faults: " + e.getMessage(), e);
        }
        if (!root.isObject() || !root.path("faults").isArray()) {
            throw new IllegalArgumentException(file + ": expected the keys seed (a number) and faults (a list)");
        }
        Builder builder = builder(root.path("seed").asLong());
        int number = 0;
        for (JsonNode rule : root.path("faults")) {
            number++;
            try {
                addRule(builder, rule);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(file + ": fault " + number + ": " + e.getMessage(), e);
            }
        }
        return builder.build();
    }

    private static void addRule(Builder builder, JsonNode rule) {
        rule.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException("unknown key '" + key + "', expected one of " + sorted(KEYS));
            }
        });
        builder.fault(named(FaultKind.class, rule.path("kind").asText(), "kind"));
        if (rule.has("venue")) {
            builder.venue(rule.get("venue").asText());
        }
        if (rule.has("symbol")) {
            builder.symbol(rule.get("symbol").asText());
        }
        if (rule.has("every")) {
            builder.every(rule.get("every").asLong());
        }
        if (rule.has("at")) {
            List<Long> at = new ArrayList<>();
            if (rule.get("at").isArray()) {
                rule.get("at").forEach(k -> at.add(k.asLong()));
            } else {
                at.add(rule.get("at").asLong());
            }
            builder.at(at.stream().mapToLong(Long::longValue).toArray());
        }
        if (rule.has("probability")) {
            builder.probability(rule.get("probability").asText());
        }
        if (rule.has("inTurn")) {
            builder.inTurn(rule.get("inTurn").asLong());
        }
        if (rule.has("forMillis")) {
            builder.forMillis(rule.get("forMillis").asLong());
        }
        if (rule.has("forFrames")) {
            builder.forFrames(rule.get("forFrames").asLong());
        }
        if (rule.path("untilJoined").asBoolean()) {
            builder.untilJoined();
        }
        if (rule.has("connections")) {
            builder.connections(rule.get("connections").asInt());
        }
        if (rule.has("damage")) {
            builder.damage(named(Damage.class, rule.get("damage").asText(), "damage"));
        }
    }

    private static <E extends Enum<E>> E named(Class<E> type, String text, String key) {
        for (E value : type.getEnumConstants()) {
            if (value.name().equalsIgnoreCase(text)) {
                return value;
            }
        }
        throw new IllegalArgumentException(key + " is '" + text + "', expected one of "
                + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT));
    }

    private static List<String> sorted(Set<String> keys) {
        return keys.stream().sorted().toList();
    }

    long seed() {
        return seed;
    }

    List<FaultRule> rules() {
        return rules;
    }

    /** Names a fault with {@link #fault}, then where and when it strikes; the next {@link #fault} begins another. */
    public static final class Builder {
        private final long seed;
        private final List<FaultRule> rules = new ArrayList<>();
        private FaultKind kind;
        private String venue;
        private String symbol;
        private long every;
        private List<Long> at;
        private int perMillion;
        private long inTurn;
        private long forMillis;
        private long forFrames;
        private int connections;
        private Damage damage;

        private Builder(long seed) {
            this.seed = seed;
        }

        public Builder fault(FaultKind next) {
            finishRule();
            kind = next;
            venue = null;
            symbol = null;
            every = 0;
            at = List.of();
            perMillion = 0;
            inTurn = 0;
            forMillis = DEFAULT_DELAY_MILLIS;
            forFrames = DEFAULT_SILENCE_FRAMES;
            connections = DEFAULT_STORM_CONNECTIONS;
            damage = Damage.AUTO;
            return this;
        }

        public Builder venue(String only) {
            venue = only;
            return this;
        }

        public Builder symbol(String only) {
            symbol = only;
            return this;
        }

        public Builder every(long n) {
            require(n > 0, "every: value=" + n + ", expected 1 or more");
            every = n;
            return this;
        }

        public Builder at(long... ordinals) {
            at = Arrays.stream(ordinals).boxed().toList();
            require(!at.isEmpty() && at.stream().allMatch(k -> k > 0), "at: values=" + at + ", expected 1 or more");
            return this;
        }

        /** A decimal from 0 to 1, to the millionth. */
        public Builder probability(String decimal) {
            BigDecimal value;
            try {
                value = new BigDecimal(decimal);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("probability is '" + decimal + "', expected 0 to 1", e);
            }
            require(
                    value.signum() >= 0 && value.compareTo(BigDecimal.ONE) <= 0,
                    "probability: value=" + decimal + ", expected 0 to 1");
            perMillion = value.multiply(BigDecimal.valueOf(MILLION)).intValue();
            require(perMillion > 0, "probability: value=" + decimal + ", expected a millionth at least");
            return this;
        }

        /** Once, after what comes before it in turn, and so many more that match. */
        public Builder inTurn(long after) {
            require(after > 0, "inTurn: value=" + after + ", expected 1 or more");
            inTurn = after;
            return this;
        }

        /** How long a delay holds the connection. */
        public Builder forMillis(long millis) {
            require(millis > 0, "forMillis: value=" + millis + ", expected 1 or more");
            forMillis = millis;
            return this;
        }

        /** How many frames of the symbol a silence lasts. */
        public Builder forFrames(long frames) {
            require(frames > 0, "forFrames: value=" + frames + ", expected 1 or more");
            forFrames = frames;
            return this;
        }

        /** A silence ends when the client subscribes again. */
        public Builder untilJoined() {
            forFrames = FaultRule.UNTIL_JOINED;
            return this;
        }

        /** How many connections a storm cuts after those that stand. */
        public Builder connections(int count) {
            require(count >= 0 && count <= 1_000, "connections: value=" + count + ", limits=0 to 1000");
            connections = count;
            return this;
        }

        public Builder damage(Damage how) {
            damage = how;
            return this;
        }

        public Faults build() {
            finishRule();
            kind = null;
            return new Faults(seed, rules);
        }

        private void finishRule() {
            if (kind == null) {
                return;
            }
            int ways = (every > 0 ? 1 : 0) + (at.isEmpty() ? 0 : 1) + (perMillion > 0 ? 1 : 0) + (inTurn > 0 ? 1 : 0);
            require(ways == 1, kind + ": give exactly one of every, at, probability, inTurn");
            rules.add(new FaultRule(
                    kind, venue, symbol, every, at, perMillion, inTurn, forMillis, forFrames, connections, damage));
        }

        private static void require(boolean holds, String otherwise) {
            if (!holds) {
                throw new IllegalArgumentException(otherwise);
            }
        }
    }
}
