package io.truebook.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.venue.VenueLoader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames of the reconciliation model's own protocol. */
class ModelReaderTest {
    private static final long SEED = Long.getLong("truebook.seed", 20_261_122L);
    private static final String DEFINITION = """
            websocket:
              reconciliation:
                enabled: true
                snapshots:
                  book: {type: orderBook, symbol: A/B, data: {}, timestamp: 0}
                  tick: {type: ticker, symbol: A/B, data: {}, timestamp: 0}
                deltas:
                  book: {type: update, path: 'bids[0]', data: {}, sequenceId: 0}
                  tick: {type: update, path: last, data: {}, sequenceId: 0}
                checksums:
                  book: {algorithm: crc32, fields: [price, amount], expectedPath: 'proof.sums[1]'}
            """;

    private final Decoder decoder = new Decoder(VenueLoader.parse("generic.yaml", DEFINITION), false);
    private final DecodedFrame out = new DecodedFrame(8);

    ModelReaderTest() {
        decoder.addSymbol("A/B");
    }

    private DecodedFrame decode(String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        decoder.decodeFrame(1, new UnsafeBuffer(bytes), 0, bytes.length, out);
        return out;
    }

    private String levels() {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < out.levelCount; i++) {
            text.append(out.levelSide[i] == DecodedFrame.BID ? 'b' : 'a')
                    .append(out.levelPrice[i])
                    .append('e')
                    .append(out.levelPriceDecimals[i])
                    .append(
                            out.levelOperation[i] == DecodedFrame.DELETE
                                    ? "-"
                                    : "=" + out.levelSize[i] + "e" + out.levelSizeDecimals[i])
                    .append(' ');
        }
        return text.toString().trim();
    }

    @Test
    void shouldReadASnapshotWithItsIdsTimeAndChecksum() {
        decode("{\"symbol\":\"A/B\",\"data\":{\"nonce\":3,\"asks\":[[\"2.50\",1]],\"bids\":[[2,\"1.0\"],[1.5,2]]},"
                + "\"proof\":{\"sums\":[0,\"-5\"]},\"timestamp\":1700000000000,\"nonce\":7,\"sequenceId\":7,"
                + "\"type\":\"orderBook\",\"channel\":\"book\"}");
        assertThat(out.status).isEqualTo(DecodedFrame.OK);
        final Message message = out.message(0);
        assertThat(message.kind).isEqualTo(MessageKind.BOOK_SNAPSHOT);
        assertThat(message.symbol).isZero();
        assertThat(message.lastId).isEqualTo(7);
        assertThat(message.checksum).isEqualTo(-5);
        assertThat(message.exchangeTimeNs).isEqualTo(1_700_000_000_000_000_000L);
        assertThat(levels()).isEqualTo("a250e2=1e0 b2e0=10e1 b15e1=2e0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "\"type\":\"update\",\"path\":\"asks\",\"data\":[1,2]~a1e0=2e0",
                "\"type\":\"insert\",\"path\":\"$.bids[7]\",\"data\":{\"amount\":\"2.0\",\"price\":1}~b1e0=20e1",
                "\"type\":\"update\",\"path\":\"$['asks'][0]\",\"data\":[[1,0],{\"price\":\"3\",\"amount\":null}]~a1e0=0e0 a3e0-",
                "\"type\":\"delete\",\"path\":\"asks\",\"data\":1.5~a15e1-",
                "\"type\":\"delete\",\"path\":\"asks\",\"data\":[1,\"2\"]~a1e0- a2e0-",
                "\"type\":\"delete\",\"path\":\"asks\",\"data\":[[1,9],{\"price\":2}]~a1e0- a2e0-",
                "\"type\":\"update\",\"path\":\"asks\",\"data\":[]~``",
                "\"data\":[1,2]~b1e0=2e0",
            })
    void shouldReadLevelsInEveryForm(String members, String expected) {
        decode("{\"channel\":\"book\",\"symbol\":\"A/B\",\"sequenceId\":9," + members + "}");
        assertThat(out.status).isEqualTo(DecodedFrame.OK);
        assertThat(out.message(0).kind).isEqualTo(MessageKind.BOOK_DELTA);
        assertThat(out.message(0).previousId).isEqualTo(8);
        assertThat(levels()).isEqualTo(expected);
    }

    @Test
    void shouldReadRangesAndPreviousIds() {
        decode("{\"channel\":\"book\",\"data\":[],\"firstSequenceId\":5,\"sequenceId\":9}");
        assertThat(out.message(0).previousId).isEqualTo(4);
        decode("{\"channel\":\"book\",\"data\":[],\"firstSequenceId\":5,\"sequenceId\":9,\"previousSequenceId\":3}");
        assertThat(out.message(0).previousId).isEqualTo(3);
        assertThat(out.message(0).firstId).isEqualTo(5);
        assertThat(out.message(0).symbol).isZero(); // the definition's
    }

    @Test
    void shouldLeaveOtherDocumentsToTheCore() {
        final String text = " {\"channel\":\"tick\",\"symbol\":\"A/B\",\"sequenceId\":9,\"data\":{\"x\":[1]}}";
        decode(text);
        assertThat(out.message(0).kind).isEqualTo(MessageKind.DOCUMENT_DELTA);
        assertThat(out.message(0).textStart).isEqualTo(1);
        assertThat(out.message(0).textLength).isEqualTo(text.length() - 1);
    }

    @Test
    void shouldReadAcknowledgementsAndNotices() {
        decode("{\"event\":\"subscribed\",\"channel\":\"tick\",\"symbol\":\"A/B\",\"id\":3}");
        assertThat(out.message(0).kind).isEqualTo(MessageKind.SUBSCRIBED);
        assertThat(out.message(0).requestId).isEqualTo(3);
        assertThat(out.message(0).channel).isEqualTo(1);
        assertThat(decode("{\"event\":\"error\",\"id\":4,\"message\":\"no\"}").message(0).kind)
                .isEqualTo(MessageKind.REFUSED);
        assertThat(decode("{\"event\":\"error\",\"message\":\"no\"}").message(0).kind)
                .isEqualTo(MessageKind.ERROR);
        assertThat(decode("{\"event\":\"heartbeat\"}").message(0).kind).isEqualTo(MessageKind.HEARTBEAT);
        assertThat(decode("{\"event\":\"party\"}").status).isEqualTo(DecodedFrame.UNKNOWN);
        assertThat(decode("{\"channel\":\"other\",\"data\":1}").status).isEqualTo(DecodedFrame.UNKNOWN);
        assertThat(decode("[1]").status).isEqualTo(DecodedFrame.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"channel\":\"book\",\"type\":\"upsert\",\"data\":[1,2],\"sequenceId\":1}",
                "{\"channel\":\"book\",\"type\":\"ticker\",\"data\":{},\"sequenceId\":1}",
                "{\"channel\":\"book\",\"data\":[1,2]}",
                "{\"channel\":\"book\",\"sequenceId\":1}",
                "{\"channel\":\"book\",\"data\":[1,2],\"sequenceId\":1.5}",
                "{\"channel\":\"book\",\"data\":[1,2],\"sequenceId\":-1}",
                "{\"channel\":\"book\",\"data\":[1,2],\"sequenceId\":5,\"nonce\":4}",
                "{\"channel\":\"book\",\"data\":[1,2],\"sequenceId\":5,\"firstSequenceId\":6}",
                "{\"channel\":\"book\",\"data\":[1,2],\"sequenceId\":5,\"previousSequenceId\":5}",
                "{\"channel\":\"book\",\"data\":[1,2],\"sequenceId\":5,\"sequenceId\":6}",
                "{\"channel\":\"book\",\"path\":\"data\",\"data\":[1,2],\"sequenceId\":5}",
                "{\"channel\":\"book\",\"path\":\"bids[0][1]\",\"data\":[1,2],\"sequenceId\":5}",
                "{\"channel\":\"book\",\"path\":\"bids[-1]\",\"data\":[1,2],\"sequenceId\":5}",
                "{\"channel\":\"book\",\"path\":\"$bids\",\"data\":[1,2],\"sequenceId\":5}",
                "{\"channel\":\"book\",\"path\":\"bidsx\",\"data\":[1,2],\"sequenceId\":5}",
                "{\"channel\":\"book\",\"data\":5,\"sequenceId\":5}",
                "{\"channel\":\"book\",\"data\":null,\"sequenceId\":5}",
                "{\"channel\":\"book\",\"data\":[1],\"sequenceId\":5}",
                "{\"channel\":\"book\",\"data\":[1,2,3],\"sequenceId\":5}",
                "{\"channel\":\"book\",\"data\":[[1,2],3],\"sequenceId\":5}",
                "{\"channel\":\"book\",\"data\":[1,-2],\"sequenceId\":5}",
                "{\"channel\":\"book\",\"data\":[\"\",2],\"sequenceId\":5}",
                "{\"channel\":\"book\",\"data\":{\"price\":1},\"sequenceId\":5}",
                "{\"channel\":\"book\",\"data\":{\"price\":1,\"price\":2,\"amount\":1},\"sequenceId\":5}",
                "{\"channel\":\"book\",\"type\":\"orderBook\",\"data\":{\"bids\":[]},\"sequenceId\":5}",
                "{\"channel\":\"book\",\"type\":\"orderBook\",\"data\":{\"bids\":[[1,1],[2,1]],\"asks\":[]}}",
                "{\"channel\":\"book\",\"type\":\"orderBook\",\"data\":{\"bids\":[[1,1],[1.0,1]],\"asks\":[]}}",
                "{\"channel\":\"book\",\"type\":\"orderBook\",\"data\":{\"bids\":[[1,0]],\"asks\":[]}}",
                "{\"channel\":\"book\",\"data\":[1,2],\"sequenceId\":5,\"proof\":{\"sums\":[0,\"x\"]}}",
                "{\"channel\":\"book\",\"data\":[1,2],\"sequenceId\":5}}",
                "{\"channel\":\"book\",\"data\":[1,12345678901234567890],\"sequenceId\":5}",
            })
    void shouldRefuseWhatIsNoMessageOfTheModel(String text) {
        assertThat(decode(text).status).as(text).isEqualTo(DecodedFrame.MALFORMED);
        assertThat(out.messageCount()).isZero();
        assertThat(out.levelCount).isZero();
    }

    @Test
    void shouldSurviveAnyDamage() {
        final String[] good = {
            "{\"channel\":\"book\",\"symbol\":\"A/B\",\"type\":\"update\",\"path\":\"bids[0]\",\"data\":[[1,2],{\"price\":\"3.5\",\"amount\":null}],\"sequenceId\":5,\"previousSequenceId\":4,\"proof\":{\"sums\":[0,77]}}",
            "{\"channel\":\"book\",\"type\":\"orderBook\",\"data\":{\"bids\":[[2,1],[1,1]],\"asks\":[[3,\"1.0\"]]},\"timestamp\":5,\"nonce\":5}"
        };
        final Random random = new Random(SEED);
        for (int i = 0; i < 60_000; i++) {
            final StringBuilder text = new StringBuilder(good[i % 2]);
            for (int n = 1 + random.nextInt(2); n > 0 && text.length() > 0; n--) {
                final int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.setCharAt(at, (char) (' ' + random.nextInt(95)));
                    default -> text.setLength(at);
                }
            }
            decode(text.toString());
            if (out.status != DecodedFrame.OK) {
                assertThat(out.levelCount).as("seed=%d, %s", SEED, text).isZero();
            }
        }
    }

    @Test
    void shouldAllocateNothingForOrderBooks() {
        final byte[] bytes =
                ("{\"channel\":\"book\",\"symbol\":\"A/B\",\"type\":\"update\",\"path\":\"bids[0]\",\"data\":[[1,2],"
                                + "{\"price\":\"3.5\",\"amount\":null}],\"sequenceId\":5,\"previousSequenceId\":4,\"proof\":{\"sums\":[0,77]}}")
                        .getBytes(StandardCharsets.UTF_8);
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        final var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long thread = Thread.currentThread().getId();
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) { // the first rounds are for the compilers
            final long before = threads.getThreadAllocatedBytes(thread);
            for (int i = 0; i < 20_000; i++) {
                decoder.decodeFrame(1, buffer, 0, bytes.length, out);
            }
            allocated = Math.min(allocated, threads.getThreadAllocatedBytes(thread) - before);
        }
        assertThat(allocated).isLessThan(20_000); // less than a byte a frame: the meter itself
    }
}
