package io.truebook.engine.recording;

import io.truebook.engine.recording.Entry.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A file that is one JSON document without frame strings: the document is the frame. */
final class SingleFrameReader implements RecordingReader {
    private final Source source;
    private final LineInput input;
    private boolean done;

    SingleFrameReader(Source source, LineInput input) {
        this.source = source;
        this.input = input;
    }

    @Override
    public Entry next() {
        if (done) {
            return null;
        }
        done = true;
        try {
            input.nextBytes(LineInput.MAX_RECORD_BYTES);
            return new Entry(
                    Kind.FRAME,
                    Entry.NO_TIME,
                    source.name(),
                    "",
                    new String(input.copy(), StandardCharsets.ISO_8859_1)
                            .strip()
                            .getBytes(StandardCharsets.ISO_8859_1),
                    source.file(),
                    1);
        } catch (IOException e) {
            throw new RecordingException(source.file(), "cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public List<String> notes() {
        return List.of();
    }

    @Override
    public void close() {
        source.close(input);
    }
}
