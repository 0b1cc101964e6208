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
    void shouldWriteTheTimeOfTheRun() {
        final Text text = new Text();
        Texts.timestamp(text, Texts.START_NS + (3 * 86_400L + 3_723) * 1_000_000_000L + 45_006_789L);
        assertThat(text(text)).isEqualTo("2026-01-04T01:02:03.045006Z");
    }
}
