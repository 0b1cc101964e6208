package io.truebook.tools.print;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.engine.record.ConfiguredBody;
import io.truebook.engine.record.ConnectionDownBody;
import io.truebook.engine.record.InputType;
import io.truebook.engine.record.OutcomeBody;
import io.truebook.engine.record.StartedBody;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.agrona.DirectBuffer;

/** The fields of an input's body. */
final class InputFields {
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private InputFields() {}

    static void add(ObjectNode fields, int type, DirectBuffer buffer, int body, int length) {
        switch (type) {
            case InputType.CONFIGURED -> configured(fields, ConfiguredBody.decode(buffer, body));
            case InputType.STARTED -> {
                fields.put("epoch", StartedBody.epoch(buffer, body));
                fields.put("recoveredFrom", StartedBody.recoveredFrom(buffer, body));
                fields.put("recoveredTo", StartedBody.recoveredTo(buffer, body));
            }
            case InputType.FRAME -> payload(fields, buffer, body, length);
            case InputType.CONNECTION_DOWN -> {
                fields.put("reason", ConnectionDownBody.name(ConnectionDownBody.reason(buffer, body)));
                fields.put("code", ConnectionDownBody.code(buffer, body));
                fields.put(
                        "detail",
                        buffer.getStringWithoutLengthUtf8(
                                body + ConnectionDownBody.DETAIL_OFFSET, length - ConnectionDownBody.DETAIL_OFFSET));
            }
            case InputType.OUTCOME -> outcome(fields, buffer, body);
            case InputType.COMMAND -> fields.put("command", buffer.getStringWithoutLengthUtf8(body, length));
            case InputType.CLOCK_STEP -> fields.put("stepNs", buffer.getLong(body, ORDER));
            case InputType.OVERSIZE -> {
                fields.put("frameLength", buffer.getInt(body, ORDER));
                payload(fields, buffer, body + Integer.BYTES, length - Integer.BYTES);
            }
            case InputType.SKIP -> fields.put("skips", buffer.getLong(body, ORDER));
            default -> {
                if (length > 0) {
                    fields.put("length", length);
                }
            }
        }
    }

    private static void configured(ObjectNode fields, ConfiguredBody configured) {
        fields.put("coreVersion", configured.coreVersion());
        fields.put("runId", Long.toHexString(configured.runId()));
        fields.put("seed", Long.toHexString(configured.seed()));
        final ArrayNode files = fields.putArray("files");
        for (ConfiguredBody.ConfigFile file : configured.files()) {
            files.add(file.name());
        }
    }

    private static void outcome(ObjectNode fields, DirectBuffer buffer, int body) {
        fields.put("requestId", OutcomeBody.requestId(buffer, body));
        fields.put("status", OutcomeBody.status(buffer, body));
        fields.put("failure", OutcomeBody.failureName(OutcomeBody.failure(buffer, body)));
        putUnless(fields, "usedWeight", OutcomeBody.usedWeight(buffer, body), -1);
        putUnless(fields, "retryAfterSeconds", OutcomeBody.retryAfterSeconds(buffer, body), -1);
        fields.put("url", OutcomeBody.url(buffer, body));
        payload(fields, buffer, OutcomeBody.bodyOffset(buffer, body), OutcomeBody.bodyLength(buffer, body));
    }

    private static void putUnless(ObjectNode fields, String name, int value, int absent) {
        if (value != absent) {
            fields.put(name, value);
        }
    }

    /** Bytes that are not UTF-8 are shown as they are, in base 64, rather than with replacement characters. */
    private static void payload(ObjectNode fields, DirectBuffer buffer, int offset, int length) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        fields.put("length", length);
        try {
            fields.put(
                    "payload",
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString());
        } catch (CharacterCodingException e) {
            fields.put("payloadBase64", Base64.getEncoder().encodeToString(bytes));
        }
    }
}
