package io.truebook.engine.decode;

import io.truebook.engine.venue.DecodeRules;
import io.truebook.engine.venue.DecodeRules.Condition;
import io.truebook.engine.venue.DecodeRules.Field;
import io.truebook.engine.venue.DecodeRules.RowField;
import io.truebook.engine.venue.DecodeRules.Source;
import io.truebook.engine.venue.FieldPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compiles a section of a definition into a {@link Plan}. Throws IllegalArgumentException for rules that fit the schema
 * but not each other; the loader turns it into an error of the file.
 */
final class PlanCompiler {
    private static final int MAX_CONDITIONS = 64;

    private final DecodeRules.Section section;
    private final Plan.Node root = new Plan.Node();
    private final Map<FieldPath, Plan.Scope> scopes = new LinkedHashMap<>();
    private final Map<String, Integer> registers = new LinkedHashMap<>();
    private final Map<String, Long> bits = new LinkedHashMap<>();
    private final Map<String, Plan.Table> tables = new LinkedHashMap<>();
    private int frameRegisters;
    private int conditions;

    private PlanCompiler(DecodeRules.Section section) {
        this.section = section;
    }

    /** Compiles frames, with the connection's counter and the channel map's id; both may be null. */
    static Plan compile(DecodeRules.Section section, FieldPath connectionSequence, FieldPath channelMapId) {
        return new PlanCompiler(section).compile(connectionSequence, channelMapId);
    }

    private Plan compile(FieldPath connectionSequence, FieldPath channelMapId) {
        section.messages().stream()
                .map(DecodeRules.Message::each)
                .filter(each -> each != null && !scopes.containsKey(each))
                .sorted((a, b) -> Integer.compare(a.steps().size(), b.steps().size()))
                .forEach(this::addScope);
        final int mapId = channelMapId == null ? -1 : register(channelMapId, null, true);
        final Plan.MessagePlan[] messages =
                section.messages().stream().map(this::message).toArray(Plan.MessagePlan[]::new);
        final int sequence = connectionSequence == null ? -1 : register(connectionSequence, null, true);
        final Plan.Word[] texts = section.texts().stream()
                .map(word -> new Plan.Word(word.text(), 0, word.meaning()))
                .toArray(Plan.Word[]::new);
        check(root);
        scopes.values().forEach(scope -> check(scope.node));
        return new Plan(
                root,
                frameRegisters,
                scopes.values().toArray(Plan.Scope[]::new),
                tables.values().toArray(Plan.Table[]::new),
                messages,
                sequence,
                mapId,
                texts);
    }

    private void addScope(FieldPath each) {
        if (scopes.containsKey(each)) {
            return;
        }
        final int last = each.steps().size() - 1;
        if (last < 0 || !each.steps().get(last).any()) {
            throw new IllegalArgumentException("each '" + each.text() + "' must end in [*]");
        }
        final Plan.Scope parent = innermost(each, each);
        final Plan.Scope scope = new Plan.Scope(scopes.size(), parent);
        final FieldPath container = new FieldPath(each.text(), each.steps().subList(0, last));
        for (final Plan.Node node : nodes(container, parent)) {
            if (node.scope != null) {
                throw new IllegalArgumentException("each '" + each.text() + "' meets another under the roots given");
            }
            node.scope = scope;
        }
        scopes.put(each, scope);
    }

    /** The innermost scope around {@code path} among those that contain {@code each} (which may be null). */
    private Plan.Scope innermost(FieldPath path, FieldPath each) {
        Plan.Scope found = null;
        int depth = -1;
        for (final Map.Entry<FieldPath, Plan.Scope> entry : scopes.entrySet()) {
            final FieldPath key = entry.getKey();
            if (each != null
                    && each.startsWith(key)
                    && path.startsWith(key)
                    && key.steps().size() > depth) {
                found = entry.getValue();
                depth = key.steps().size();
            }
        }
        return found;
    }

    private FieldPath pathOf(Plan.Scope scope) {
        for (final Map.Entry<FieldPath, Plan.Scope> entry : scopes.entrySet()) {
            if (entry.getValue() == scope) {
                return entry.getKey();
            }
        }
        throw new IllegalStateException("scope without a path");
    }

    /** The nodes of a path: one within a scope, one per root in the frame. */
    private List<Plan.Node> nodes(FieldPath path, Plan.Scope scope) {
        final List<Plan.Node> found = new ArrayList<>();
        if (scope != null) {
            final int from = pathOf(scope).steps().size();
            found.add(
                    descend(scope.node, path.steps().subList(from, path.steps().size())));
        } else {
            for (final FieldPath base : section.roots()) {
                found.add(descend(root, path.under(base).steps()));
            }
        }
        return found;
    }

