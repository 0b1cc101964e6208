package io.truebook.engine.venue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.truebook.engine.record.ConfiguredBody;
import io.truebook.engine.venue.VenueDefinition.Channel;
import java.util.ArrayList;
import java.util.List;

/**
 * What the core and the decoder take from a {@link ConfiguredBody}: the venues with their definitions and what is
 * subscribed there. The profile's other sections (journal, threads) are no business of the core and are not read here;
 * the tool that starts a run validates the whole file. Deterministic: a pure function of the texts.
 *
 * @param passive nothing is requested, nothing is sent; symbols are found in the frames ({@code check})
 * @param lagLimitMs an input that lay longer than this between receive and journal makes all books STALE
 */
public record Configuration(boolean passive, int lagLimitMs, List<VenueSetup> venues) {
    private static final int DEFAULT_LAG_LIMIT_MS = 250;

    /** Precision that an instruments file states. */
    public record Precision(String symbol, int priceDecimals, int sizeDecimals) {}

    /**
     * One venue of the profile.
     *
     * @param symbols as the venue writes them, in the profile's order
     * @param channels indexes of the definition's channels to subscribe to
     * @param depth levels per side to subscribe to, 0 for the definition's default
     * @param webSocketUrl the profile's, else the definition's
     * @param restUrl the profile's, else the definition's
     * @param precisions from an instruments file
     * @param priority symbols whose books come first when books wait for their turn, the first of them foremost
     */
    public record VenueSetup(
            VenueDefinition definition,
            List<String> symbols,
            List<Integer> channels,
            int depth,
            String webSocketUrl,
            String restUrl,
            List<Precision> precisions,
            List<String> priority) {}

    /**
     * Parses the texts. The first is the profile, the others the definitions of its venues in the same order.
     *
     * @throws DefinitionException where a text is wrong; the message names file, line and key
     */
    public static Configuration parse(List<ConfiguredBody.ConfigFile> files) {
        final ConfiguredBody.ConfigFile file = files.get(0);
        final JsonNode profile = read(file);
        final List<VenueSetup> venues = new ArrayList<>();
        final boolean passive = "passive".equals(profile.path("mode").asText("live"));
        int index = 1;
        for (JsonNode node : profile.path("venues")) {
            if (index >= files.size()) {
                throw error(file, "venues", "has more entries than there are definitions");
            }
            final ConfiguredBody.ConfigFile text = files.get(index++);
            venues.add(setup(file, node, VenueLoader.parse(text.name(), text.text()), passive));
        }
        return new Configuration(passive, profile.path("lagLimitMs").asInt(DEFAULT_LAG_LIMIT_MS), List.copyOf(venues));
    }

    /** The ids of the venues that a profile names, in order; for whoever gathers the definitions' texts. */
    public static List<String> venueIds(String name, String profileText) {
        final ConfiguredBody.ConfigFile file = new ConfiguredBody.ConfigFile(name, profileText);
        final List<String> ids = new ArrayList<>();
        for (JsonNode node : read(file).path("venues")) {
            final String id = node.path("id").asText("");
            if (id.isEmpty()) {
                throw error(
                        file, "venues[" + ids.size() + "].id", "is missing; name a venue, see 'truebook venue list'");
            }
            ids.add(id);
        }
        return ids;
    }

    private static JsonNode read(ConfiguredBody.ConfigFile file) {
        try {
            return new YAMLMapper().readTree(file.text());
        } catch (JsonProcessingException e) {
            final int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new DefinitionException(
                    List.of(file.name() + ":" + line + ": -: not YAML: " + e.getOriginalMessage()));
        }
    }

    private static VenueSetup setup(
            ConfiguredBody.ConfigFile file, JsonNode node, VenueDefinition definition, boolean passive) {
        final List<String> symbols = new ArrayList<>();
        node.path("symbols").forEach(symbol -> symbols.add(symbol.asText()));
        // A venue's own address lets nobody in who is not known there; an exchange in a box does.
        final boolean open = passive || node.has("webSocketUrl");
        final List<Integer> channels = channels(file, node, definition, open);
        final int book =
                channels.stream().filter(definition::isBook).findFirst().orElse(-1);
        final List<Precision> precisions = new ArrayList<>();
        node.path("instruments")
                .properties()
                .forEach(entry -> precisions.add(new Precision(
                        entry.getKey(),
                        entry.getValue().path("priceDecimals").asInt(),
                        entry.getValue().path("sizeDecimals").asInt())));
        final List<String> priority = new ArrayList<>();
        node.path("priority").forEach(symbol -> priority.add(symbol.asText()));
        return new VenueSetup(
                definition.withBook(book),
                List.copyOf(symbols),
                List.copyOf(channels),
                node.path("depth").asInt(0),
                node.path("webSocketUrl").asText(definition.webSocketUrl()),
                node.path("restUrl").asText(definition.restUrl()),
                List.copyOf(precisions),
                List.copyOf(priority));
    }

    /**
     * What the profile names, or all that nobody has to name; of the ways to keep a book one, and nothing twice.
     *
     * @param open private channels can be had too
     */
    private static List<Integer> channels(
            ConfiguredBody.ConfigFile file, JsonNode node, VenueDefinition definition, boolean open) {
        final List<Integer> chosen = new ArrayList<>();
        final String key = definition.id() + ".channels";
        for (JsonNode name : node.path("channels")) {
            final List<Integer> named = definition.channelsNamed(name.asText(), open);
            if (named.isEmpty()) {
                throw error(file, key, "names no channel of the venue: " + name.asText());
            }
            for (final int index : named) {
                final Channel channel = definition.channels().get(index);
                if (!channel.isPublic() && !open) {
                    throw error(
                            file,
                            key,
                            "channel '" + channel.name() + "' is private ("
                                    + channel.auth().type()
                                    + "); private connections are not run yet, leave it out");
                }
                if (!chosen.contains(index)) {
                    chosen.add(index);
                }
            }
        }
        if (!node.has("channels")) {
            chosen.addAll(definition.defaultChannels(open));
        }
        final List<String> books = chosen.stream()
                .filter(definition::isBook)
                .map(index -> definition.channels().get(index).name())
                .toList();
        if (books.size() > 1) {
            throw error(file, key, "names several ways to keep a book, choose one of " + books);
        }
        chosen.removeIf(index -> {
            final String within = definition.channels().get(index).within();
            return within != null && chosen.contains(definition.channelIndex(within));
        });
        return List.copyOf(chosen);
    }

    private static DefinitionException error(ConfiguredBody.ConfigFile file, String key, String what) {
        return new DefinitionException(List.of(file.name() + ":0: " + key + ": " + what));
    }
}
