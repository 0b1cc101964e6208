package io.truebook.engine.recording;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the containers that hold one record a line. */
final class LineRecordReader implements RecordingReader {
    private final Source source;
    private final LineInput input;
    private final LineParser parser;
    private final List<String> notes = new ArrayList<>();
    private long line;

    LineRecordReader(Source source, LineInput input, LineParser parser) {
        this.source = source;
        this.input = input;
        this.parser = parser;
    }

    @Override
    public Entry next() {
        try {
            while (input.nextLine()) {
                line++;
                if (input.length() == 0) {
                    continue;
                }
                Entry entry = parse();
                if (entry != null) {
                    return entry;
                }
            }
            if (input.brokenOff() != null && notes.isEmpty()) {
                notes.add(source.file() + ":" + line + ": " + input.brokenOff() + "; everything before it is kept");
            }
            return null;
        } catch (IOException e) {
            throw new RecordingException(source.file(), "cannot be read after line " + line + ": " + e.getMessage(), e);
        }
    }

    private Entry parse() {
        try {
            Entry entry = parser.parse(input.bytes(), input.from(), input.from() + input.length(), line);
            if (entry != null && !input.terminated() && cut(entry.payload())) {
                noteCut();
                return null;
            }
            return entry;
        } catch (LineParser.MalformedLine e) {
            if (!input.terminated()) {
                noteCut();
                return null;
            }
            throw new RecordingException(source.file(), line, e.getMessage());
        }
    }

    /** A last line without its end that opens a JSON value and does not close it was cut while being written. */
    private static boolean cut(byte[] payload) {
        return payload.length > 0
                && (payload[0] == '{' || payload[0] == '[')
                && !JsonText.complete(payload, 0, payload.length);
    }

    private void noteCut() {
        String why = input.brokenOff() == null ? "" : " (" + input.brokenOff() + ")";
        notes.add(source.file() + ":" + line + ": the last line is cut off after " + input.length() + " bytes" + why
                + "; it is left out, everything before it is kept");
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
