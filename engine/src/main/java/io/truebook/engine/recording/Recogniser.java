package io.truebook.engine.recording;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Tells a container from the first line and, where that is ambiguous, from how the first JSON value ends. */
final class Recogniser {
    /** Lines looked at before a text without any JSON is refused. */
    private static final int PROBE_LINES = 50;

    private static final int JOINED_PROBE_BYTES = 1 << 20;

    private static final Set<String> CRYPTOFEED_TYPES =
            Set.of("\"header\"", "\"http\"", "\"connect\"", "\"send\"", "\"recv\"");

    private Recogniser() {}

    static Container recognise(Source source) {
        if (joined(source)) {
            return Container.JOINED;
        }
        try (LineInput input = source.input()) {
            do {
                if (!input.nextLine()) {
                    throw new RecordingException(source.file(), "holds no record: check that the recorder wrote to it");
                }
            } while (JsonText.skipSpace(input.bytes(), input.from(), input.from() + input.length())
                    == input.from() + input.length());
            int from = input.from();
            int to = from + input.length();
            Container byLine = byFirstLine(input.bytes(), from, to);
            if (byLine != null) {
                return byLine;
            }
            boolean complete = (input.bytes()[from] == '{' || input.bytes()[from] == '[')
                    && JsonText.complete(input.bytes(), from, to);
            if (complete && moreFollows(input)) {
                return Container.PLAIN_LINES;
            }
            return byDocument(source);
        } catch (IOException e) {
            throw new RecordingException(source.file(), "cannot be read: " + e.getMessage() + "; check the file", e);
        }
    }

    private static Container byFirstLine(byte[] bytes, int from, int to) {
        String start = new String(bytes, from, Math.min(16, to - from), StandardCharsets.ISO_8859_1);
        if (start.startsWith(CbcapReader.MAGIC)) {
            return Container.CBCAP;
        }
        if (bytes[from] == '{') {
            Keys keys = new Keys(bytes);
            JsonText.fields(bytes, from, to, keys);
            if (keys.rxNs && keys.frame) {
                return Container.RX_NS_LINES;
            }
            return keys.type && (keys.time || keys.header) ? Container.CRYPTOFEED_JSON : null;
        }
        if (CryptofeedTextParser.recognises(bytes, from, to)) {
            return Container.CRYPTOFEED_TEXT;
        }
        int i = from;
        while (i < to && bytes[i] >= '0' && bytes[i] <= '9') {
            i++;
        }
        return i > from && i < to && bytes[i] == ' ' ? Container.STAMPED_LINES : null;
    }

    /** Looks at the first bytes alone: such a file is one line of any length. */
    private static boolean joined(Source source) {
        try (LineInput input = source.input()) {
            input.nextBytes(JOINED_PROBE_BYTES);
            byte[] bytes = input.bytes();
            int to = input.from() + input.length();
            int end = JsonText.endOfValue(bytes, JsonText.skipSpace(bytes, input.from(), to), to);
            return end > 0 && end + 1 < to && bytes[end] == ';' && bytes[end + 1] == ';';
        } catch (IOException e) {
            throw new RecordingException(source.file(), "cannot be read: " + e.getMessage() + "; check the file", e);
        }
    }

    private static boolean moreFollows(LineInput input) throws IOException {
        while (input.nextLine()) {
            if (input.length() > 0) {
                return true;
            }
        }
        return false;
    }

    /** The first line is not a value followed by others: a document, a single frame, or lines of which one is bad. */
    private static Container byDocument(Source source) throws IOException {
        try (DocumentReader document = new DocumentReader(source, source.input())) {
            if (document.next() != null) {
                return Container.DOCUMENT;
            }
            if (document.closedProperly() && startsLikeJson(source)) {
                return wholeIsOneValue(source) ? Container.SINGLE_FRAME : Container.PLAIN_LINES;
            }
        }
        if (anyLineStartsLikeJson(source)) {
            return Container.PLAIN_LINES;
        }
        throw new RecordingException(
                source.file(),
                "not a known recording: give cryptofeed text or jsonl, cbcap, '<ns> <frame>' lines, frames joined by"
                        + " ';;', a JSON array of frame strings, {\"rx_ns\":…,\"frame\":…} lines, or one frame a line"
                        + " (each plain, gzip or zip)");
    }

    private static boolean wholeIsOneValue(Source source) throws IOException {
        try (LineInput input = source.input()) {
            input.nextBytes(LineInput.MAX_RECORD_BYTES);
            return JsonText.complete(input.bytes(), input.from(), input.from() + input.length());
        }
    }

    private static boolean startsLikeJson(Source source) throws IOException {
        try (LineInput input = source.input()) {
            int b = input.read();
            while (b >= 0 && JsonText.isSpace(b)) {
                b = input.read();
            }
            return b == '{' || b == '[';
        }
    }

    private static boolean anyLineStartsLikeJson(Source source) throws IOException {
        try (LineInput input = source.input()) {
            for (int i = 0; i < PROBE_LINES && input.nextLine(); i++) {
                if (input.length() > 0 && (input.bytes()[input.from()] == '{' || input.bytes()[input.from()] == '[')) {
                    return true;
                }
            }
            return false;
        }
    }

    private static final class Keys implements JsonText.Field {
        private final byte[] bytes;
        private boolean rxNs;
        private boolean frame;
        private boolean type;
        private boolean time;
        private boolean header;

        Keys(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void field(String name, int from, int to) {
            switch (name) {
                case "rx_ns" -> rxNs = true;
                case "frame" -> frame = true;
                case "t" ->
                    type = CRYPTOFEED_TYPES.contains(new String(bytes, from, to - from, StandardCharsets.UTF_8));
                case "ts" -> time = true;
                case "format" -> header = true;
                default -> {
                    // Any other key is a frame's.
                }
            }
        }
    }
}
