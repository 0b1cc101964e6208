package io.truebook.engine.document;

import static io.truebook.engine.document.DeltaType.DELETE;
import static io.truebook.engine.document.DeltaType.INSERT;
import static io.truebook.engine.document.DeltaType.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MergeStrategyTest {
    private static final long SEED = Long.getLong("truebook.seed", 20_261_122L);

    private static Delta delta(DeltaType type, String path, String data, long first, long last, long previous) {
        return new Delta(type, DocumentPath.compile(path), Value.parse(data), first, last, previous);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "LAST_WRITE_WINS~{\"b\":null}",
                "FIRST_WRITE_WINS~{\"a\":1,\"b\":{\"x\":1,\"y\":[1]}}",
                "MERGE~{\"a\":1,\"b\":null}",
            })
    void shouldMergeUpdatesOfOnePlace(MergeStrategy strategy, String expected) {
        final Delta merged = strategy.merge(
                SnapshotType.TICKER,
                delta(UPDATE, "p", "{\"a\":1,\"b\":{\"x\":1,\"y\":[1]}}", -1, 5, 4),
                delta(UPDATE, "$.p", "{\"b\":null}", 6, 8, 5));
        assertThat(merged.data()).isEqualTo(Value.parse(expected));
        assertThat(List.of(merged.first(), merged.sequenceId(), merged.previousSequenceId()))
                .containsExactly(5L, 8L, 4L); // defect E-19 kept the later previous id
    }

    @Test
    void shouldMergeObjectsDeeplyAndReplaceArrays() {
        final Delta merged = MergeStrategy.MERGE.merge(
                SnapshotType.TICKER,
                delta(UPDATE, "p", "{\"b\":{\"x\":1,\"y\":[1,2],\"z\":3}}", -1, 5, -1),
                delta(UPDATE, "p", "{\"b\":{\"y\":[9],\"z\":null},\"c\":4}", -1, 6, -1));
        assertThat(merged.data()).isEqualTo(Value.parse("{\"b\":{\"x\":1,\"y\":[9],\"z\":null},\"c\":4}"));
    }

    @ParameterizedTest
    @EnumSource(MergeStrategy.class)
    void shouldRefuseWhatCannotBeOne(MergeStrategy strategy) {
        final Delta update = delta(UPDATE, "p", "1", -1, 5, -1);
        for (final Delta other : List.of(
                delta(UPDATE, "q", "1", -1, 6, -1),
                delta(DELETE, "p", "1", -1, 6, -1),
                delta(UPDATE, "p", "1", -1, 7, -1),
                delta(UPDATE, "p", "1", -1, 6, 4),
                delta(UPDATE, "p", "1", -1, -1, -1))) {
            assertThatThrownBy(() -> strategy.merge(SnapshotType.TICKER, update, other))
                    .isInstanceOf(DocumentException.class)
                    .hasMessageStartingWith("merge: ");
        }
        assertThatThrownBy(() -> strategy.merge(
                SnapshotType.TRADES, delta(INSERT, "a[0]", "1", -1, 5, -1), delta(INSERT, "a[0]", "2", -1, 6, -1)));
        assertThatThrownBy(() -> strategy.merge(
                SnapshotType.TRADES, delta(DELETE, "a[0]", "1", -1, 5, -1), delta(DELETE, "a[0]", "2", -1, 6, -1)));
    }

    @Test
    void shouldMergeLevelsByPrice() {
        final Delta first = delta(UPDATE, "bids[0]", "[[100,1],[99,2]]", -1, 5, -1);
        final Delta second = delta(UPDATE, "bids", "{\"price\":\"100.0\",\"amount\":0}", -1, 6, -1);
        assertThat(MergeStrategy.LAST_WRITE_WINS
                        .merge(SnapshotType.ORDER_BOOK, first, second)
                        .data())
                .isEqualTo(Value.parse("[[99,2],[\"100.0\",0]]"));
        assertThat(MergeStrategy.FIRST_WRITE_WINS
                        .merge(SnapshotType.ORDER_BOOK, first, second)
                        .data())
                .isEqualTo(Value.parse("[[100,1],[99,2]]"));
    }

    /** The merged delta makes of any book what the two made of it. */
    @Test
    void shouldEqualBothAppliedInTheirOrder() {
        final Random random = new Random(SEED);
        for (int i = 0; i < 2_000; i++) {
            final Snapshot book = new Snapshot(
                    SnapshotType.ORDER_BOOK,
                    "X",
                    Value.parse("{\"bids\":[[3,1],[2,1],[1,1]],\"asks\":[[4,1],[5,1]]}"),
                    0,
                    -1,
                    4,
                    null);
            final DeltaType type = random.nextBoolean() ? UPDATE : DELETE;
            final Delta first = random(random, type, 5);
            final Delta second = random(random, type, 6);
            final Delta merged = MergeStrategy.LAST_WRITE_WINS.merge(SnapshotType.ORDER_BOOK, first, second);
            final Snapshot one = Deltas.STRICT.apply(book, merged).newState();
            final Snapshot two =
                    Deltas.STRICT.apply(book, List.of(first, second)).snapshot();
            assertThat(one).as("seed=%d, round=%d", SEED, i).isEqualTo(two);
        }
    }

    private static Delta random(Random random, DeltaType type, long id) {
        final List<Value> levels = new ArrayList<>();
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            levels.add(Value.parse("[" + (1 + random.nextInt(4)) + "," + random.nextInt(3) + "]"));
        }
        return new Delta(type, DocumentPath.compile("bids"), ArrayValue.of(levels), id);
    }
}
