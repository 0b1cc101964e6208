package io.truebook.engine.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * Journals of every record type as version 1 wrote them must stay readable. The bytes under {@code golden/} were made
 * once by this class (see the README there) and are never written again; a new version gets files of its own.
 */
class GoldenRecordsTest {
    private static final String FILE = "/golden/records-v1.bin";
    /** Every descriptor whose fields are read by a static accessor of (buffer, offset). */
    private static final List<Class<?>> HOT = List.of(
            BookBody.class,
            ConditionBody.class,
            EventBody.class,
            InstrumentBody.class,
            BookStatsBody.class,
            HealthBody.class,
            SessionBody.class,
            StateHashBody.class,
            TickerBody.class,
            TradeBody.class);

    private static final long TIME_NS = 1_700_000_000_123_456_789L;

    @Test
    void shouldReadEveryRecordThatVersionOneWrote() throws IOException {
        final byte[] bytes = resource();
        assertThat(describe(bytes)).isEqualTo(describe(write()));
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        final Set<Integer> types = new TreeSet<>();
        final CRC32 crc = new CRC32();
        long position = 0;
        for (int at = 0; at < bytes.length; at += Envelope.length(buffer, at)) {
            assertThat(Envelope.isIntact(buffer, at, Envelope.length(buffer, at), crc))
                    .isTrue();
            assertThat(Envelope.version(buffer, at)).isEqualTo(1);
            assertThat(Envelope.sequence(buffer, at)).isEqualTo(++position);
            types.add(Envelope.type(buffer, at));
        }
        assertThat(types).isEqualTo(allTypes());
    }

    @Test
    void shouldStillWriteWhatVersionOneWrote() throws IOException {
        assertThat(write()).isEqualTo(resource());
    }

    private static byte[] resource() throws IOException {
        try (InputStream in = GoldenRecordsTest.class.getResourceAsStream(FILE)) {
            assertThat(in).as("test resource %s", FILE).isNotNull();
            return in.readAllBytes();
        }
    }

    private static Set<Integer> allTypes() {
        final Set<Integer> types = new TreeSet<>();
        for (Class<?> owner : List.of(InputType.class, OutputType.class)) {
            for (Field field : owner.getDeclaredFields()) {
                if (Modifier.isPublic(field.getModifiers()) && field.getType() == int.class) {
                    try {
                        types.add(field.getInt(null));
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(e);
                    }
                }
            }
        }
        return types;
    }

    /** All types once, each field with a value of its own. Called by hand for a new version, see the README. */
    static byte[] write() {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        long position = 0;
        for (int type : allTypes()) {
            final byte[] body = body(type);
            final UnsafeBuffer record = new UnsafeBuffer(new byte[Envelope.BYTES + body.length]);
            record.putBytes(Envelope.BYTES, body);
            final boolean output = type > 100;
            Envelope.write(
                    record, 0, type, output ? 3 : 250, ++position, output ? position - 1 : 0, 7, 1, TIME_NS + position);
            Envelope.seal(record, 0, record.capacity(), new CRC32());
            out.writeBytes(record.byteArray());
        }
        return out.toByteArray();
    }