    private static Plan.Node descend(Plan.Node from, List<FieldPath.Step> steps) {
        Plan.Node node = from;
        for (final FieldPath.Step step : steps) {
            if (step.key() != null) {
                node = member(node, step.key());
            } else if (step.any()) {
                if (node.any == null) {
                    node.any = new Plan.Node();
                }
                node = node.any;
            } else if (step.index() >= 0) {
                node.elements = room(node.elements, step.index());
                node = node.elements[step.index()];
            } else {
                node.fromEnd = room(node.fromEnd, -step.index() - 1);
                if (node.starts == null) {
                    node.starts = new int[32];
                }
                node = node.fromEnd[-step.index() - 1];
            }
        }
        return node;
    }

    private static Plan.Node[] room(Plan.Node[] nodes, int index) {
        final Plan.Node[] grown = nodes.length > index ? nodes : Arrays.copyOf(nodes, index + 1);
        if (grown[index] == null) {
            grown[index] = new Plan.Node();
        }
        return grown;
    }

    private static Plan.Node member(Plan.Node node, String name) {
        final Plan.Key key = new Plan.Key(name);
        final int known = node.keys.named(key.name, 0, key.name.length);
        if (known >= 0) {
            return node.members[known];
        }
        final int count = node.members.length;
        final Plan.Key[] keys = Arrays.copyOf(node.keys.keys, count + 1);
        keys[count] = key;
        node.keys = new Plan.KeySet(keys);
        node.members = Arrays.copyOf(node.members, count + 1);
        node.members[count] = new Plan.Node();
        return node.members[count];
    }

    private int newRegister(Plan.Scope scope) {
        return scope == null ? frameRegisters++ : scope.registers++;
    }

    private static String key(FieldPath path, Plan.Scope scope) {
        return (scope == null ? "-" : scope.index) + " " + path.steps();
    }

    /** The register of a scalar, made at first use. */
    private int register(FieldPath path, Plan.Scope scope, boolean numeric) {
        final String key = key(path, scope);
        Integer register = registers.get(key);
        if (register == null) {
            register = newRegister(scope);
            registers.put(key, register);
        }
        for (final Plan.Node node : nodes(path, scope)) {
            node.register = register;
            node.numeric |= numeric;
        }
        return register;
    }

    private Plan.MessagePlan message(DecodeRules.Message rules) {
        final Plan.MessagePlan plan = new Plan.MessagePlan();
        plan.kind = rules.kind();
        plan.channel = rules.channel();
        plan.scope = rules.each() == null ? null : scopes.get(rules.each());
        plan.mapped = rules.mapped();
        plan.operation = rules.operation();
        plan.priceOptional = rules.priceOptional();
        plan.someTables = rules.someTables();
        plan.order = rules.order();
        plan.more = rules.more();
        plan.intervalS = rules.intervalS();
        for (final Condition condition : rules.when()) {
            final Plan.Scope scope = innermost(condition.path(), rules.each());
            final long bit = bit(condition, scope);
            final boolean absent = condition.test() == DecodeRules.Test.ABSENT;
            plan.need |= absent ? 0 : bit;
            plan.forbid |= absent ? bit : 0;
            if (scope == null) {
                plan.frameNeed |= absent ? 0 : bit;
                plan.frameForbid |= absent ? bit : 0;
            }
        }
        final int count = rules.tables().size();
        plan.tables = new Plan.Table[count];
        plan.tableRegisters = new int[count];
        plan.tableUps = new int[count];
        for (int i = 0; i < count; i++) {
            final DecodeRules.Table table = section.tables().get(rules.tables().get(i));
            final Plan.Scope scope = innermost(table.path(), rules.each());
            plan.tables[i] = table(table, scope);
            plan.tableRegisters[i] = plan.tables[i].register;
            plan.tableUps[i] = ups(plan.scope, scope);
            plan.symbolic |= plan.tables[i].symbols;
        }
        plan.fields = rules.fields().stream()
                .map(source -> field(source, rules, plan.scope))
                .toArray(Plan.FieldPlan[]::new);
        return plan;
    }

    private static int ups(Plan.Scope from, Plan.Scope to) {
        int ups = 0;
        for (Plan.Scope scope = from; scope != to; scope = scope.parent) {
            ups++;
        }
        return to == null ? -1 : ups;
    }

    private Plan.FieldPlan field(Source source, DecodeRules.Message rules, Plan.Scope own) {
        final Plan.Scope scope = innermost(source.path(), rules.each());
        final Plan.FieldPlan plan = new Plan.FieldPlan();
        plan.field = source.field().ordinal();
        plan.up = ups(own, scope);
        plan.optional = source.optional();
        plan.unit = source.unit();
        plan.after = (byte) source.after();
        plan.words = source.words().stream()
                .map(word -> new Plan.Word(word.text(), 0, word.meaning()))
                .toArray(Plan.Word[]::new);
        plan.register = register(source.path(), scope, numeric(source));
        return plan;
    }

