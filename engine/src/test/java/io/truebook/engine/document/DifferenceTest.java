package io.truebook.engine.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifferenceTest {
    private static final long SEED = Long.getLong("truebook.seed", 20_261_122L);

    private static Snapshot snapshot(SnapshotType type, Value data, long id) {
        return new Snapshot(type, "X", data, 1_700_000_000_000L + id, Snapshot.NO_ID, id, null);
    }

    private static Difference between(SnapshotType type, Value from, Value to) {
        return Difference.between(snapshot(type, from, 3), snapshot(type, to, 8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{\"a\":1}~{\"a\":1.0}~0",
                "{\"a\":1,\"b\":2}~{\"a\":1,\"b\":3}~1",
                "{\"a\":1,\"b\":2}~{\"a\":1}~1",
                "{\"a\":{\"x\":[1,2,3,4]}}~{\"a\":{\"x\":[1,3,4]}}~1",
                "{\"a\":[1,2]}~{\"a\":[0,1,2]}~1",
                "{\"a\":[1,2]}~{\"a\":[]}~2",
                "{\"a\":[{\"p\":1,\"q\":2}]}~{\"a\":[{\"p\":1,\"q\":3}]}~1",
                "{\"a'b\":{\"\":1}}~{\"a'b\":{\"\":2}}~1",
                "{}~[]~1",
            })
    void shouldSayNoMoreThanWhatChanged(String from, String to, int deltas) {
        final Difference difference = between(SnapshotType.TICKER, Value.parse(from), Value.parse(to));
        assertThat(difference.deltas()).hasSize(deltas);
        assertThat(difference.apply()).isEqualTo(difference.to());
    }

    @Test
    void shouldLeadFromAnyDocumentToAnyOther() {
        final Random random = new Random(SEED);
        for (int i = 0; i < 3_000; i++) {
            final Value from = value(random, 4);
            final Value to = random.nextInt(3) == 0 ? value(random, 4) : altered(random, from);
            final Difference difference = between(SnapshotType.BALANCE, from, to);
            assertThat(difference.apply())
                    .as("seed=%d, round=%d, from=%s", SEED, i, from)
                    .isEqualTo(difference.to());
            // as messages, too: what is sent is what is meant
            Value data = from;
            for (final Delta delta : difference.deltas()) {
                final Delta sent =
                        Delta.parse((ObjectValue) Value.parse(delta.toValue().toJson()));
                data = Deltas.STRICT.applyData(SnapshotType.BALANCE, data, sent, new ArrayList<>());
            }
            assertThat(data).as("seed=%d, round=%d", SEED, i).isEqualTo(to);
        }
    }

    @Test
    void shouldLeadFromAnyBookToAnyOther() {
        final Random random = new Random(SEED);
        for (int i = 0; i < 2_000; i++) {
            final Difference difference = between(SnapshotType.ORDER_BOOK, book(random), book(random));
            assertThat(difference.apply()).as("seed=%d, round=%d", SEED, i).isEqualTo(difference.to());
            assertThat(difference.deltas().size()).isLessThanOrEqualTo(4);
        }
    }

    @Test
    void shouldRefuseTwoDocumentsThatAreNotTheSame() {
        assertThatThrownBy(() -> Difference.between(
                        snapshot(SnapshotType.TICKER, ObjectValue.EMPTY, 1),
                        snapshot(SnapshotType.BALANCE, ObjectValue.EMPTY, 2)))
                .hasMessageContaining("not the same document");
        assertThatThrownBy(() -> between(
                        SnapshotType.ORDER_BOOK,
                        Value.parse("{\"bids\":[],\"asks\":[]}"),
                        Value.parse("{\"bids\":[[1,1],[2,1]],\"asks\":[]}")))
                .hasMessageContaining("bids descend");
    }

    private static Value book(Random random) {
        final List<Value> sides = new ArrayList<>();
        for (int side = 0; side < 2; side++) {
            final TreeSet<Integer> prices = new TreeSet<>();
            for (int n = random.nextInt(12); n > 0; n--) {
                prices.add(random.nextInt(20));
            }
            final List<Value> rows = new ArrayList<>();
            for (final int price : prices) {
                rows.add(Value.parse("[\"" + price + ".0\"," + (1 + random.nextInt(2)) + "]"));
            }
            if (side == 0) {
                Collections.reverse(rows);
            }
            sides.add(ArrayValue.of(rows));
        }
        final ObjectValue book = ObjectValue.of(List.of("bids", "asks"), sides);
        return random.nextInt(10) == 0 ? book.with("nonce", Decimal.of(random.nextInt(3))) : book;
    }

    private static Value value(Random random, int depth) {
        final int kind = random.nextInt(depth > 0 ? 7 : 5);
        switch (kind) {
            case 0:
                return Decimal.of(random.nextInt(3));
            case 1:
                return new Text("t" + random.nextInt(3));
            case 2:
                return random.nextBoolean() ? Literal.TRUE : Literal.FALSE;
            case 3:
                return Literal.NULL;
            case 4:
                return Decimal.of("1." + random.nextInt(3));
            case 5:
                ObjectValue object = ObjectValue.EMPTY;
                for (int n = random.nextInt(5); n > 0; n--) {
                    object = object.with("k'" + random.nextInt(6), value(random, depth - 1));
                }
                return object;
            default:
                ArrayValue array = ArrayValue.EMPTY;
                for (int n = random.nextInt(5); n > 0; n--) {
                    array = array.append(value(random, depth - 1));
                }
                return array;
        }
    }

    /** One part of it replaced, put in or taken out. */
    private static Value altered(Random random, Value value) {
        if (value instanceof ArrayValue array && array.size() > 0) {
            final int at = random.nextInt(array.size());
            return switch (random.nextInt(3)) {
                case 0 -> array.without(at);
                case 1 -> array.insert(at, value(random, 2));
                default -> array.with(at, altered(random, array.get(at)));
            };
        }
        if (value instanceof ObjectValue object && object.size() > 0) {
            final int at = random.nextInt(object.size());
            return random.nextInt(4) == 0
                    ? object.without(object.name(at))
                    : object.with(object.name(at), altered(random, object.value(at)));
        }
        return value(random, 2);
    }
}
