package io.truebook.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.venue.DecodeRules.TimeUnit;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumberReaderTest {
    private static final long SEED = Long.getLong("truebook.seed", 20_261_121L);

    private final NumberReader reader = new NumberReader();

    private int read(String text, boolean quoted) {
        return reader.read(Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), text.length() + 32), 0, quoted);
    }

    private void same(String text) {
        assertThat(read(text, false)).as(text).isEqualTo(text.length());
        assertThat(new BigDecimal(BigInteger.valueOf(reader.mantissa), reader.decimals))
                .as(text)
                .isEqualByComparingTo(new BigDecimal(text));
    }

    @Test
    void shouldReadNumbersExactlyAsBigDecimalDoes() {
        System.out.println("NumberReaderTest seed=" + SEED);
        final Random random = new Random(SEED);
        for (int i = 0; i < 200_000; i++) {
            final int whole = 1 + random.nextInt(10);
            final StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "-" : "");
            text.append(whole == 1 ? random.nextInt(10) : 1 + random.nextInt(9));
            for (int d = 1; d < whole; d++) {
                text.append(random.nextInt(10));
            }
            final int decimals = random.nextInt(19 - whole);
            if (decimals > 0) {
                text.append('.');
                for (int d = 0; d < decimals; d++) {
                    text.append(random.nextInt(3) == 0 ? 0 : random.nextInt(10));
                }
            }
            if (random.nextInt(8) == 0) {
                text.append(random.nextBoolean() ? "e" : "E").append(random.nextInt(25) - 12);
            }
            same(text.toString());
        }
    }

    @Test
    void shouldKeepTheDecimalsOfTheWire() {
        same("63381.0");
        assertThat(reader.decimals).isEqualTo(1);
        same("0.00000000");
        assertThat(reader.mantissa).isZero();
        assertThat(reader.decimals).isEqualTo(8);
        same("-0");
        assertThat(reader.mantissa).isZero();
        same("1e-08");
        assertThat(reader.mantissa).isEqualTo(1);
        assertThat(reader.decimals).isEqualTo(8);
        same("7e-7");
        same("6.6E-7");
        same("1e3");
        assertThat(reader.decimals).isEqualTo(-3);
        same("999999999999999999");
        same("0.123456789012345678");
        same("123456789.123456789");
        same("8e0");
    }

    @Test
    void shouldDropZerosThatDoNotFitButNoDigits() {
        same("61837.63000000000000000000000");
        same("0.000000000000000000000000000001");
        assertThat(read("1000000000000000000", false)).isEqualTo(NumberReader.RANGE);
        assertThat(read("0.1234567890123456789", false)).isEqualTo(NumberReader.RANGE);
        assertThat(read("1e99", false)).isEqualTo(NumberReader.RANGE);
        assertThat(read("1e-99999999999", false)).isEqualTo(NumberReader.RANGE);
        assertThat(read("0e99999999999", false)).isPositive();
    }

    @Test
    void shouldRefuseWhatIsNoNumber() {
        for (final String text :
                new String[] {"", "-", ".5", "5.", "e5", "1e", "1e+", "abc", "--1", "+1", "-.1", "1.e5"}) {
            assertThat(read(text, true)).as(text).isEqualTo(NumberReader.BAD);
        }
        assertThat(read("007", false)).isEqualTo(NumberReader.BAD);
        assertThat(read("00000000007", false)).isEqualTo(NumberReader.BAD);
        assertThat(read("007", true)).isEqualTo(3);
        assertThat(reader.mantissa).isEqualTo(7);
    }

    @Test
    void shouldReadTimesAsJavaDoes() {
        final Random random = new Random(SEED);
        final TimeReader times = new TimeReader();
        for (int i = 0; i < 20_000; i++) {
            final Instant instant = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
            final ZoneOffset zone = random.nextBoolean() ? ZoneOffset.UTC : ZoneOffset.ofHoursMinutes(5, 30);
            final String text = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(OffsetDateTime.ofInstant(instant, zone));
            if (text.length() < 20) {
                continue;
            }
            assertThat(rfc3339(times, text))
                    .as(text)
                    .isEqualTo(instant.getEpochSecond() * 1_000_000_000L + instant.getNano());
        }
        assertThat(rfc3339(times, "0001-01-01T00:00:00Z")).isZero();
        assertThat(rfc3339(times, "1970-01-01T00:00:00Z")).isZero();
        for (final String bad : new String[] {
            "2026-08-02 03:35:51.660084Z",
            "2026-08-02T03:35:51.660084",
            "2026-13-02T03:35:51Z",
            "2026-08-02T24:35:51Z",
            "2026-08-02T03-35-51Z",
            "2026-08-02T03:35:51.Z",
            "garbage that is long enough"
        }) {
            assertThat(rfc3339(times, bad)).as(bad).isEqualTo(TimeReader.BAD);
        }
    }

    private static long rfc3339(TimeReader times, String text) {
        return times.rfc3339(
                Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), text.length() + 32), 0, text.length());
    }

    @Test
    void shouldScaleEpochTimesToNanoseconds() {
        assertThat(TimeReader.epoch(1_534_614_057_321_597L, 6, TimeUnit.S)).isEqualTo(1_534_614_057_321_597_000L);
        assertThat(TimeReader.epoch(1_672_515_782_136L, 0, TimeUnit.MS)).isEqualTo(1_672_515_782_136_000_000L);
        assertThat(TimeReader.epoch(1_672_515_782_136_123L, 0, TimeUnit.US)).isEqualTo(1_672_515_782_136_123_000L);
        assertThat(TimeReader.epoch(5, 0, TimeUnit.NS)).isEqualTo(5);
        assertThat(TimeReader.epoch(Long.MAX_VALUE / 2, 0, TimeUnit.S)).isEqualTo(TimeReader.BAD);
    }
}
