package io.truebook.engine.recording;

import java.util.List;

/** One pass over a recording. One thread. Close it: it holds open files. */
public interface RecordingReader extends AutoCloseable {
    /**
     * The next entry, or null at the end.
     *
     * @throws RecordingException when a record inside the file cannot be understood or the file cannot be read
     */
    Entry next();

    /** What was cut at a file's end, one sentence each naming file and place; complete once {@link #next} gave null. */
    List<String> notes();

    @Override
    void close();
}
