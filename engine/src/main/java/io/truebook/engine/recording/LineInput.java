package io.truebook.engine.recording;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.ZipException;

/**
 * Buffered bytes with lines and separators over a stream. A compressed stream that breaks off counts as ended, and
 * {@link #brokenOff()} says so: what came before is kept.
 */
final class LineInput implements AutoCloseable {
    /** Longer than any real snapshot (5 MB) by far; a file of another kind would otherwise fill the memory. */
    static final int MAX_RECORD_BYTES = 64 << 20;

    private final InputStream in;
    private byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;
    private boolean ended;
    private String brokenOff;

    /** The last line is in {@link #bytes()} from {@link #from()} for {@link #length()}, valid until the next call. */
    private int from;

    private int length;
    private boolean terminated;

    LineInput(InputStream in) {
        this.in = in;
    }

    byte[] bytes() {
        return buffer;
    }

    int from() {
        return from;
    }

    int length() {
        return length;
    }

    /** Whether the last line or piece was followed by its separator, rather than by the end of the file. */
    boolean terminated() {
        return terminated;
    }

    /** Null, or why the stream ended before its proper end. */
    String brokenOff() {
        return brokenOff;
    }

    byte[] copy() {
        return Arrays.copyOfRange(buffer, from, from + length);
    }

    /** Next line without {@code \n} and {@code \r}; false at the end. */
    boolean nextLine() throws IOException {
        if (!nextPiece((byte) '\n', 1)) {
            return false;
        }
        if (length > 0 && buffer[from + length - 1] == '\r') {
            length--;
        }
        return true;
    }

    /** Next piece up to {@code count} separators in a row; false at the end. */
    boolean nextPiece(byte separator, int count) throws IOException {
        int scanned = 0;
        while (true) {
            int at = find(start + scanned, separator, count);
            if (at >= 0) {
                from = start;
                length = at - start;
                start = at + count;
                terminated = true;
                return true;
            }
            scanned = Math.max(0, end - start - (count - 1));
            if (ended) {
                from = start;
                length = end - start;
                start = end;
                terminated = false;
                return length > 0;
            }
            fill();
        }
    }

    /** Next {@code count} bytes; fewer only at the end. */
    void nextBytes(int count) throws IOException {
        while (end - start < count && !ended) {
            fill();
        }
        from = start;
        length = Math.min(count, end - start);
        start += length;
        terminated = length == count;
    }

    /** Next byte, or -1. */
    int read() throws IOException {
        if (start == end) {
            if (ended) {
                return -1;
            }
            fill();
            if (start == end) {
                return -1;
            }
        }
        return buffer[start++];
    }

    private int find(int at, byte separator, int count) {
        int last = end - count;
        for (int i = at; i <= last; i++) {
            if (buffer[i] == separator && (count == 1 || buffer[i + 1] == separator)) {
                return i;
            }
        }
        return -1;
    }

    private void fill() throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }
        if (end == buffer.length) {
            if (end >= MAX_RECORD_BYTES) {
                throw new IOException(
                        "a record is longer than " + MAX_RECORD_BYTES + " bytes: not a recording of frames");
            }
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        try {
            int got = in.read(buffer, end, buffer.length - end);
            if (got < 0) {
                ended = true;
            } else {
                end += got;
            }
        } catch (EOFException | ZipException e) {
            // A recorder that was killed leaves its last gzip block unfinished.
            ended = true;
            brokenOff = "compressed data breaks off (" + e.getClass().getSimpleName() + ")";
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
