package io.truebook.journal;

import io.truebook.engine.record.Envelope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A walk over the bytes of one queue file, without Chronicle. One thread.
 *
 * <p>Format (Chronicle Queue 2026.4): documents back to back, each aligned to 4 bytes and led by a 4-byte word: length
 * in the low 30 bits, bit 30 for Chronicle's own documents (header, index pages), bit 31 while incomplete; 0 where
 * nothing has been written yet; {@code 0xC0000000} once the file is closed for good. The first document is the header;
 * it holds the offset of the last document written.
 *
 * <p>It reads with {@code pread} rather than a mapping: a file that shrinks or a bad sector is then an
 * {@link IOException}, not a fault in memory access.
 */
final class QueueFile implements AutoCloseable {
    /** Why {@link #next()} came to an end. */
    enum Stop {
        /** Nothing has been written from here on. */
        FREE,
        /** The file was closed for good; records go on in the next file. */
        END_MARK,
        /** The file ends here without room for another document. */
        FILE_END,
        /** A document was begun and not finished. */
        INCOMPLETE,
        /** A document's length word is impossible. */
        BAD_LENGTH_WORD,
        /** The record's own length differs from the document's. */
        BAD_LENGTH,
        /** The record's checksum does not hold. */
        BAD_CRC,
        /** The record is of a newer version than this program knows. */
        NEWER_VERSION,
        /** The record is sound, but not the one that must follow. */
        BAD_SEQUENCE;

        /** True where a file may end without anything being wrong. */
        boolean isPlainEnd() {
            return this == FREE || this == END_MARK || this == FILE_END;
        }
    }

    static final int WORD_BYTES = 4;
    private static final int INCOMPLETE_BIT = 1 << 31;
    static final int OWN_BIT = 1 << 30;
    private static final int LENGTH_MASK = OWN_BIT - 1;
    static final int END_WORD = INCOMPLETE_BIT | OWN_BIT;
    private static final int MAX_RECORD_BYTES = 1 << 28;
    private static final int WINDOW_BYTES = 1 << 20;
    private static final byte[] WRITE_POSITION = "writePosition".getBytes(StandardCharsets.US_ASCII);

    private final Path path;
    private final FileChannel channel;
    private final CRC32 crc = new CRC32();

