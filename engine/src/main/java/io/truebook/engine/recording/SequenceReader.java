package io.truebook.engine.recording;

import java.util.ArrayList;
import java.util.List;

/** The parts of one file (a zip may hold several), one after the other; a part is opened when its turn comes. */
final class SequenceReader implements RecordingReader {
    private final List<Source> sources;
    private final List<String> notes = new ArrayList<>();
    private RecordingReader current;
    private int nextSource;

    SequenceReader(List<Source> sources) {
        this.sources = sources;
    }

    @Override
    public Entry next() {
        while (true) {
            if (current == null) {
                if (nextSource == sources.size()) {
                    return null;
                }
                current = sources.get(nextSource++).reader();
            }
            Entry entry = current.next();
            if (entry != null) {
                return entry;
            }
            notes.addAll(current.notes());
            close();
        }
    }

    @Override
    public List<String> notes() {
        return List.copyOf(notes);
    }

    @Override
    public void close() {
        if (current != null) {
            current.close();
            current = null;
        }
    }
}
