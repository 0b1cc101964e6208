package io.truebook.engine.recording;

import io.truebook.engine.recording.Entry.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Frames joined by {@code ;;}, without times; empty pieces are none. */
final class JoinedReader implements RecordingReader {
    private final Source source;
    private final LineInput input;
    private final List<String> notes = new ArrayList<>();
    private long record;

    JoinedReader(Source source, LineInput input) {
        this.source = source;
        this.input = input;
    }

    @Override
    public Entry next() {
        try {
            while (input.nextPiece((byte) ';', 2)) {
                byte[] payload = strip();
                if (payload.length == 0) {
                    continue;
                }
                record++;
                if (!input.terminated() && !JsonText.complete(payload, 0, payload.length)) {
                    notes.add(source.file() + ": frame " + record + " at the end is cut off after " + payload.length
                            + " bytes; it is left out, everything before it is kept");
                    return null;
                }
                return new Entry(Kind.FRAME, Entry.NO_TIME, source.name(), "", payload, source.file(), record);
            }
            if (input.brokenOff() != null && notes.isEmpty()) {
                notes.add(source.file() + ": " + input.brokenOff() + " after frame " + record
                        + "; everything before it is kept");
            }
            return null;
        } catch (IOException e) {
            throw new RecordingException(
                    source.file(), "cannot be read after frame " + record + ": " + e.getMessage(), e);
        }
    }

    /** Without the newline that an editor adds at a file's end. */
    private byte[] strip() {
        byte[] piece = input.copy();
        int from = JsonText.skipSpace(piece, 0, piece.length);
        int to = piece.length;
        while (to > from && JsonText.isSpace(piece[to - 1])) {
            to--;
        }
        return from == 0 && to == piece.length ? piece : Arrays.copyOfRange(piece, from, to);
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
