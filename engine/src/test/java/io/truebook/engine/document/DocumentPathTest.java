package io.truebook.engine.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentPathTest {
    private static final long SEED = Long.getLong("truebook.seed", 20_261_122L);
    private static final Value DOCUMENT = Value.parse("{\"data\":{\"price\":5,\"levels\":[1,2,3,{\"0\":6}]},"
            + "\"bids\":[[100,1],[99,2]],\"a.b\":{\"it's\":7,\"x\\\"y\\\\z\":8}}");

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "data.price~5",
                "$.data.price~5",
                ".data.price~5",
                "$['data'][\"price\"]~5",
                "bids[0]~[100,1]",
                "bids[0][1]~1",
                "$.bids[1][0]~99",
                "data.levels[2]~3",
                "data.levels[3].0~6",
                "['a.b']['it\\'s']~7",
                "['a.b'][\"it's\"]~7",
                "['a.b']['x\"y\\\\z']~8",
                "['a.b'][\"x\\\"y\\\\z\"]~8",
            })
    void shouldFindWhatAPathNames(String path, String json) {
        assertThat(DocumentPath.compile(path).get(DOCUMENT)).isEqualTo(Value.parse(json));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bids[2]", "bids[0][1][0]", "bids.0", "data[0]", "nothing.here", "data.price.x"})
    void shouldFindNothingWhereNothingStands(String path) {
        assertThat(DocumentPath.compile(path).get(DOCUMENT)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "bids[-1]~5",
                "bids[*]~5",
                "bids.*~5",
                "bids[0~6",
                "bids]0[~4",
                "bids[]~5",
                "bids[01]~5",
                "bids[1e3]~6",
                "bids[0x10]~6",
                "bids[0:2]~6",
                "bids[?(@.x)]~5",
                "a..b~2",
                "a.~2",
                "$a~1",
                "$$~1",
                "a b~1",
                "['a~0",
                "['a'~0",
                "['a\\n']~3",
                "a[0]b~4",
                "bids[1000001]~4",
                "bids[99999999999999999999]~4",
                ".~1",
            })
    void shouldRefuseTheRestWithItsPosition(String path, int position) {
        assertThatThrownBy(() -> DocumentPath.compile(path))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith("path '" + path + "', position " + position + ": ");
    }

    @Test
    void shouldBoundLengthAndDepth() {
        assertThat(DocumentPath.compile("a" + ".a".repeat(DocumentPath.MAX_SEGMENTS - 1))
                        .length())
                .isEqualTo(DocumentPath.MAX_SEGMENTS);
        assertThatThrownBy(() -> DocumentPath.compile("a" + ".a".repeat(DocumentPath.MAX_SEGMENTS)))
                .hasMessageContaining("at most 32 segments");
        assertThatThrownBy(() -> DocumentPath.compile("a".repeat(DocumentPath.MAX_LENGTH + 1)))
                .hasMessageContaining("limit=300");
    }

    @Test
    void shouldTakeAnEmptyPathAndTheRootForTheWholeDocument() {
        assertThat(DocumentPath.compile(""))
                .isEqualTo(DocumentPath.compile("$"))
                .isEqualTo(DocumentPath.ROOT);
        assertThat(DocumentPath.ROOT.get(DOCUMENT)).isSameAs(DOCUMENT);
    }

    @Test
    void shouldTakeTwoSpellingsOfOnePlaceForEqual() {
        assertThat(DocumentPath.compile("$['bids'][0]"))
                .isEqualTo(DocumentPath.compile("bids[0]"))
                .hasSameHashCodeAs(DocumentPath.compile("bids[0]"))
                .isNotEqualTo(DocumentPath.compile("bids.0"));
    }

    /** Whatever the text: a path, or an error that names a position within it; never anything else. */
    @Test
    void shouldSurviveAnyText() {
        final Random random = new Random(SEED);
        final String alphabet = "ab0129.[]'\"\\$*-: ";
        for (int i = 0; i < 50_000; i++) {
            final StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(12); n > 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                final DocumentPath path = DocumentPath.compile(text.toString());
                path.get(DOCUMENT);
                assertThat(DocumentPath.compile(DocumentPath.of(segments(path)).text()))
                        .as("seed=%d, path='%s'", SEED, text)
                        .isEqualTo(path);
            } catch (DocumentException e) {
                assertThat(e.getMessage()).as("seed=%d", SEED).contains("position ");
            }
        }
    }

    private static java.util.List<DocumentPath.Segment> segments(DocumentPath path) {
        return java.util.stream.IntStream.range(0, path.length())
                .mapToObj(path::segment)
                .toList();
    }
}
