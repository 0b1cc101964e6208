package io.truebook.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.book.Condition;
import io.truebook.engine.book.ProofKind;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A definition that asks for sha256 or md5 instead of crc32, and nothing else. */
class DigestChecksumTest {
    /** Asks, then bids: digits without dot and leading zeros, at 1 and 8 decimals. */
    private static final String TEXT = "1010200000000" + "1000100000000";

    private static CoreRun run(String algorithm, String checksum) {
        final CoreRun run = CoreRun.started(Configs.of(
                Configs.kraken(),
                text -> text.replace("algorithm: crc32", "algorithm: " + algorithm)
                        .replace("output: unsigned32", "output: hex-lower")));
        run.up(0);
        run.frame(0, KrakenFeed.subscribed("BTC/USD", 10, run.lastSent().requestId()));
        run.frame(
                0,
                "{\"channel\":\"book\",\"type\":\"snapshot\",\"data\":[{\"symbol\":\"BTC/USD\",\"bids\":["
                        + "{\"price\":100.0,\"qty\":1.00000000}],\"asks\":[{\"price\":101.0,\"qty\":2.00000000}],"
                        + "\"checksum\":\"" + checksum + "\",\"timestamp\":\"2026-08-01T10:00:00.000000Z\"}]}");
        return run;
    }

    private static String hex(String algorithm, String text) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(Output.utf8(text)));
    }

    @ParameterizedTest
    @CsvSource({"sha256, SHA-256", "md5, MD5"})
    void shouldProveABookByTheWholeDigest(String algorithm, String name) throws GeneralSecurityException {
        final CoreRun run = run(algorithm, hex(name, TEXT));

        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertThat(run.book(0, 0).proof()).isEqualTo(ProofKind.CHECKSUM);
        assertThat(run.counters(0).checksumsOk).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"sha256, SHA-256", "md5, MD5"})
    void shouldRefuseADigestThatDiffersInItsLastDigitOnly(String algorithm, String name)
            throws GeneralSecurityException {
        final String right = hex(name, TEXT);
        final char other = right.endsWith("0") ? '1' : '0';
        final CoreRun run = run(algorithm, right.substring(0, right.length() - 1) + other);

        assertThat(run.condition(0)).isEqualTo(Condition.SYNCING);
        assertThat(run.counters(0).checksumsBad).isEqualTo(1);
    }
}
