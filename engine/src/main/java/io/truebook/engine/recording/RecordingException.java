package io.truebook.engine.recording;

import java.nio.file.Path;

/** A recording cannot be read. The message names file and line (or record) and says what to do. */
public final class RecordingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RecordingException(Path file, String what) {
        super(file + ": " + what);
    }

    RecordingException(Path file, String what, Throwable cause) {
        super(file + ": " + what, cause);
    }

    RecordingException(Path file, long record, String what) {
        super(file + ":" + record + ": " + what);
    }
}
