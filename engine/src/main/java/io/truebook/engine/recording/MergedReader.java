package io.truebook.engine.recording;

import java.util.ArrayList;
import java.util.List;

/**
 * Several files of one session, by time. Only the heads are compared, so a file keeps its own order even where its
 * stamps run backwards; of equal stamps the file named first goes first.
 */
final class MergedReader implements RecordingReader {
    private final List<RecordingReader> readers;
    private final Entry[] heads;
    private boolean started;

    MergedReader(List<RecordingReader> readers) {
        this.readers = readers;
        this.heads = new Entry[readers.size()];
    }

    @Override
    public Entry next() {
        if (!started) {
            started = true;
            for (int i = 0; i < heads.length; i++) {
                heads[i] = readers.get(i).next();
            }
        }
        int best = -1;
        for (int i = 0; i < heads.length; i++) {
            if (heads[i] != null && (best < 0 || heads[i].timeNs() < heads[best].timeNs())) {
                best = i;
            }
        }
        if (best < 0) {
            return null;
        }
        Entry entry = heads[best];
        heads[best] = readers.get(best).next();
        return entry;
    }

    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        for (RecordingReader reader : readers) {
            notes.addAll(reader.notes());
        }
        return notes;
    }

    @Override
    public void close() {
        for (RecordingReader reader : readers) {
            reader.close();
        }
    }
}
