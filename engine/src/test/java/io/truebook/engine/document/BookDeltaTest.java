package io.truebook.engine.document;

import static io.truebook.engine.document.DeltaType.DELETE;
import static io.truebook.engine.document.DeltaType.INSERT;
import static io.truebook.engine.document.DeltaType.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Order-book deltas: by price, whatever form the levels have. */
class BookDeltaTest {
    private static final long SEED = Long.getLong("truebook.seed", 20_261_122L);
    private static final String BOOK =
            "{\"bids\":[[100,1],[\"99.50\",\"2.0\"]],\"asks\":[[101,1],[102,2]],\"nonce\":7}";

    private static Deltas.Result apply(DeltaType type, String path, String data) {
        final Snapshot book = new Snapshot(SnapshotType.ORDER_BOOK, "X", Value.parse(BOOK), 5, -1, 10, null);
        return Deltas.STRICT.apply(book, new Delta(type, DocumentPath.compile(path), Value.parse(data), 11));
    }

    private static String after(DeltaType type, String path, String data) {
        final Deltas.Result result = apply(type, path, data);
        assertThat(result.error()).isNull();
        return result.newState().data().toJson();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "[100,3]~[[100,3],[\"99.50\",\"2.0\"]]",
                "[\"100.0\",\"3.00\"]~[[\"100.0\",\"3.00\"],[\"99.50\",\"2.0\"]]",
                "{\"price\":99.5,\"amount\":4}~[[100,1],[99.5,4]]",
                "[[99.75,1],{\"amount\":2,\"price\":98}]~[[100,1],[99.75,1],[\"99.50\",\"2.0\"],[98,2]]",
                "[100,0]~[[\"99.50\",\"2.0\"]]",
                "[100,\"0.00000000\"]~[[\"99.50\",\"2.0\"]]",
                "[100,-0]~[[\"99.50\",\"2.0\"]]",
                "[100,null]~[[\"99.50\",\"2.0\"]]",
                "{\"price\":\"100\",\"amount\":null}~[[\"99.50\",\"2.0\"]]",
                "[]~[[100,1],[\"99.50\",\"2.0\"]]",
                "[[77,0]]~[[100,1],[\"99.50\",\"2.0\"]]",
                "[[105,1],[104,1],[105,0]]~[[104,1],[100,1],[\"99.50\",\"2.0\"]]",
            })
    void shouldMergeLevelsByPrice(String data, String bids) {
        final String expected = "{\"bids\":" + bids + ",\"asks\":[[101,1],[102,2]],\"nonce\":7}";
        assertThat(after(UPDATE, "bids", data)).isEqualTo(expected);
        assertThat(after(INSERT, "$.bids", data)).isEqualTo(expected);
        // defect E-12: an index behind the side is where the sender had the level; the price decides
        assertThat(after(UPDATE, "bids[1]", data)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "101~[[102,2]]~0",
                "\"101.00\"~[[102,2]]~0",
                "[101,102]~[]~0",
                "[[101,1]]~[[102,2]]~0",
                "[{\"price\":101},{\"price\":102,\"amount\":1}]~[]~0",
                "{\"price\":101,\"amount\":5}~[[102,2]]~0",
                "[101,1]~[[102,2]]~1",
                "[]~[[101,1],[102,2]]~0",
            })
    void shouldDeleteByPrice(String data, String asks, int warnings) {
        final Deltas.Result result = apply(DELETE, "asks", data);
        assertThat(((ObjectValue) result.newState().data()).get("asks").toJson())
                .isEqualTo(asks);
        assertThat(result.warnings()).hasSize(warnings);
    }

    /** Defect E-13: an unknown side changes nothing, and the id does not advance either. */
    @ParameterizedTest
    @ValueSource(strings = {"data", "Bids", "[0]", "$", "bids.x", "bids[0][1]", "bids[0].amount", "nonce"})
    void shouldRefuseAPathThatIsNoSide(String path) {
        final Deltas.Result result = apply(UPDATE, path, "[100,3]");
        assertThat(result.success()).isFalse();
        assertThat(result.error()).contains("path '" + path + "'");
        assertThat(result.appliedSequenceId()).isEqualTo(10);
        assertThat(result.newState().data()).isEqualTo(Value.parse(BOOK));
        assertThat(result.newState().id()).isEqualTo(10);
    }

    /** Defect E-11: no undefined levels, no exceptions of the runtime. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "100",
                "null",
                "\"x\"",
                "true",
                "[100]",
                "[100,1,2]",
                "[[100,1],5]",
                "[[100]]",
                "{\"price\":1}",
                "[[],[]]",
                "{\"amount\":1}",
                "[\"x\",1]",
                "[100,\"\"]",
                "[100,-1]",
                "[100,true]",
                "[{\"price\":null,\"amount\":1}]"
            })
    void shouldRefuseWhatIsNoLevel(String data) {
        final Deltas.Result result = apply(UPDATE, "bids", data);
        assertThat(result.success()).isFalse();
        assertThat(result.error()).contains("level").doesNotContain("Exception");
        assertThat(result.newState().id()).isEqualTo(10);
    }

    @Test
    void shouldRefuseToDeleteWhatIsNoPrice() {
        for (final String data : new String[] {"null", "true", "\"x\"", "[[1,2,3]]", "{}", "[null]"}) {
            assertThat(apply(DELETE, "asks", data).success()).as(data).isFalse();
        }
    }

    /** Against a sorted map, over random levels in every form. */
    @Test
    void shouldEqualASortedMapOverRandomDeltas() {
        final Random random = new Random(SEED);
        final TreeMap<Integer, Integer> bids = new TreeMap<>(Comparator.reverseOrder());
        Snapshot book =
                new Snapshot(SnapshotType.ORDER_BOOK, "X", Value.parse("{\"bids\":[],\"asks\":[]}"), 0, -1, 0, null);
        for (int id = 1; id <= 5_000; id++) {
            final var levels = new ArrayList<Value>();
            final boolean delete = random.nextInt(4) == 0;
            for (int n = random.nextInt(4); n >= 0; n--) {
                final int price = random.nextInt(60);
                final int amount = random.nextInt(3);
                final String text = random.nextBoolean() ? price + "" : "\"" + price + ".0\"";
                if (delete || amount == 0) {
                    bids.remove(price);
                } else {
                    bids.put(price, amount);
                }
                levels.add(Value.parse(
                        delete && random.nextBoolean()
                                ? text
                                : random.nextBoolean()
                                        ? "[" + text + "," + amount + "]"
                                        : "{\"price\":" + text + ",\"amount\":" + amount + "}"));
            }
            final DeltaType type = delete ? DELETE : random.nextBoolean() ? INSERT : UPDATE;
            book = Deltas.STRICT
                    .apply(book, new Delta(type, DocumentPath.compile("bids"), ArrayValue.of(levels), id))
                    .newState();
            assertThat(book.id()).as("seed=%d", SEED).isEqualTo(id);
        }
        final var expected = new ArrayList<Integer>();
        bids.forEach((price, amount) -> expected.addAll(java.util.List.of(price, amount)));
        final var actual = new ArrayList<Integer>();
        for (final Level level : BookDelta.side((ObjectValue) book.data(), "bids")) {
            actual.add(level.price().value().intValueExact());
            actual.add(level.amount().value().intValueExact());
        }
        assertThat(actual).as("seed=%d", SEED).isEqualTo(expected).isNotEmpty();
    }
}