    private static boolean numeric(Source source) {
        final Field field = source.field();
        if (field == Field.TIME || field == Field.START) {
            return source.unit() != DecodeRules.TimeUnit.RFC3339;
        }
        return field != Field.SYMBOL
                && field != Field.CHANNEL
                && field != Field.TEXT
                && field != Field.ORDER
                && field != Field.INTERVAL
                && field != Field.CLOSED
                && (field != Field.SIDE || source.words().isEmpty());
    }

    private long bit(Condition condition, Plan.Scope scope) {
        final String key = key(condition.path(), scope) + " " + condition.test() + " " + condition.values();
        final Long known = bits.get(key);
        if (known != null) {
            return known;
        }
        // A presence and an absence share their bit.
        final boolean presence =
                condition.test() == DecodeRules.Test.PRESENT || condition.test() == DecodeRules.Test.ABSENT;
        final String presenceKey = key(condition.path(), scope) + " presence";
        if (presence && bits.containsKey(presenceKey)) {
            return bits.get(presenceKey);
        }
        if (conditions == MAX_CONDITIONS) {
            throw new IllegalArgumentException("more than " + MAX_CONDITIONS + " different conditions");
        }
        final long bit = 1L << conditions++;
        bits.put(presence ? presenceKey : key, bit);
        for (final Plan.Node node : nodes(condition.path(), scope)) {
            switch (condition.test()) {
                case EQUALS -> {
                    for (final String value : condition.values()) {
                        node.words = Arrays.copyOf(node.words, node.words.length + 1);
                        node.words[node.words.length - 1] = new Plan.Word(value, bit, 0);
                    }
                }
                case MATCHES -> {
                    node.words = Arrays.copyOf(node.words, node.words.length + 1);
                    node.words[node.words.length - 1] =
                            new Plan.Word(new TextPattern(condition.values().get(0)), bit);
                }
                case PRESENT, ABSENT -> node.present |= bit;
                case ROWS -> node.rows |= bit;
                case ROW -> node.row |= bit;
            }
        }
        return bit;
    }

    private Plan.Table table(DecodeRules.Table rules, Plan.Scope scope) {
        final String key = key(rules.path(), scope) + " " + rules.name();
        final Plan.Table known = tables.get(key);
        if (known != null) {
            return known;
        }
        final Plan.Table table = new Plan.Table();
        table.register = newRegister(scope);
        table.side = rules.side();
        table.sides = words(rules.sides());
        table.operations = words(rules.operations());
        table.width = rules.width();
        table.nullDeletes = rules.nullDeletes();
        table.zeroPriceDeletes = rules.zeroPriceDeletes();
        table.wireText = rules.wireText();
        shape(table, rules.row());
        for (final RowField field : rules.row()) {
            table.symbols |= field.role() == DecodeRules.Role.SYMBOL;
            table.orders |= field.role() == DecodeRules.Role.ORDER;
        }
        final DecodeRules.Role[] roles = table.positions != null ? table.positions : table.roles;
        final boolean pair = roles.length == 2
                && roles[0] == DecodeRules.Role.PRICE
                && roles[1] == DecodeRules.Role.SIZE
                && table.width == 0
                && !table.nullDeletes
                && (table.side == DecodeRules.SideBy.BID || table.side == DecodeRules.SideBy.ASK);
        table.pair = pair && table.positions != null;
        table.keyedPair = pair && table.positions == null;
        if (table.keyedPair) {
            table.opening = new Literal(bytes("{\"" + rules.row().get(0).key() + "\":"));
            table.between = new Literal(bytes(",\"" + rules.row().get(1).key() + "\":"));
        }
        for (final Plan.Node node : nodes(rules.path(), scope)) {
            node.tables = Arrays.copyOf(node.tables, node.tables.length + 1);
            node.tables[node.tables.length - 1] = table;
        }
        tables.put(key, table);
        return table;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void shape(Plan.Table table, List<RowField> row) {
        if (row.get(0).key() == null) {
            int length = 0;
            for (final RowField field : row) {
                length = Math.max(length, field.index() + 1);
            }
            table.positions = new DecodeRules.Role[length];
            for (final RowField field : row) {
                table.positions[field.index()] = field.role();
            }
        } else {
            table.keys = new Plan.KeySet(
                    row.stream().map(field -> new Plan.Key(field.key())).toArray(Plan.Key[]::new));
            table.roles = row.stream().map(RowField::role).toArray(DecodeRules.Role[]::new);
        }
    }

    private static Plan.Word[] words(List<DecodeRules.Word> words) {
        return words.stream()
                .map(word -> new Plan.Word(word.text(), 0, word.meaning()))
                .toArray(Plan.Word[]::new);
    }

    /** Refuses what the walk could not serve. */
    private static void check(Plan.Node node) {
        if (node.any != null && node.elements.length > 0) {
            throw new IllegalArgumentException("paths ask for [n] and for [*] of one array; use only one of them");
        }
        for (final Plan.Node member : node.members) {
            check(member);
        }
        for (final Plan.Node element : node.elements) {
            if (element != null) {
                check(element);
            }
        }
        if (node.any != null) {
            check(node.any);
        }
    }
}
