package io.truebook.engine.recording;

import io.truebook.engine.recording.Entry.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cryptofeed's text. A received frame does not name its connection: it belongs to the address connected last in the
 * file, because the recorder writes a file per connection.
 */
final class CryptofeedTextParser implements LineParser {
    private static final byte[] CONFIGURATION = "configuration:".getBytes(StandardCharsets.US_ASCII);

    private final Source source;
    private String connection;

    CryptofeedTextParser(Source source) {
        this.source = source;
        this.connection = source.name();
    }

    /** Whether a first line can be one of this container. */
    static boolean recognises(byte[] bytes, int from, int to) {
        if (startsWith(bytes, from, to, CONFIGURATION)) {
            return true;
        }
        int space = indexOf(bytes, from, to, ' ');
        if (space < 0) {
            return false;
        }
        if (bytes[space - (space > from ? 1 : 0)] == ':') {
            return Times.secondsToNs(bytes, from, space - 1) >= 0;
        }
        return arrow(bytes, space + 1, to) > 0;
    }

    @Override
    public Entry parse(byte[] bytes, int from, int to, long line) throws MalformedLine {
        if (startsWith(bytes, from, to, CONFIGURATION)) {
            return null;
        }
        int space = indexOf(bytes, from, to, ' ');
        if (space <= from) {
            throw unknown();
        }
        if (bytes[space - 1] == ':') {
            long timeNs = Times.secondsToNs(bytes, from, space - 1);
            if (timeNs < 0) {
                throw unknown();
            }
            byte[] payload = Arrays.copyOfRange(bytes, space + 1, to);
            return new Entry(Kind.FRAME, timeNs, connection, "", payload, source.file(), line);
        }
        int arrow = arrow(bytes, space + 1, to);
        if (arrow == 0) {
            throw unknown();
        }
        String url = new String(bytes, from, space - from, StandardCharsets.UTF_8);
        int time = space + 1 + arrow + 1;
        if (arrow == 3) {
            long timeNs = Times.secondsToNs(bytes, time, to);
            if (timeNs < 0) {
                throw unknown();
            }
            connection = url;
            return new Entry(Kind.CONNECTED, timeNs, url, url, null, source.file(), line);
        }
        int timeEnd = indexOf(bytes, time, to, ':');
        long timeNs = timeEnd < 0 ? Times.INVALID : Times.secondsToNs(bytes, time, timeEnd);
        if (timeNs < 0) {
            throw unknown();
        }
        byte[] payload = Arrays.copyOfRange(bytes, Math.min(timeEnd + 2, to), to);
        Kind kind = bytes[space + 1] == '<' ? Kind.SENT : Kind.ANSWER;
        return new Entry(kind, timeNs, url, url, payload, source.file(), line);
    }

    private static MalformedLine unknown() {
        return new MalformedLine("expected '<unix s>: <frame>', '<url> <-> <unix s>', '<url> <- <unix s>: <text>' or"
                + " '<url> -> <unix s>: <body>'; mend or remove the line");
    }

    /** Length of the arrow that starts at {@code from} and is followed by a space, or 0. */
    private static int arrow(byte[] bytes, int from, int to) {
        int end = indexOf(bytes, from, to, ' ');
        if (end == from + 3 && bytes[from] == '<' && bytes[from + 1] == '-' && bytes[from + 2] == '>') {
            return 3;
        }
        if (end == from + 2
                && ((bytes[from] == '<' && bytes[from + 1] == '-') || (bytes[from] == '-' && bytes[from + 1] == '>'))) {
            return 2;
        }
        return 0;
    }

    private static boolean startsWith(byte[] bytes, int from, int to, byte[] prefix) {
        return to - from >= prefix.length && Arrays.equals(bytes, from, from + prefix.length, prefix, 0, prefix.length);
    }

    private static int indexOf(byte[] bytes, int from, int to, char wanted) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }
}
