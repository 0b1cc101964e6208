package io.truebook.engine.recording;

import io.truebook.engine.recording.Entry.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The parsers of the containers of lines that keep no state between lines. */
final class LineParsers {
    private LineParsers() {}

    static LineParser plain(Source source) {
        return (bytes, from, to, line) -> new Entry(
                Kind.FRAME, Entry.NO_TIME, source.name(), "", Arrays.copyOfRange(bytes, from, to), source.file(), line);
    }

    static LineParser stamped(Source source) {
        return (bytes, from, to, line) -> {
            int space = from;
            while (space < to && bytes[space] != ' ') {
                space++;
            }
            long timeNs = Times.integer(bytes, from, space);
            if (timeNs < 0 || space == to) {
                throw new LineParser.MalformedLine("expected '<receive unix ns> <frame>'; mend or remove the line");
            }
            byte[] payload = Arrays.copyOfRange(bytes, space + 1, to);
            return new Entry(Kind.FRAME, timeNs, source.name(), "", payload, source.file(), line);
        };
    }

    static LineParser rxNs(Source source) {
        return (bytes, from, to, line) -> {
            RxNsFields fields = new RxNsFields(bytes);
            if (!JsonText.fields(bytes, from, to, fields) || fields.timeNs < 0 || fields.payload == null) {
                throw new LineParser.MalformedLine(
                        "expected {\"rx_ns\":<unix ns>,\"frame\":<string or value>}; mend or remove the line");
            }
            return new Entry(Kind.FRAME, fields.timeNs, source.name(), "", fields.payload, source.file(), line);
        };
    }

    static LineParser cryptofeedJson(Source source) {
        return (bytes, from, to, line) -> {
            CryptofeedFields fields = new CryptofeedFields(bytes);
            if (!JsonText.fields(bytes, from, to, fields)) {
                throw new LineParser.MalformedLine("expected a JSON object of a recording; mend or remove the line");
            }
            return fields.entry(source, line);
        };
    }

    private static final class RxNsFields implements JsonText.Field {
        private final byte[] bytes;
        private long timeNs = Times.INVALID;
        private byte[] payload;

        RxNsFields(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void field(String name, int from, int to) {
            if (name.equals("rx_ns")) {
                boolean quoted = bytes[from] == '"';
                timeNs = Times.integer(bytes, quoted ? from + 1 : from, quoted ? to - 1 : to);
            } else if (name.equals("frame")) {
                payload = JsonText.payload(bytes, from, to);
            }
        }
    }

    private static final class CryptofeedFields implements JsonText.Field {
        private final byte[] bytes;
        private String type = "";
        private String connection = "";
        private String url = "";
        private long timeNs = Times.INVALID;
        private byte[] payload;

        CryptofeedFields(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void field(String name, int from, int to) {
            switch (name) {
                case "t" -> type = text(from, to);
                case "conn" -> connection = text(from, to);
                case "addr", "url" -> url = text(from, to);
                case "ts" -> timeNs = Times.secondsToNs(bytes, from, to);
                case "data" -> payload = JsonText.payload(bytes, from, to);
                default -> {
                    // Other fields belong to the recorder.
                }
            }
        }

        private String text(int from, int to) {
            byte[] text = JsonText.payload(bytes, from, to);
            return text == null ? "" : new String(text, StandardCharsets.UTF_8);
        }

        Entry entry(Source source, long line) throws LineParser.MalformedLine {
            Kind kind;
            switch (type) {
                case "header":
                    return null;
                case "connect":
                    kind = Kind.CONNECTED;
                    payload = null;
                    break;
                case "send":
                    kind = Kind.SENT;
                    break;
                case "recv":
                    kind = Kind.FRAME;
                    break;
                case "http":
                    kind = Kind.ANSWER;
                    break;
                default:
                    throw new LineParser.MalformedLine("unknown record \"t\":\"" + type
                            + "\", expected header, http, connect, send or recv; remove the line");
            }
            if (timeNs < 0) {
                throw new LineParser.MalformedLine("\"ts\" is not in decimal unix seconds; mend or remove the line");
            }
            if (payload == null && kind != Kind.CONNECTED) {
                throw new LineParser.MalformedLine("\"data\" is missing or no proper string; mend or remove the line");
            }
            String name = connection.isEmpty() ? source.name() : connection;
            return new Entry(kind, timeNs, name, url, payload, source.file(), line);
        }
    }
}
