package io.truebook.tools.print;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.InputType;
import io.truebook.engine.record.OutputType;
import io.truebook.tools.cli.Json;
import io.truebook.tools.cli.Moment;
import java.util.Iterator;
import java.util.Map;
import org.agrona.DirectBuffer;

/**
 * Renders a record of either journal as one line: for people {@code position time type key=value …}, or as one JSON
 * object. Feeds {@link Names} with every record that it renders.
 */
public final class RecordPrinter {
    private static final int FIRST_OUTPUT = 100;

    private final Names names;
    private final boolean json;

    public RecordPrinter(Names names, boolean json) {
        this.names = names;
        this.json = json;
    }

    /** True when the type belongs to the outputs. */
    public static boolean isOutput(int type) {
        return type > FIRST_OUTPUT;
    }

    /** The type's name as printed and as {@code --kind} takes it. */
    public static String typeName(int type) {
        return isOutput(type) ? OutputType.name(type) : InputType.name(type);
    }

    /** The record that starts at {@code offset}, without a line break. */
    public String line(DirectBuffer buffer, int offset) {
        final ObjectNode fields = fields(buffer, offset);
        return json ? Json.line(fields) : text(fields);
    }

    /** The record's fields in the order in which they are printed; prices, sizes and hashes are strings. */
    public ObjectNode fields(DirectBuffer buffer, int offset) {
        names.learn(buffer, offset);
        final int type = Envelope.type(buffer, offset);
        final ObjectNode fields = Json.object();
        fields.put("position", Envelope.sequence(buffer, offset));
        fields.put("time", Moment.print(Envelope.timeNs(buffer, offset)));
        fields.put("type", typeName(type));
        final String venue = names.venue(Envelope.venue(buffer, offset));
        if (venue != null) {
            fields.put("venue", venue);
        }
        final int body = offset + Envelope.BYTES;
        final int length = Envelope.length(buffer, offset) - Envelope.BYTES;
        if (isOutput(type)) {
            fields.put("cause", Envelope.cause(buffer, offset));
            fields.put("ordinal", Envelope.source(buffer, offset));
            fields.put("epoch", Envelope.epoch(buffer, offset));
            OutputFields.add(fields, names, type, buffer, body, length);
        } else {
            final int connection = Envelope.source(buffer, offset);
            if (connection != 0) {
                fields.put("connection", connection);
            }
            InputFields.add(fields, type, buffer, body, length);
        }
        return fields;
    }

    private static String text(ObjectNode fields) {
        final StringBuilder line = new StringBuilder(160);
        final Iterator<Map.Entry<String, JsonNode>> entries =
                fields.properties().iterator();
        // position, time and type stand bare at the front, so that lines of one kind align
        for (int i = 0; i < 3; i++) {
            line.append(i == 0 ? "" : " ").append(entries.next().getValue().asText());
        }
        while (entries.hasNext()) {
            final Map.Entry<String, JsonNode> entry = entries.next();
            line.append(' ').append(entry.getKey()).append('=');
            appendValue(line, entry.getValue());
        }
        return line.toString();
    }

    private static void appendValue(StringBuilder line, JsonNode value) {
        if (!value.isTextual()) {
            line.append(value.isValueNode() ? value.asText() : Json.line(value));
            return;
        }
        final String text = value.asText();
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            // one record, one line, whatever a venue sends
            if (c < ' ' || c == 0x7F) {
                line.append(String.format("\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
    }
}
