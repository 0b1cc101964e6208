package io.truebook.tools.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TextTest {
    private static String text(Text text) {
        return new String(text.copy(), StandardCharsets.US_ASCII);
    }

    @Test
    void shouldWriteEveryNumberWithItsDecimals() {
        final SplittableRandom random = new SplittableRandom(5);
        final Text text = new Text();
        for (int i = 0; i < 20_000; i++) {
            final long units = random.nextLong() >>> 1 >>> random.nextInt(63);
            final int decimals = random.nextInt(13);
            assertThat(text(text.clear().decimal(units, decimals)))
                    .isEqualTo(BigDecimal.valueOf(units, decimals).toPlainString());
        }
        assertThat(text(text.clear().add(0L))).isEqualTo("0");
    }

    @Test
    void shouldWriteNumbersWithoutZerosAtTheEndAndBelowAMillionthWithAnExponent() {
        final SplittableRandom random = new SplittableRandom(6);
        final Text text = new Text();
        for (int i = 0; i < 20_000; i++) {
            final long units = 1 + (random.nextLong() >>> 1 >>> random.nextInt(63)) / 2;
            final int decimals = random.nextInt(13);
            final BigDecimal value = BigDecimal.valueOf(units, decimals);
            final BigDecimal stripped = value.stripTrailingZeros();
            final String plain = stripped.toPlainString();
            assertThat(text(text.clear().bare(units, decimals))).isEqualTo(plain);
            final boolean small = value.compareTo(new BigDecimal("0.000001")) < 0;
            assertThat(text.clear().scientific(units, decimals)).isEqualTo(small);
            assertThat(text(text)).isEqualTo(small ? stripped.toString().replace('E', 'e') : plain);
        }
        text.clear().scientific(9_990, 10);
        assertThat(text(text)).isEqualTo("9.99e-7");
        text.clear().scientific(1, 7);
        assertThat(text(text)).isEqualTo("1e-7");
        text.clear().scientific(0, 3);
        assertThat(text(text)).isEqualTo("0");
        assertThat(text(text.clear().signed(-1_772_418_495L))).isEqualTo("-1772418495");
    }

    @Test
    void shouldWriteTheTimeOfTheRun() {
        final Text text = new Text();
        Texts.timestamp(text, Texts.START_NS + (3 * 86_400L + 3_723) * 1_000_000_000L + 45_006_789L);
        assertThat(text(text)).isEqualTo("2026-01-04T01:02:03.045006Z");
    }
}