    private ByteBuffer window = ByteBuffer.allocateDirect(WINDOW_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final UnsafeBuffer view = new UnsafeBuffer(window);
    private long windowStart;
    private int windowLength;

    private long size;
    private long nextOffset;
    private long documentOffset = -1;
    private long sequence = -1;
    private int recordLength;
    private Stop stop;

    QueueFile(final Path path) throws IOException {
        this.path = path;
        this.channel = FileChannel.open(path, StandardOpenOption.READ);
    }

    Path path() {
        return path;
    }

    /**
     * Moves to the next record.
     *
     * @param expected its position, or 0 when any will do
     * @param checkCrc false to trust the content
     * @return false at the end, whose reason is {@link #stop()} and whose place is {@link #stopOffset()}
     */
    boolean next(final long expected, final boolean checkCrc) throws IOException {
        while (true) {
            if (!load(nextOffset, WORD_BYTES)) {
                return stop(Stop.FILE_END);
            }
            final int word = wordAt(nextOffset);
            if (word == 0) {
                return stop(Stop.FREE);
            }
            if (word == END_WORD) {
                return stop(Stop.END_MARK);
            }
            if ((word & INCOMPLETE_BIT) != 0) {
                return stop(Stop.INCOMPLETE);
            }
            final int length = word & LENGTH_MASK;
            if (nextOffset + WORD_BYTES + length > size && nextOffset + WORD_BYTES + length > refreshSize()) {
                return stop(Stop.BAD_LENGTH_WORD);
            }
            if ((word & OWN_BIT) == 0) {
                return isRecord(length, expected, checkCrc);
            }
            nextOffset = after(nextOffset, length);
        }
    }

    /** Position of the current record. */
    long sequence() {
        return sequence;
    }

    /** Where the current record's document starts in the file, length word included; -1 before the first. */
    long documentOffset() {
        return documentOffset;
    }

    int recordLength() {
        return recordLength;
    }

    DirectBuffer buffer() {
        return view;
    }

    /** Where the current record starts in {@link #buffer()}. */
    int recordOffset() {
        return (int) (documentOffset + WORD_BYTES - windowStart);
    }

    Stop stop() {
        return stop;
    }

    /** Where the next document would start. */
    long stopOffset() {
        return nextOffset;
    }

    /** Goes on from a document known to start at {@code offset}. */
    void continueFrom(final long offset) {
        nextOffset = offset;
        stop = null;
        windowLength = 0;
    }

    /**
     * The next offset at or after {@code from} where a sound record with a position above {@code above} starts, or -1.
     * The record becomes the current one.
     */
    long findRecord(final long from, final long above) throws IOException {
        refreshSize();
        for (long offset = from + WORD_BYTES - 1 & -WORD_BYTES;
                offset + WORD_BYTES + Envelope.BYTES <= size;
                offset += WORD_BYTES) {
            load(offset, WORD_BYTES + Envelope.BYTES);
            final int word = wordAt(offset);
            if (word < Envelope.BYTES
                    || word > MAX_RECORD_BYTES
                    || offset + WORD_BYTES + word > size
                    || view.getInt((int) (offset + WORD_BYTES - windowStart), ByteOrder.LITTLE_ENDIAN) != word) {
                continue;
            }
            load(offset, WORD_BYTES + word);
            final int at = (int) (offset + WORD_BYTES - windowStart);
            if (Envelope.sequence(view, at) > above && Envelope.isIntact(view, at, word, crc)) {
                use(offset, word);
                return offset;
            }
        }
        return -1;
    }

    /** Offset after the last byte that is not zero at or after {@code from}; {@code from} when all are. */
    long endOfBytes(final long from) throws IOException {
        refreshSize();
        long end = from;
        for (long offset = from; offset < size; ) {
            final int count = (int) Math.min(WINDOW_BYTES, size - offset);
            if (!load(offset, count)) {
                break;
            }
            final int start = (int) (offset - windowStart);
            for (int i = start + count - 1; i >= start; i--) {
                if (view.getByte(i) != 0) {
                    end = windowStart + i + 1;
                    break;
                }
            }
            offset += count;
        }
        return end;
    }

    /** What Chronicle's header says is the offset of the last document written; 0 for none, -1 when unreadable. */
    long writePosition() throws IOException {
        final ByteBuffer header = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
        while (header.hasRemaining() && channel.read(header, header.position()) > 0) {
            // until full or at the end of the file
        }
        header.flip();
        int at = indexOf(header, WRITE_POSITION);
        if (at < 0) {
            return -1;
        }
        at += WRITE_POSITION.length;
        // padding codes that align the array, then its code, capacity and used count
        while (at + 30 < header.limit()) {
            final int code = header.get(at) & 0xFF;
            if (code == 0x8F) {
                at++;
            } else if (code == 0x8E) {
                at += 5 + header.getInt(at + 1);
            } else {
                return code == 0x8D ? header.getLong(at + 17) : -1;
            }
        }
        return -1;
    }

    long size() throws IOException {
        return refreshSize();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private boolean isRecord(final int length, final long expected, final boolean checkCrc) throws IOException {
        if (length < Envelope.BYTES
                || !load(nextOffset, WORD_BYTES + Envelope.BYTES)
                || Envelope.length(view, (int) (nextOffset + WORD_BYTES - windowStart)) != length
                || !load(nextOffset, WORD_BYTES + length)) {
            return stop(Stop.BAD_LENGTH);
        }
        final int at = (int) (nextOffset + WORD_BYTES - windowStart);
        // before the checksum: what a newer version covers with it is unknown
        if (Envelope.version(view, at) > Envelope.VERSION) {
            return stop(checkCrc && !Envelope.isIntact(view, at, length, crc) ? Stop.BAD_CRC : Stop.NEWER_VERSION);
        }
        if (checkCrc && !Envelope.isIntact(view, at, length, crc)) {
            return stop(Stop.BAD_CRC);
        }
        if (expected != 0 && Envelope.sequence(view, at) != expected) {
            return stop(Stop.BAD_SEQUENCE);
        }
        use(nextOffset, length);
        nextOffset = after(nextOffset, length);
        return true;
    }

    private void use(final long offset, final int length) {
        documentOffset = offset;
        recordLength = length;
        sequence = Envelope.sequence(view, (int) (offset + WORD_BYTES - windowStart));
    }

    /** A size is kept, because asking costs a system call; a file that is being written grows. */
    private long refreshSize() throws IOException {
        size = channel.size();
        return size;
    }

    private boolean stop(final Stop reason) {
        stop = reason;
        return false;
    }

    private static long after(final long offset, final int length) {
        return offset + WORD_BYTES + length + WORD_BYTES - 1 & -WORD_BYTES;
    }

    private int wordAt(final long offset) {
        return view.getInt((int) (offset - windowStart), ByteOrder.LITTLE_ENDIAN);
    }

    /** Brings bytes into the window; false when the file ends before them. */
    private boolean load(final long offset, final int length) throws IOException {
        if (offset >= windowStart && offset + length <= windowStart + windowLength) {
            return true;
        }
        if (length > window.capacity()) {
            window = ByteBuffer.allocateDirect(Integer.highestOneBit(length - 1) << 1)
                    .order(ByteOrder.LITTLE_ENDIAN);
            view.wrap(window);
        }
        window.clear();
        while (window.hasRemaining() && channel.read(window, offset + window.position()) > 0) {
            // until full or at the end of the file
        }
        windowStart = offset;
        windowLength = window.position();
        window.clear();
        return windowLength >= length;
    }

    private static int indexOf(final ByteBuffer bytes, final byte[] wanted) {
        for (int i = 0; i + wanted.length <= bytes.limit(); i++) {
            int k = 0;
            while (k < wanted.length && bytes.get(i + k) == wanted[k]) {
                k++;
            }
            if (k == wanted.length) {
                return i;
            }
        }
        return -1;
    }
}
