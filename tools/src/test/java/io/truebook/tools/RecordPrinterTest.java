package io.truebook.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.book.Condition;
import io.truebook.engine.book.ProofKind;
import io.truebook.engine.record.BookBody;
import io.truebook.engine.record.ConfiguredBody;
import io.truebook.engine.record.InputType;
import io.truebook.engine.record.InstrumentBody;
import io.truebook.engine.record.OutputType;
import io.truebook.tools.print.Names;
import io.truebook.tools.print.RecordPrinter;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class RecordPrinterTest {
    private static final long TIME_NS = 1_785_665_730_123_456_789L;

    private final Names names = new Names();
    private final RecordPrinter text = new RecordPrinter(names, false);
    private final RecordPrinter json = new RecordPrinter(names, true);

    @Test
    void shouldShowAFrameWithItsPayloadOnOneLine() {
        final UnsafeBuffer frame =
                Records.input(InputType.FRAME, 7, 3, TIME_NS, (b, o) -> bytes(b, o, "{\"a\":1,\n\"b\":2}"));

        assertThat(text.line(frame, 0))
                .isEqualTo("7 2026-08-02T10:15:30.123456789Z frame venue=#0 connection=3 length=14"
                        + " payload={\"a\":1,\\u000a\"b\":2}");
        assertThat(json.line(frame, 0))
                .isEqualTo("{\"position\":7,\"time\":\"2026-08-02T10:15:30.123456789Z\",\"type\":\"frame\","
                        + "\"venue\":\"#0\",\"connection\":3,\"length\":14,"
                        + "\"payload\":\"{\\\"a\\\":1,\\n\\\"b\\\":2}\"}");
    }

    @Test
    void shouldShowBytesThatAreNotTextInBase64() {
        final UnsafeBuffer frame = Records.input(InputType.FRAME, 1, 1, TIME_NS, (b, o) -> {
            b.putByte(o, (byte) 0xFF);
            return 1;
        });

        assertThat(json.line(frame, 0)).contains("\"payloadBase64\":\"/w==\"").doesNotContain("\"payload\":");
    }

    @Test
    void shouldCallVenuesAndInstrumentsByTheirNamesOnceTheyHavePassed() {
        final ConfiguredBody configured = new ConfiguredBody(
                1,
                2,
                3,
                List.of(
                        new ConfiguredBody.ConfigFile("demo.yaml", ""),
                        new ConfiguredBody.ConfigFile("kraken.yaml", "")));
        text.line(
                Records.input(InputType.CONFIGURED, 1, 0, TIME_NS, (b, o) -> {
                    b.putBytes(o, configured.encode());
                    return configured.encode().length;
                }),
                0);
        text.line(Records.output(OutputType.INSTRUMENT, 1, 1, 0, TIME_NS, RecordPrinterTest::instrument), 0);

        final String line =
                text.line(Records.output(OutputType.BOOK_DELTA, 2, 9, 1, TIME_NS, RecordPrinterTest::book), 0);

        assertThat(line)
                .startsWith("2 2026-08-02T10:15:30.123456789Z book_delta venue=kraken cause=9 ordinal=1 epoch=1"
                        + " symbol=kraken:BTC/USD condition=LIVE proof=checksum provenDepth=10")
                .contains(" bid=63388.7 bidSize=0.00000010 ")
                .endsWith("bids=[[\"63388.7\",\"0.00000010\"]] asks=[[\"63388.8\",\"0.00000000\"]]")
                .doesNotContain(" ask=");
    }

    @Test
    void shouldRenderEveryTypeThatTheFormatKnows() throws IllegalAccessException {
        for (Class<?> types : List.of(InputType.class, OutputType.class)) {
            for (Field field : types.getFields()) {
                if (Modifier.isStatic(field.getModifiers()) && field.getType() == int.class) {
                    final UnsafeBuffer zeros = Records.output(field.getInt(null), 1, 1, 1, TIME_NS, (b, o) -> {
                        b.setMemory(o, 128, (byte) 0);
                        return 128;
                    });
                    if (field.getInt(null) != InputType.CONFIGURED) {
                        assertThat(text.line(zeros, 0)).as(field.getName()).doesNotContain("Z ? ");
                        assertThat(json.line(zeros, 0))
                                .as(field.getName())
                                .startsWith("{")
                                .endsWith("}");
                    }
                }
            }
        }
    }

    private static int bytes(MutableDirectBuffer buffer, int offset, String payload) {
        final byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        buffer.putBytes(offset, bytes);
        return bytes.length;
    }

    private static int instrument(MutableDirectBuffer b, int o) {
        InstrumentBody.instrument(b, o, 0);
        InstrumentBody.priceScale(b, o, 1);
        InstrumentBody.sizeScale(b, o, 8);
        final int length = bytes(b, o + InstrumentBody.BYTES, "kraken:BTC/USD");
        InstrumentBody.textLength(b, o, length);
        return InstrumentBody.BYTES + length;
    }

    private static int book(MutableDirectBuffer b, int o) {
        BookBody.instrument(b, o, 0);
        BookBody.condition(b, o, Condition.LIVE);
        BookBody.proof(b, o, ProofKind.CHECKSUM);
        BookBody.provenDepth(b, o, 10);
        BookBody.priceScale(b, o, (byte) 1);
        BookBody.sizeScale(b, o, (byte) 8);
        BookBody.bestBid(b, o, 633_887);
        BookBody.bestBidSize(b, o, 10);
        BookBody.levelCount(b, o, 2);
        BookBody.level(b, o, 0, (byte) 0, 633_887, 10);
        BookBody.level(b, o, 1, (byte) 1, 633_888, 0);
        return BookBody.BYTES + 2 * BookBody.LEVEL_BYTES;
    }
}
