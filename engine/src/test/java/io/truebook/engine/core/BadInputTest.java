package io.truebook.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.book.Condition;
import io.truebook.engine.decode.DecodedFrame;
import io.truebook.engine.record.InputType;
import io.truebook.engine.record.OutputType;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What peers should not send: each is counted, answered clearly, and nothing else is lost. */
class BadInputTest {
    private final KrakenFeed feed = KrakenFeed.btc(1);
    private CoreRun run;

    @BeforeEach
    void makeLive() {
        run = CoreRun.started(Configs.of(Configs.kraken()));
        run.up(0);
        run.frame(0, KrakenFeed.subscribed("BTC/USD", 10, run.lastSent().requestId()));
        run.frame(0, feed.snapshot());
    }

    private void assertLiveAfterTheNextFrame() {
        run.frame(0, feed.update());
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertThat(run.counters(0).checksumsBad).isZero();
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
            hello there                                  | 1
            {"channel":"book","type":"upd                | 2
            {"channel":"book","type":"update","data":[}  | 1
            """)
    void shouldDoubtTheBooksUntilTheirNextProofAfterAFrameThatCannotBeRead(String text, int error) {
        run.frame(0, text);
        assertThat(run.transitions()).containsExactly("LIVE -> UNVERIFIED: malformed frame");
        assertThat(run.counters(0).malformed).isEqualTo(1);
        assertThat(run.events(EventKind.MALFORMED)).hasSize(1);
        assertThat(run.events(EventKind.MALFORMED).get(0).eventExpected()).isEqualTo(error);
        run.frame(0, text);
        assertThat(run.counters(0).malformed).as("counted").isEqualTo(2);
        assertThat(run.events(EventKind.MALFORMED))
                .as("and reported once per cause")
                .hasSize(1);
        run.frame(0, feed.update());
        assertThat(run.transitions()).containsExactly("UNVERIFIED -> LIVE: proven");
    }

    @Test
    void shouldRefuseAFrameNestedAThousandDeep() {
        run.frame(0, "{\"channel\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}");
        assertThat(run.counters(0).malformed).isEqualTo(1);
        assertThat(run.events(EventKind.MALFORMED).get(0).eventExpected()).isEqualTo(DecodedFrame.ERROR_TOO_DEEP);
        assertLiveAfterTheNextFrame();
    }

    @Test
    void shouldRefuseANumberThatNoLongHolds() {
        run.frame(0, feed.update().replaceFirst("\"qty\":[0-9.]+", "\"qty\":123456789012345678901234567890"));
        assertThat(run.counters(0).malformed).isEqualTo(1);
        assertThat(run.condition(0)).isNotEqualTo(Condition.LIVE);
    }

    @Test
    void shouldCountAFrameOfAKindThatTheDefinitionDoesNotKnow() {
        run.frame(0, "{\"channel\":\"weather\",\"data\":[1,2]}");
        run.frame(0, "{\"channel\":\"weather\",\"data\":[3]}");
        assertThat(run.counters(0).unknownFrames).isEqualTo(2);
        assertThat(run.events(EventKind.UNKNOWN_FRAME)).hasSize(1);
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
    }

    @Test
    void shouldReadOverUnknownFields() {
        run.frame(0, feed.update().replace("\"symbol\"", "\"extra\":{\"a\":[1,{\"b\":null}]},\"symbol\""));
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertThat(run.counters(0).malformed + run.counters(0).unknownFrames).isZero();
        assertThat(run.counters(0).checksumsOk).isEqualTo(2);
    }

    @Test
    void shouldCountASymbolThatNobodyAskedFor() {
        final KrakenFeed other = new KrakenFeed("DOGE/USD", 10, 1, 8, 5);
        run.frame(0, other.snapshot());
        run.frame(0, other.update());
        assertThat(run.counters(0).unknownSymbols).isEqualTo(2);
        assertThat(run.events(EventKind.UNKNOWN_SYMBOL)).hasSize(1);
        assertThat(run.events(EventKind.UNKNOWN_SYMBOL).get(0).eventText()).isEqualTo("DOGE/USD");
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertLiveAfterTheNextFrame();
    }

    @Test
    void shouldTakeAnEmptyFrameForNothing() {
        run.frame(0, "");
        assertThat(run.last()).isEmpty();
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
    }

    @Test
    void shouldReportAFrameOverTheLimitWithItsLength() {
        final byte[] body = new byte[4 + 100];
        new UnsafeBuffer(body).putInt(0, 9_000_000, ByteOrder.LITTLE_ENDIAN);
        run.feed(InputType.OVERSIZE, run.connection(0), 0, body);
        assertThat(run.transitions()).containsExactly("LIVE -> UNVERIFIED: malformed frame");
        final Output event = run.events(EventKind.OVERSIZE).get(0);
        assertThat(event.eventActual()).isEqualTo(9_000_000);
        assertThat(event.eventExpected()).isEqualTo(8 << 20);
        assertThat(run.counters(0).malformed).isEqualTo(1);
    }

    @Test
    void shouldLeaveOutATradeThatDoesNotFitAndKeepTheOthers() {
        run.frame(0, trade("45000.15"));
        assertThat(run.last()).noneMatch(o -> o.type() == OutputType.TRADE);
        assertThat(run.counters(0).malformed).isEqualTo(1);
        assertThat(run.events(EventKind.MALFORMED)).hasSize(1);
        run.frame(0, trade("45000.25"));
        assertThat(run.events(EventKind.MALFORMED)).as("reported once").hasSize(1);
        run.frame(0, trade("45000.1"));
        assertThat(run.counters(0).trades).isEqualTo(1);
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
    }

    private static String trade(String price) {
        return "{\"channel\":\"trade\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\",\"side\":\"sell\",\"price\":"
                + price + ",\"qty\":1.0,\"ord_type\":\"market\",\"trade_id\":4665906,\"timestamp\":"
                + "\"2023-09-25T07:49:37.708706Z\"}]}";
    }

    @Test
    void shouldIgnoreAnswersToRequestsThatNobodyMade() {
        run.outcome(0, 991, 200, 0, -1, "{}");
        assertThat(run.last()).isEmpty();
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
    }

    @Test
    void shouldIgnoreAcknowledgementsThatNobodyAwaits() {
        run.frame(0, KrakenFeed.unsubscribed("BTC/USD", 10, 991));
        run.frame(0, KrakenFeed.subscribed("BTC/USD", 10, 991));
        run.frame(0, "{\"error\":\"eh?\",\"method\":\"subscribe\",\"req_id\":991,\"success\":false}");
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertLiveAfterTheNextFrame();
    }
}
