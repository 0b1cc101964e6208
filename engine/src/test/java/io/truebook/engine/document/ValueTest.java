package io.truebook.engine.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTest {
    private static final long SEED = Long.getLong("truebook.seed", 20_261_122L);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"b\":1.50,\"a\":[true,false,null,\"x\\\"\\\\\",-0,1e-7,{\"c\":{}}]}",
                "0.10000000000000000000000000000000000000001",
                "123456789012345678901234567890",
                "\"\\u0001é€\""
            })
    void shouldWriteWhatItReadWithTheTextsOfNumbers(String json) {
        assertThat(Value.parse(json).toJson()).isEqualTo(json);
    }

    @Test
    void shouldKeepTheOrderOfMembersAndCompareWithoutIt() {
        final Value one = Value.parse("{\"a\":1,\"b\":[1.0,2]}");
        final Value other = Value.parse("{\"b\":[1,2.00],\"a\":10e-1}");
        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(one.toJson()).isNotEqualTo(other.toJson());
        assertThat(Value.parse("[1,2]")).isNotEqualTo(Value.parse("[2,1]"));
        assertThat(Value.parse("\"1\"")).isNotEqualTo(Value.parse("1"));
    }

    @Test
    void shouldCompareNumbersExactlyWhereADoubleCannot() {
        assertThat(Decimal.of("9007199254740993")).isNotEqualTo(Decimal.of("9007199254740992"));
        assertThat(Decimal.of("0.1").plus(Decimal.of("0.2"))).isEqualTo(Decimal.of("0.3"));
        assertThat(Decimal.of("0.3").half().text()).isEqualTo("0.15");
        assertThat(Decimal.of("7").half().text()).isEqualTo("3.5");
        assertThat(Decimal.of("100").half().text()).isEqualTo("50");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "0.00000000", "0e5", "-0.0E-3"})
    void shouldKnowZeroInAnySpelling(String zero) {
        assertThat(Decimal.of(zero).isZero()).isTrue();
        assertThat(Decimal.from(new Text(zero)).isZero()).isTrue();
        assertThat(Decimal.of(zero)).hasSameHashCodeAs(Decimal.of("0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e1001", "1e-1001", "1e999999999999", "01", "1.", ".5", "+1", "NaN", "0x10", "", "--1"})
    void shouldRefuseWhatIsNoNumberOrTooLarge(String text) {
        assertThatThrownBy(() -> Decimal.of(text)).isInstanceOf(DocumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,\"a\":2}~stands twice",
                "[1,]~position 3",
                "{\"a\"}~expected :",
                "[1~expected ]",
                "\"a~ends within a string",
                "\"\\x\"~unknown escape",
                "\"\\u00g0\"~four hexadecimal digits",
                "tru~expected a value",
                "1 2~something follows",
                "``~the text ends",
            })
    void shouldNameWhatIsWrong(String json, String what) {
        assertThatThrownBy(() -> Value.parse(json))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining(what);
    }

    @Test
    void shouldBoundTheDepth() {
        assertThat(Value.parse("[".repeat(64) + "]".repeat(64)).kind()).isEqualTo("array");
        assertThatThrownBy(() -> Value.parse("[".repeat(65) + "]".repeat(65))).hasMessageContaining("deeper than 64");
    }

    /** Every prefix and every altered character of a text: a value or a clear error. */
    @Test
    void shouldSurviveDamagedText() {
        final String json = "{\"b\":1.5e3,\"a\":[true,false,null,\"x\\\"\\u00e9\",-0,{\"c\":{}}]}";
        final Random random = new Random(SEED);
        for (int i = 0; i < json.length(); i++) {
            final String cut = json.substring(0, i);
            assertThatThrownBy(() -> Value.parse(cut)).isInstanceOf(DocumentException.class);
        }
        for (int i = 0; i < 50_000; i++) {
            final StringBuilder damaged = new StringBuilder(json);
            damaged.setCharAt(random.nextInt(json.length()), (char) (' ' + random.nextInt(95)));
            try {
                final Value value = Value.parse(damaged.toString());
                assertThat(Value.parse(value.toJson())).as("seed=%d", SEED).isEqualTo(value);
            } catch (DocumentException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    @Test
    void shouldFindMembersOfALargeObjectAndChangeOneOfThem() {
        final List<String> names = new ArrayList<>();
        final List<Value> values = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            names.add("C" + i);
            values.add(Decimal.of(i));
        }
        final ObjectValue object = ObjectValue.of(names, values);
        final ObjectValue changed =
                object.with("C500", Literal.NULL).without("C3").with("new", Literal.TRUE);
        assertThat(object.get("C500")).isEqualTo(Decimal.of(500));
        assertThat(object.get("C3")).isEqualTo(Decimal.of(3));
        assertThat(changed.size()).isEqualTo(1_000);
        assertThat(changed.get("C500")).isSameAs(Literal.NULL);
        assertThat(changed.has("C3")).isFalse();
        assertThat(changed.name(999)).isEqualTo("new");
        assertThat(changed.get("C999")).isSameAs(object.get("C999"));
        assertThatThrownBy(
                        () -> ObjectValue.of(List.of("a", "b", "a"), List.of(Literal.NULL, Literal.NULL, Literal.NULL)))
                .hasMessageContaining("'a' stands twice");
    }
}