    private static byte[] body(int type) {
        final UnsafeBuffer body = new UnsafeBuffer(new byte[256]);
        final byte[] text = "kraken:BTC/USD".getBytes(StandardCharsets.UTF_8);
        switch (type) {
            case InputType.CONFIGURED -> {
                return new ConfiguredBody(
                                1,
                                77,
                                4711,
                                List.of(
                                        new ConfiguredBody.ConfigFile("profile.yaml", "venues: []\n"),
                                        new ConfiguredBody.ConfigFile("ö.yaml", "id: ö\n")))
                        .encode();
            }
            case InputType.STARTED -> StartedBody.write(body, 0, 3, 1000, 2000);
            case InputType.FRAME, InputType.COMMAND -> body.putBytes(0, text);
            case InputType.CONNECTION_DOWN -> {
                ConnectionDownBody.write(body, 0, ConnectionDownBody.CLOSED_BY_PEER, 1001);
                body.putBytes(ConnectionDownBody.DETAIL_OFFSET, text);
            }
            case InputType.OUTCOME -> {
                OutcomeBody.write(body, 0, 99, 429, OutcomeBody.FAILURE_NONE, 5900, 7, text.length, 2);
                body.putBytes(OutcomeBody.URL_OFFSET, text);
                body.putBytes(OutcomeBody.URL_OFFSET + text.length, new byte[] {'{', '}'});
            }
            case InputType.CLOCK_STEP, InputType.SKIP -> body.putLong(0, -123_456_789_012L, ByteOrder.LITTLE_ENDIAN);
            case InputType.OVERSIZE -> body.putInt(0, 9_000_000, ByteOrder.LITTLE_ENDIAN);
            case OutputType.BOOK_SNAPSHOT, OutputType.BOOK_DELTA -> {
                fill(BookBody.class, body);
                BookBody.levelCount(body, 0, 2);
                BookBody.level(body, 0, 0, (byte) 0, 450_001, 12_345_678);
                BookBody.level(body, 0, 1, (byte) 1, 450_002, 0);
            }
            case OutputType.CONDITION -> fill(ConditionBody.class, body);
            case OutputType.TRADE -> fill(TradeBody.class, body);
            case OutputType.TICKER -> fill(TickerBody.class, body);
            case OutputType.INSTRUMENT -> {
                fill(InstrumentBody.class, body);
                InstrumentBody.textLength(body, 0, text.length);
                body.putBytes(InstrumentBody.BYTES, text);
            }
            case OutputType.SESSION -> fill(SessionBody.class, body);
            case OutputType.REQUEST -> {
                RequestBody.write(body, 0, RequestBody.SEND, 7, 99, text.length);
                body.putBytes(RequestBody.TEXT_OFFSET, text);
            }
            case OutputType.EVENT, OutputType.ALERT -> {
                fill(EventBody.class, body);
                EventBody.textLength(body, 0, text.length);
                body.putBytes(EventBody.BYTES, text);
            }
            case OutputType.STATE_HASH -> fill(StateHashBody.class, body);
            case OutputType.HEALTH -> fill(HealthBody.class, body);
            case OutputType.BOOK_STATS -> fill(BookStatsBody.class, body);
            default -> {
                return new byte[0];
            }
        }
        return body.byteArray();
    }

    /** Gives each field of a descriptor a value of its own, by its setter. */
    private static void fill(Class<?> descriptor, MutableDirectBuffer body) {
        long value = 11;
        for (Method setter : methods(descriptor, 3)) {
            final Class<?> type = setter.getParameterTypes()[2];
            final Object given = type == byte.class
                    ? (Object) (byte) value
                    : type == int.class ? (Object) (int) (value * 1_000) : (Object) (value * 1_000_000_000L);
            invoke(setter, body, 0, given);
            value++;
        }
    }

    /** Every field of every record, a line each. */
    private static List<String> describe(byte[] bytes) {
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        final List<String> lines = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += Envelope.length(buffer, at)) {
            final int type = Envelope.type(buffer, at);
            final String name = type > 100 ? OutputType.name(type) : InputType.name(type);
            for (Method getter : methods(Envelope.class, 2)) {
                lines.add(name + " " + getter.getName() + "=" + invoke(getter, buffer, at));
            }
            final Class<?> descriptor = HOT.stream()
                    .filter(candidate -> candidate.getSimpleName().equals(descriptorName(type)))
                    .findFirst()
                    .orElse(null);
            if (descriptor != null) {
                for (Method getter : methods(descriptor, 2)) {
                    lines.add(name + " " + getter.getName() + "=" + invoke(getter, buffer, at + Envelope.BYTES));
                }
            }
        }
        return lines;
    }

    private static String descriptorName(int type) {
        return switch (type) {
            case OutputType.BOOK_SNAPSHOT, OutputType.BOOK_DELTA -> "BookBody";
            case OutputType.CONDITION -> "ConditionBody";
            case OutputType.TRADE -> "TradeBody";
            case OutputType.TICKER -> "TickerBody";
            case OutputType.INSTRUMENT -> "InstrumentBody";
            case OutputType.SESSION -> "SessionBody";
            case OutputType.EVENT, OutputType.ALERT -> "EventBody";
            case OutputType.STATE_HASH -> "StateHashBody";
            case OutputType.HEALTH -> "HealthBody";
            case OutputType.BOOK_STATS -> "BookStatsBody";
            default -> "";
        };
    }

    /** Accessors in order of their names; getters take (buffer, offset), setters a value as well. */
    private static List<Method> methods(Class<?> descriptor, int parameters) {
        return Arrays.stream(descriptor.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && method.getParameterCount() == parameters)
                .filter(method -> (parameters == 2 ? DirectBuffer.class : MutableDirectBuffer.class)
                        == method.getParameterTypes()[0])
                .filter(method -> method.getParameterTypes()[1] == int.class)
                .sorted(Comparator.comparing(Method::getName))
                .toList();
    }

    private static Object invoke(Method method, Object... arguments) {
        try {
            return method.invoke(null, arguments);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new AssertionError(method.toString(), e);
        }
    }

    /** Writes the bytes of the present version to the file that is named; see {@code golden/README.md}. */
    public static void main(String[] arguments) throws IOException {
        Files.write(Path.of(arguments[0]), write());
    }
}
