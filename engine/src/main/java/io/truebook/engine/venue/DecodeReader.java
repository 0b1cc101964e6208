package io.truebook.engine.venue;

import com.fasterxml.jackson.databind.JsonNode;
import io.truebook.engine.decode.DecodedFrame;
import io.truebook.engine.decode.MessageKind;
import io.truebook.engine.venue.DecodeRules.Condition;
import io.truebook.engine.venue.DecodeRules.Field;
import io.truebook.engine.venue.DecodeRules.Role;
import io.truebook.engine.venue.DecodeRules.RowField;
import io.truebook.engine.venue.DecodeRules.SideBy;
import io.truebook.engine.venue.DecodeRules.Source;
import io.truebook.engine.venue.DecodeRules.Test;
import io.truebook.engine.venue.DecodeRules.TimeUnit;
import io.truebook.engine.venue.DecodeRules.Word;
import io.truebook.engine.venue.VenueDefinition.Channel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads the {@code decode} part of a definition. */
final class DecodeReader {
    private static final FieldPath ROOT = FieldPath.parse("$");

    private final Problems problems;
    private final List<Channel> channels;
    private boolean hasMap;

    DecodeReader(Problems problems, List<Channel> channels) {
        this.problems = problems;
        this.channels = channels;
    }

    /** @param model the channels of a venue that speaks the model itself, null for any other */
    DecodeRules read(JsonNode decode, ModelRules model) {
        final FieldPath sequence = optionalPath(decode, "/decode", "connectionSequence");
        final FieldPath map = optionalPath(decode, "/decode", "channelMap");
        hasMap = map != null;
        return new DecodeRules(
                section(decode.get("frames"), "/decode/frames"),
                decode.has("answers")
                        ? section(decode.get("answers"), "/decode/answers")
                        : new DecodeRules.Section(List.of(ROOT), List.of(), List.of(), List.of()),
                sequence,
                map,
                model);
    }

    private FieldPath optionalPath(JsonNode holder, String pointer, String key) {
        return holder.has(key) ? path(holder.get(key).asText(), pointer + '/' + key) : null;
    }

    private FieldPath path(String text, String pointer) {
        try {
            return FieldPath.parse(text);
        } catch (IllegalArgumentException e) {
            problems.at(pointer, e.getMessage());
            return ROOT;
        }
    }

    private DecodeRules.Section section(JsonNode section, String pointer) {
        final List<FieldPath> roots = new ArrayList<>();
        for (final JsonNode root : section.path("roots")) {
            roots.add(path(root.asText(), pointer + "/roots/" + roots.size()));
        }
        if (roots.isEmpty()) {
            roots.add(ROOT);
        }
        final List<Word> texts = new ArrayList<>();
        section.path("texts")
                .properties()
                .forEach(text -> texts.add(
                        new Word(text.getKey(), MessageKind.of(text.getValue().asText()))));
        final List<DecodeRules.Table> tables = new ArrayList<>();
        section.path("tables")
                .properties()
                .forEach(table -> tables.add(
                        table(table.getKey(), table.getValue(), YamlTree.member(pointer + "/tables", table.getKey()))));
        final List<DecodeRules.Message> messages = new ArrayList<>();
        for (final JsonNode message : section.get("messages")) {
            messages.add(message(message, pointer + "/messages/" + messages.size(), tables));
        }
        return new DecodeRules.Section(roots, texts, tables, messages);
    }

    private DecodeRules.Table table(String name, JsonNode table, String pointer) {
        final List<RowField> row = new ArrayList<>();
        for (final Map.Entry<String, JsonNode> member : table.get("row").properties()) {
            final JsonNode place = member.getValue();
            row.add(new RowField(
                    Role.valueOf(member.getKey().toUpperCase(Locale.ROOT)),
                    place.isTextual() ? place.asText() : null,
                    place.isTextual() ? 0 : place.asInt()));
        }
        if (row.stream().map(field -> field.key() == null).distinct().count() > 1) {
            problems.at(pointer + "/row", "mixes positions and keys, use one of them");
        }
        final SideBy side = SideBy.valueOf(table.get("side").asText().toUpperCase(Locale.ROOT));
        need(side == SideBy.FIELD == has(row, Role.SIDE), pointer + "/side", "side: field goes with row.side");
        need(
                side == SideBy.FIELD == table.has("sides"),
                pointer + "/side",
                "side: field goes with sides, the words and what they mean");
        need(
                has(row, Role.OPERATION) == table.has("operations"),
                pointer + "/row",
                "row.operation goes with operations, the words and what they mean");
        need(
                has(row, Role.ORDER)
                        || words(table.path("operations")).stream()
                                .noneMatch(word -> word.meaning() == DecodedFrame.CHANGE),
                pointer + "/operations",
                "only an order can be changed; a level is set");
        need(
                has(row, Role.ORDER) || !table.path("zeroPriceDeletes").asBoolean(false),
                pointer + "/zeroPriceDeletes",
                "goes with row.order: without a price only an id finds the row");
        need(
                has(row, Role.PRICE) || has(row, Role.ID),
                pointer + "/row",
                "a row needs a price or an id to be found by");
        need(
                !table.has("width") || row.get(0).key() == null,
                pointer + "/width",
                "a width belongs to rows that are arrays");
        return new DecodeRules.Table(
                name,
                path(table.get("at").asText(), pointer + "/at"),
                List.copyOf(row),
                side,
                words(table.path("sides")),
                words(table.path("operations")),
                table.path("width").asInt(0),
                table.path("nullDeletes").asBoolean(false),
                table.path("zeroPriceDeletes").asBoolean(false),
                table.path("wireText").asBoolean(false));
    }

