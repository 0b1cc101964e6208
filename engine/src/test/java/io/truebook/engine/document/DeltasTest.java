package io.truebook.engine.document;

import static io.truebook.engine.document.DeltaType.DELETE;
import static io.truebook.engine.document.DeltaType.INSERT;
import static io.truebook.engine.document.DeltaType.SNAPSHOT;
import static io.truebook.engine.document.DeltaType.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The four operations on documents that are no order books, ids, and batches. */
class DeltasTest {
    private static final long NO_ID = Snapshot.NO_ID;

    private static Snapshot ticker(String data, long id) {
        return new Snapshot(SnapshotType.TICKER, "BTC/USDT", Value.parse(data), 1_700_000_000_000L, NO_ID, id, null);
    }

    private static String apply(Deltas deltas, String data, DeltaType type, String path, String value) {
        final Deltas.Result result = deltas.apply(ticker(data, NO_ID), Delta.of(type, path, Value.parse(value)));
        return result.success() ? result.newState().data().toJson() : "error: " + result.error();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{\"a\":[1,2]}~a[0]~9~{\"a\":[9,1,2]}",
                "{\"a\":[1,2]}~a[2]~9~{\"a\":[1,2,9]}",
                "{\"a\":[1,2]}~a[77]~9~{\"a\":[1,2,9]}",
                "{\"a\":[1,2]}~a.x~9~{\"a\":[1,2,9]}",
                "{\"a\":{}}~a.x~9~{\"a\":{\"x\":9}}",
                "{}~x~9~{\"x\":9}",
                "{\"a\":1}~a~[]~{\"a\":[]}",
                "{}~a.x~9~error: insert at 'a.x', segment 1: nothing stands here",
                "{\"a\":1}~a.x~9~error: insert at 'a.x', segment 2: a number has no parts",
                "{\"a\":null}~a.x~9~error: insert at 'a.x', segment 2: a null has no parts",
                "{\"a\":{}}~a[0]~9~error: insert at 'a[0]', segment 2: an index into an object",
                "{}~``~9~error: insert needs a path",
            })
    void shouldInsert(String data, String path, String value, String expected) {
        assertThat(apply(Deltas.STRICT, data, INSERT, path, value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{\"a\":{\"x\":1}}~a.x~null~{\"a\":{\"x\":null}}",
                "{\"a\":{\"x\":1}}~$['a']['y']~[2]~{\"a\":{\"x\":1,\"y\":[2]}}",
                "{\"a\":[1,2]}~a[1]~9~{\"a\":[1,9]}",
                "{\"a\":1}~``~{\"b\":2}~{\"b\":2}",
                "{\"a\":1}~$~7~7",
                "{\"a\":[1,2]}~a[2]~9~error: update at 'a[2]', segment 2: index past the end, size=2",
                "{}~a.x~9~error: update at 'a.x', segment 1: nothing stands here",
                "{\"a\":5}~a.x~9~error: update at 'a.x', segment 2: a number has no parts",
                "{\"a\":[1]}~a.x~9~error: update at 'a.x', segment 2: a name in an array",
            })
    void shouldUpdate(String data, String path, String value, String expected) {
        assertThat(apply(Deltas.STRICT, data, UPDATE, path, value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{}~a.x~9~{\"a\":{\"x\":9}}",
                "{}~a[0].x~9~{\"a\":[{\"x\":9}]}",
                "{\"a\":[1]}~a[1]~9~{\"a\":[1,9]}",
                "{\"a\":[1]}~a[3]~9~error: update at 'a[3]', segment 2: index past the end, size=1",
                "{}~a[1]~9~error: update at 'a[1]', segment 2: index past the end, size=0",
                "{\"a\":null}~a.x~9~error: update at 'a.x', segment 2: a null has no parts",
            })
    void shouldCreateMissingIntermediatesWhenAsked(String data, String path, String value, String expected) {
        assertThat(apply(Deltas.CREATING, data, UPDATE, path, value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{\"a\":[1,2,3]}~a[1]~{\"a\":[1,3]}~0",
                "{\"a\":{\"x\":1,\"y\":2}}~a.x~{\"a\":{\"y\":2}}~0",
                "{\"a\":[1,2,3]}~a[3]~{\"a\":[1,2,3]}~1",
                "{\"a\":1}~b.c.d~{\"a\":1}~1",
                "{\"a\":1}~a.c~{\"a\":1}~1",
            })
    void shouldDeleteAndWarnWhereNothingStands(String data, String path, String expected, int warnings) {
        final Deltas.Result result = Deltas.STRICT.apply(ticker(data, NO_ID), Delta.of(DELETE, path, Literal.NULL));
        assertThat(result.success()).isTrue();
        assertThat(result.newState().data().toJson()).isEqualTo(expected);
        assertThat(result.warnings()).hasSize(warnings);
    }

    /** Defect E-10: a name removed element 0, and -1 the last. */
    @Test
    void shouldRemoveNoElementByAName() {
        final Deltas.Result result =
                Deltas.STRICT.apply(ticker("{\"a\":[1,2]}", NO_ID), Delta.of(DELETE, "a.x", Literal.NULL));
        assertThat(result.newState().data().toJson()).isEqualTo("{\"a\":[1,2]}");
        assertThat(result.warnings()).hasSize(1);
        assertThatThrownBy(() -> Delta.of(DELETE, "a[-1]", Literal.NULL)).hasMessageContaining("position 2");
        assertThat(apply(Deltas.STRICT, "{}", DELETE, "", "null")).isEqualTo("error: delete needs a path");
    }

    /** Defect E-9: a snapshot needs no path. */
    @Test
    void shouldReplaceEverythingByASnapshotWhateverItsPath() {
        assertThat(apply(Deltas.STRICT, "{\"a\":1}", SNAPSHOT, "", "{\"b\":2}")).isEqualTo("{\"b\":2}");
        final ObjectValue message = (ObjectValue)
                Value.parse("{\"type\":\"snapshot\",\"path\":\"not [ a path\",\"data\":{\"b\":2},\"sequenceId\":3}");
        assertThat(Delta.parse(message).path()).isEqualTo(DocumentPath.ROOT);
    }

    @Test
    void shouldNameAnUnknownType() {
        assertThatThrownBy(() -> DeltaType.of("upsert")).hasMessageContaining("unknown delta type 'upsert'");
        assertThatThrownBy(() -> Delta.parse((ObjectValue) Value.parse("{\"type\":\"Update\"}")))
                .hasMessageContaining("'Update'");
    }

    @Test
    void shouldShareWhatIsNotOnThePathAndLeaveTheInputAlone() {
        final Snapshot before = ticker("{\"a\":{\"x\":1},\"b\":[{\"y\":[1,2]},{\"z\":3}]}", 5);
        final String text = before.data().toJson();
        final Snapshot after = Deltas.STRICT
                .apply(before, new Delta(UPDATE, DocumentPath.compile("b[0].y[1]"), Decimal.of(9), 6))
                .newState();
        assertThat(before.data().toJson()).isEqualTo(text);
        final ObjectValue old = (ObjectValue) before.data();
        final ObjectValue changed = (ObjectValue) after.data();
        assertThat(changed.get("a")).isSameAs(old.get("a"));
        assertThat(((ArrayValue) changed.get("b")).get(1)).isSameAs(((ArrayValue) old.get("b")).get(1));
        assertThat(changed.toJson()).isEqualTo("{\"a\":{\"x\":1},\"b\":[{\"y\":[1,9]},{\"z\":3}]}");
    }

    /** Defects E-3 and E-16: an old delta moves nothing back, and our clock never replaces the venue's time. */
    @Test
    void shouldDropOldDeltasAndKeepTheVenuesTime() {
        final Snapshot state = ticker("{\"a\":1}", 10);
        final Delta old = new Delta(UPDATE, DocumentPath.compile("a"), Decimal.of(2), 10);
        final Deltas.Result result = Deltas.STRICT.apply(state, old);
        assertThat(result.success()).isTrue();
        assertThat(result.newState()).isSameAs(state);
        assertThat(result.droppedDeltas()).containsExactly(old);
        assertThat(result.appliedSequenceId()).isEqualTo(10);
        final Deltas.Result next =
                Deltas.STRICT.apply(state, new Delta(UPDATE, DocumentPath.compile("a"), Decimal.of(2), 11));
        assertThat(next.newState().timestampMs()).isEqualTo(state.timestampMs());
        assertThat(next.newState().id()).isEqualTo(11);
    }

    @Test
    void shouldRefuseADeltaThatDoesNotFollow() {
        final Snapshot state = ticker("{\"a\":1}", 10);
        final DocumentPath path = DocumentPath.compile("a");
        assertThat(Deltas.STRICT
                        .apply(state, new Delta(UPDATE, path, Literal.NULL, 12))
                        .error())
                .isEqualTo("delta 12 begins at 12, the state stands at 10");
        assertThat(Deltas.STRICT
                        .apply(state, new Delta(UPDATE, path, Literal.NULL, NO_ID, 12, 11))
                        .error())
                .isEqualTo("delta 12 follows 11, the state stands at 10");
        // a range that covers the next id joins, and so does a previous id whatever the numbers between
        assertThat(Deltas.STRICT
                        .apply(state, new Delta(UPDATE, path, Literal.NULL, 9, 15, NO_ID))
                        .appliedSequenceId())
                .isEqualTo(15);
        assertThat(Deltas.STRICT
                        .apply(state, new Delta(UPDATE, path, Literal.NULL, NO_ID, 99, 10))
                        .appliedSequenceId())
                .isEqualTo(99);
    }

    @Test
    void shouldRefuseIdsThatContradictEachOther() {
        assertThatThrownBy(() -> new Snapshot(SnapshotType.TICKER, "X", ObjectValue.EMPTY, 0, 5, 6, null))
                .hasMessageContaining("nonce=5 differs from sequenceId=6");
        assertThat(new Snapshot(SnapshotType.TICKER, "X", ObjectValue.EMPTY, 0, 5, NO_ID, null).id())
                .isEqualTo(5);
        assertThatThrownBy(() -> new Delta(UPDATE, DocumentPath.ROOT, Literal.NULL, 7, 6, NO_ID))
                .hasMessageContaining("firstSequenceId=7");
        assertThatThrownBy(() -> new Delta(UPDATE, DocumentPath.ROOT, Literal.NULL, NO_ID, 6, 6))
                .hasMessageContaining("previousSequenceId=6");
    }

    @Test
    void shouldApplyABatchInTheOrderOfItsIdsThoseWithoutOneLast() {
        final Snapshot state = ticker("{\"a\":[]}", 10);
        final List<Delta> deltas = new ArrayList<>(List.of(
                Delta.of(INSERT, "a.end", new Text("last")),
                new Delta(INSERT, DocumentPath.compile("a.end"), Decimal.of(12), 12),
                new Delta(INSERT, DocumentPath.compile("a.end"), Decimal.of(11), 11),
                new Delta(INSERT, DocumentPath.compile("a.end"), Decimal.of(9), 9)));
        final List<Delta> before = List.copyOf(deltas);
        final Deltas.BatchResult result = Deltas.STRICT.apply(state, deltas);
        assertThat(deltas).isEqualTo(before);
        assertThat(result.success()).isTrue();
        assertThat(result.snapshot().data().toJson()).isEqualTo("{\"a\":[11,12,\"last\"]}");
        assertThat(result.appliedCount()).isEqualTo(3);
        assertThat(result.droppedDeltas()).containsExactly(deltas.get(3));
        assertThat(result.gaps()).isEmpty();
    }

    /** Defects E-7 and E-18: the hole behind the snapshot is seen, and nothing is applied over a hole or a failure. */
    @Test
    void shouldApplyNothingOverAHoleNorAFailure() {
        final DocumentPath path = DocumentPath.compile("a");
        final Deltas.BatchResult holed = Deltas.STRICT.apply(
                ticker("{\"a\":0}", 10),
                List.of(
                        new Delta(UPDATE, path, Decimal.of(11), 11),
                        new Delta(UPDATE, path, Decimal.of(17), 17),
                        new Delta(UPDATE, path, Decimal.of(18), 18)));
        assertThat(holed.success()).isFalse();
        assertThat(holed.snapshot().id()).isEqualTo(11);
        assertThat(holed.appliedCount()).isEqualTo(1);
        assertThat(holed.failedCount()).isEqualTo(1);
        assertThat(holed.gaps()).containsExactly(new Deltas.MissingIds(11, 17));
        assertThat(holed.gaps().get(0).severity()).isEqualTo("high");
        assertThat(holed.gaps().get(0).size()).isEqualTo(5);
        assertThat(holed.droppedDeltas()).hasSize(1);
        final Deltas.BatchResult failing = Deltas.STRICT.apply(
                ticker("{\"a\":0}", 10),
                List.of(
                        new Delta(UPDATE, DocumentPath.compile("b.c"), Decimal.of(11), 11),
                        new Delta(UPDATE, path, Decimal.of(12), 12)));
        assertThat(failing.success()).isFalse();
        assertThat(failing.snapshot().data().toJson()).isEqualTo("{\"a\":0}");
        assertThat(failing.errors()).hasSize(1);
        assertThat(Deltas.STRICT
                        .apply(ticker("{\"a\":0}", 10), List.of(new Delta(UPDATE, path, Decimal.of(13), 13)))
                        .gaps())
                .containsExactly(new Deltas.MissingIds(10, 13));
    }

    @Test
    void shouldReadBackWhatItWrites() {
        final Delta delta = new Delta(UPDATE, DocumentPath.compile("$['a b'][3]"), Value.parse("[1.50,null]"), 3, 9, 2);
        assertThat(Delta.parse((ObjectValue) Value.parse(delta.toValue().toJson())))
                .isEqualTo(delta);
        final Snapshot snapshot = ticker("{\"a\":1}", (1L << 53) + 1);
        assertThat(Snapshot.parse((ObjectValue) Value.parse(snapshot.toValue().toJson())))
                .isEqualTo(snapshot);
        assertThatThrownBy(() -> Snapshot.parse((ObjectValue) Value.parse(
                        "{\"type\":\"ticker\",\"symbol\":\"X\",\"data\":{},\"timestamp\":0,\"sequenceId\":1.5}")))
                .hasMessageContaining("sequenceId must be a whole number");
    }
}
