package io.truebook.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A ratio in one run: figures in ns belong to the machine, and to a quiet moment of it. */
class DecodeSpeedTest {
    @Test
    void shouldBeFasterThanAStreamingParserThatOnlyReads() throws IOException {
        Assumptions.assumeTrue(Boolean.getBoolean("truebook.full"), "only in the full tests: it needs a quiet machine");
        final DecodeSpeed speed =
                new DecodeSpeed("kraken", "kraken_v2/kraken_btcusd_sample.cbcap", "\"update\",\"data\"").run(500);
        System.out.println("DecodeSpeedTest " + speed);
        assertThat(speed.jacksonNsPerFrame / speed.nsPerFrame).isGreaterThan(1.2);
    }
}