    private void need(boolean condition, String pointer, String what) {
        if (!condition) {
            problems.at(pointer, what);
        }
    }

    private static boolean has(List<RowField> row, Role role) {
        return row.stream().anyMatch(field -> field.role() == role);
    }

    private static List<Word> words(JsonNode words) {
        final List<Word> list = new ArrayList<>();
        words.properties()
                .forEach(word ->
                        list.add(new Word(word.getKey(), meaning(word.getValue().asText()))));
        return List.copyOf(list);
    }

    /** The schema lets no other word through. */
    private static int meaning(String word) {
        return switch (word) {
            case "bid" -> DecodedFrame.BID;
            case "ask" -> DecodedFrame.ASK;
            case "set" -> DecodedFrame.SET;
            case "delete" -> DecodedFrame.DELETE;
            case "reduce" -> DecodedFrame.REDUCE;
            case "change" -> DecodedFrame.CHANGE;
            case "none" -> DecodeRules.Message.NO_CHANGE;
            default -> -1;
        };
    }

    private DecodeRules.Message message(JsonNode message, String pointer, List<DecodeRules.Table> tables) {
        final byte kind = MessageKind.of(message.get("kind").asText());
        final boolean mapped = message.path("mapped").asBoolean(false);
        need(!mapped || hasMap, pointer + "/mapped", "there is no channel map, add decode.channelMap");
        final List<Integer> levels = new ArrayList<>();
        for (final JsonNode name : message.path("levels")) {
            levels.add(tableIndex(name.asText(), tables, pointer + "/levels/" + levels.size()));
        }
        final int order = meaning(message.path("order").asText(""));
        need(
                (levels.isEmpty() && order < 0)
                        != (kind == MessageKind.BOOK_SNAPSHOT || kind == MessageKind.BOOK_DELTA),
                pointer,
                "books, and only books, have levels or an order");
        need(levels.isEmpty() || order < 0, pointer + "/order", "goes without levels: fields tell of the order");
        final List<Condition> when = new ArrayList<>();
        message.path("when")
                .properties()
                .forEach(condition -> when.add(condition(
                        condition.getKey(),
                        condition.getValue(),
                        YamlTree.member(pointer + "/when", condition.getKey()))));
        final List<Source> fields = new ArrayList<>();
        message.path("fields")
                .properties()
                .forEach(field -> fields.add(source(
                        field.getKey(), field.getValue(), YamlTree.member(pointer + "/fields", field.getKey()))));
        // Symbol and channel first, the map's id last: binding an id needs the two.
        fields.sort(Comparator.comparing(Source::field));
        checkEssential(kind, fields, pointer);
        need(
                order < 0
                        || order == DecodeRules.Message.NO_CHANGE
                        || fields.stream().anyMatch(field -> field.field() == Field.ORDER),
                pointer,
                "a change of an order needs fields.order, its id");
        final String operation = message.path("operation").asText("");
        return new DecodeRules.Message(
                kind,
                message.has("channel") ? channel(message.get("channel").asText(), pointer + "/channel") : -1,
                optionalPath(message, pointer, "each"),
                mapped,
                List.copyOf(when),
                List.copyOf(fields),
                List.copyOf(levels),
                operation.isEmpty() ? -1 : operation.equals("set") ? DecodedFrame.SET : DecodedFrame.DELETE,
                message.path("priceOptional").asBoolean(false),
                message.path("someLevels").asBoolean(false),
                order,
                message.path("more").asBoolean(false),
                message.path("intervalS").asInt(0));
    }

