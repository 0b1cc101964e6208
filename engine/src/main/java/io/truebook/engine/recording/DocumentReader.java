package io.truebook.engine.recording;

import io.truebook.engine.recording.Entry.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A JSON document: every array whose first element is a string that opens a JSON value is taken for an array of
 * frames, wherever it stands. Reads as it goes; only one string is in memory at a time.
 */
final class DocumentReader implements RecordingReader {
    private final Source source;
    private final LineInput input;
    private final List<String> notes = new ArrayList<>();
    private int depth;
    private boolean inFrames;
    private int framesDepth;
    private boolean begun;
    private boolean done;
    private int previous = ' ';
    private long record;

    DocumentReader(Source source, LineInput input) {
        this.source = source;
        this.input = input;
    }

    @Override
    public Entry next() {
        try {
            while (!done) {
                int b = input.read();
                if (b < 0) {
                    end();
                } else if (b == '"') {
                    byte[] text = string();
                    boolean first = previous == '[';
                    previous = '"';
                    if (text != null && isFrame(text, first)) {
                        record++;
                        return frame(text);
                    }
                } else if (!JsonText.isSpace(b)) {
                    structure(b);
                }
            }
            return null;
        } catch (IOException e) {
            throw new RecordingException(
                    source.file(), "cannot be read after frame " + record + ": " + e.getMessage(), e);
        }
    }

    /** Whether the document, once read to its end, was closed properly. */
    boolean closedProperly() {
        return done && begun && depth == 0;
    }

    private void structure(int b) {
        begun = true;
        if (b == '[' || b == '{') {
            depth++;
        } else if (b == ']' || b == '}') {
            depth--;
            if (inFrames && depth < framesDepth) {
                inFrames = false;
            }
        }
        previous = b;
    }

    private boolean isFrame(byte[] text, boolean first) {
        if (first) {
            int at = JsonText.skipSpace(text, 0, text.length);
            if (at < text.length && (text[at] == '{' || text[at] == '[')) {
                inFrames = true;
                framesDepth = depth;
            }
        }
        return inFrames && depth == framesDepth;
    }

    private Entry frame(byte[] text) {
        byte[] payload = JsonText.unescape(text, 0, text.length);
        if (payload == null) {
            throw new RecordingException(
                    source.file(), record, "the frame's string has a wrong escape; mend or remove the element");
        }
        return new Entry(Kind.FRAME, Entry.NO_TIME, source.name(), "", payload, source.file(), record);
    }

    /** The raw text of a string whose opening quote was read, or null when the file ends inside it. */
    private byte[] string() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream(256);
        for (int b = input.read(); b >= 0; b = input.read()) {
            if (b == '"') {
                return text.toByteArray();
            }
            text.write(b);
            if (b == '\\') {
                text.write(input.read());
            }
            if (text.size() > LineInput.MAX_RECORD_BYTES) {
                throw new IOException("a string is longer than " + LineInput.MAX_RECORD_BYTES + " bytes");
            }
        }
        end();
        return null;
    }

    private void end() {
        if (done) {
            return;
        }
        done = true;
        if (depth != 0 || input.brokenOff() != null) {
            notes.add(source.file() + ": the JSON document breaks off after frame " + record
                    + "; everything before it is kept");
        }
    }

    long frames() {
        return record;
    }

    @Override
    public List<String> notes() {
        return List.copyOf(notes);
    }

    @Override
    public void close() {
        source.close(input);
    }
}
