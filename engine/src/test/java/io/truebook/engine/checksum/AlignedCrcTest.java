package io.truebook.engine.checksum;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class AlignedCrcTest {
    private static final long SEED = 20261122;
    private static final int MOST = 90;

    @Test
    void shouldGiveTheCrcOfBothTextsWhateverTheirLengths() {
        final Random random = new Random(SEED);
        final byte[] first = new byte[MOST];
        final byte[] second = new byte[MOST];
        final AlignedCrc aligned = new AlignedCrc(2 * MOST);
        final CRC32 plain = new CRC32();
        for (int firstLength = 0; firstLength <= MOST; firstLength++) {
            for (int secondLength = 0; secondLength <= MOST; secondLength++) {
                random.nextBytes(first);
                random.nextBytes(second);
                plain.reset();
                plain.update(first, 0, firstLength);
                plain.update(second, 0, secondLength);
                assertThat(aligned.compute(first, firstLength, second, secondLength))
                        .as("seed=%d, lengths %d and %d", SEED, firstLength, secondLength)
                        .isEqualTo(plain.getValue());
            }
        }
    }
}