    /** Without these a message of the kind says nothing. */
    private void checkEssential(byte kind, List<Source> fields, String pointer) {
        final Field essential = switch (kind) {
            case MessageKind.TRADE -> Field.PRICE;
            case MessageKind.TICKER -> Field.BID;
            case MessageKind.CHECKSUM -> Field.CHECKSUM;
            case MessageKind.INSTRUMENT -> Field.SYMBOL;
            case MessageKind.CANDLE -> Field.CLOSE;
            default -> null;
        };
        if (essential != null && fields.stream().noneMatch(source -> source.field() == essential)) {
            problems.at(
                    pointer,
                    "a " + MessageKind.name(kind) + " needs fields."
                            + essential.name().toLowerCase(Locale.ROOT));
        }
    }

    private int tableIndex(String name, List<DecodeRules.Table> tables, String pointer) {
        for (int i = 0; i < tables.size(); i++) {
            if (tables.get(i).name().equals(name)) {
                return i;
            }
        }
        problems.at(pointer, "unknown table '" + name + "', name one of tables");
        return 0;
    }

    private int channel(String name, String pointer) {
        for (int i = 0; i < channels.size(); i++) {
            if (channels.get(i).name().equals(name)) {
                return i;
            }
        }
        problems.at(pointer, "unknown channel '" + name + "', name one of websocket.channels");
        return -1;
    }

    private Condition condition(String path, JsonNode value, String pointer) {
        final FieldPath parsed = path(path, pointer);
        if (value.has("pattern")) {
            final String pattern = value.get("pattern").asText();
            try {
                Pattern.compile(pattern);
            } catch (PatternSyntaxException e) {
                problems.at(pointer, "no regular expression: " + e.getDescription() + ", correct it");
                return new Condition(parsed, Test.PRESENT, List.of());
            }
            return new Condition(parsed, Test.MATCHES, List.of(pattern));
        }
        if (value.isObject()) {
            final Test test = value.has("shape")
                    ? Test.valueOf(value.get("shape").asText().toUpperCase(Locale.ROOT))
                    : value.get("present").asBoolean() ? Test.PRESENT : Test.ABSENT;
            return new Condition(parsed, test, List.of());
        }
        final List<String> values = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(item -> values.add(item.asText()));
        } else {
            values.add(value.asText());
        }
        return new Condition(parsed, Test.EQUALS, List.copyOf(values));
    }

    private static Field field(String name) {
        final StringBuilder constant = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            if (Character.isUpperCase(name.charAt(i))) {
                constant.append('_');
            }
            constant.append(Character.toUpperCase(name.charAt(i)));
        }
        return Field.valueOf(constant.toString());
    }

    private Source source(String name, JsonNode value, String pointer) {
        final Field field = field(name);
        if (value.isTextual()) {
            need(!isTime(field), pointer, "a time needs a unit, write {at: …, unit: …}");
            need(
                    field != Field.CHANNEL && field != Field.INTERVAL && field != Field.CLOSED,
                    pointer,
                    "needs words, write {at: …, words: {…}}");
            return new Source(field, path(value.asText(), pointer), false, null, List.of(), (char) 0);
        }
        final FieldPath path = path(value.get("at").asText(), pointer + "/at");
        need(isTime(field) == value.has("unit"), pointer, "a unit goes with a time, and a time with a unit");
        final List<Word> words = new ArrayList<>();
        value.path("words")
                .properties()
                .forEach(word -> words.add(new Word(
                        word.getKey(),
                        meaning(field, word.getValue().asText(), YamlTree.member(pointer + "/words", word.getKey())))));
        final TimeUnit unit =
                value.has("unit") ? TimeUnit.valueOf(value.get("unit").asText().toUpperCase(Locale.ROOT)) : null;
        return new Source(
                field,
                path,
                value.path("optional").asBoolean(false),
                unit,
                List.copyOf(words),
                value.has("after") ? value.get("after").asText().charAt(0) : (char) 0);
    }

    private static boolean isTime(Field field) {
        return field == Field.TIME || field == Field.START;
    }

    private int meaning(Field field, String meaning, String pointer) {
        if (field == Field.CHANNEL) {
            return channel(meaning, pointer);
        }
        if (field == Field.INTERVAL) {
            need(meaning.matches("[1-9][0-9]{0,6}"), pointer, "an interval means a number of seconds");
            return meaning.matches("[1-9][0-9]{0,6}") ? Integer.parseInt(meaning) : 0;
        }
        if (field == Field.CLOSED) {
            need(meaning.equals("open") || meaning.equals("closed"), pointer, "a candle is open or closed");
            return meaning.equals("closed") ? 1 : 0;
        }
        need(
                field == Field.SIDE && (meaning.equals("bid") || meaning.equals("ask")),
                pointer,
                "words mean bid or ask for a side, or a channel; other fields have none");
        return meaning.equals("bid") ? DecodedFrame.BID : DecodedFrame.ASK;
    }
}
