package io.truebook.engine.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.engine.book.BookSide;
import io.truebook.engine.book.Condition;
import io.truebook.engine.book.ProofKind;
import io.truebook.engine.checksum.ChecksumFunction;
import io.truebook.engine.checksum.ChecksumFunctions;
import io.truebook.engine.checksum.ChecksumProvider;
import io.truebook.engine.record.ConfiguredBody;
import io.truebook.engine.venue.DefinitionException;
import io.truebook.engine.venue.VenueDefinition.ChecksumDefinition;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** A checksum that is registered under a name, as a jar beside the program would do it. */
class CustomChecksumTest {
    /** Kraken's rule, written by hand over the texts that the definition's format makes. */
    public static final class Provider implements ChecksumProvider {
        @Override
        public String name() {
            return "test-crc";
        }

        @Override
        public ChecksumFunction make(ChecksumDefinition definition) {
            final byte[] text = new byte[2 * definition.depth() * BookSide.TEXT_BYTES + BookSide.TEXT_BYTES];
            final CRC32 crc = new CRC32();
            return levels -> {
                int at = 0;
                for (int rank = 0; rank < levels.asks(); rank++) {
                    at = levels.askText(rank, text, at);
                }
                for (int rank = 0; rank < levels.bids(); rank++) {
                    at = levels.bidText(rank, text, at);
                }
                crc.reset();
                crc.update(text, 0, at);
                return crc.getValue();
            };
        }
    }

    private static ConfiguredBody kraken(String function) {
        return Configs.of(
                Configs.kraken(),
                Configs.replacing("algorithm: crc32", "algorithm: custom\n        customFunction: " + function));
    }

    @Test
    void shouldProveABookByARegisteredFunctionAndNoticeOneDigit() {
        final KrakenFeed feed = KrakenFeed.btc(1);
        final CoreRun run = CoreRun.started(kraken("test-crc"));
        run.up(0);
        run.frame(0, KrakenFeed.subscribed("BTC/USD", 10, run.lastSent().requestId()));
        run.frame(0, feed.snapshot());
        for (int i = 0; i < 50; i++) {
            run.frame(0, feed.update());
            assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        }
        assertThat(run.book(0, 0).proof()).isEqualTo(ProofKind.CHECKSUM);
        assertThat(run.counters(0).checksumsOk).isEqualTo(51);
        feed.set(true, "45000.0", "12.34567891"); // lost on the way
        run.frame(0, feed.set(false, "45000.1", "11.34567891"));
        assertThat(run.condition(0)).isEqualTo(Condition.SYNCING);
        assertThat(run.counters(0).checksumsBad).isEqualTo(1);
    }

    @Test
    void shouldFailTheStartAndNameFileLineAndKeyWhenTheFunctionIsNotRegistered() {
        assertThat(ChecksumFunctions.names()).containsExactly("test-crc");
        assertThatThrownBy(() -> CoreRun.started(kraken("nobody")))
                .isInstanceOf(DefinitionException.class)
                .hasMessageMatching("(?s).*kraken\\.yaml:\\d+: .*checksums\\.book\\.customFunction.*'nobody' is not"
                        + " registered, register it or choose one of \\[test-crc].*");
    }

    @Test
    void shouldRefuseACrcInHexadecimalDigits() {
        assertThatThrownBy(() -> CoreRun.started(
                        Configs.of(Configs.kraken(), Configs.replacing("output: unsigned32", "output: hex-lower"))))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("hex-lower is for sha256 and md5");
    }
}
