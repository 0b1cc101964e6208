package io.truebook.engine.ring;

import io.truebook.engine.journal.Journal;
import io.truebook.engine.journal.JournalAppender;
import io.truebook.engine.journal.JournalReader;
import io.truebook.engine.record.Envelope;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A journal that writes round and round in one buffer, so that an append allocates nothing at all; holds the newest
 * records only. Each record's sequence is checked.
 */
final class LoopJournal implements Journal, JournalAppender {
    private static final int BYTES = 16 << 20;
    private static final int RECORDS = 1 << 12;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[BYTES]);
    private final int[] offsets = new int[RECORDS];
    private final int[] lengths = new int[RECORDS];
    private int next;
    private volatile long lastPosition;

    @Override
    public void append(DirectBuffer record, int offset, int length) {
        final long position = lastPosition + 1;
        if (Envelope.sequence(record, offset) != position) {
            throw new IllegalStateException("sequence " + Envelope.sequence(record, offset) + " after " + lastPosition);
        }
        if (next + length > BYTES) {
            next = 0;
        }
        buffer.putBytes(next, record, offset, length);
        final int index = (int) (position & (RECORDS - 1));
        offsets[index] = next;
        lengths[index] = length;
        next += length;
        lastPosition = position;
    }

    @Override
    public void force() {
        // there is no disk
    }

    @Override
    public JournalAppender appender() {
        return this;
    }

    @Override
    public JournalReader reader() {
        return new Reader();
    }

    @Override
    public long firstPosition() {
        return Math.max(1, lastPosition - RECORDS / 2);
    }

    @Override
    public long lastPosition() {
        return lastPosition;
    }

    @Override
    public void close() {
        // nothing is held
    }

    private final class Reader implements JournalReader {
        private long position;

        @Override
        public boolean next() {
            return seek(position + 1);
        }

        @Override
        public boolean seek(long target) {
            if (target < firstPosition() || target > lastPosition) {
                return false;
            }
            position = target;
            return true;
        }

        @Override
        public boolean seekTime(long timeNs) {
            throw new UnsupportedOperationException("nobody seeks by time here");
        }

        @Override
        public DirectBuffer buffer() {
            return buffer;
        }

        @Override
        public int offset() {
            return offsets[(int) (position & (RECORDS - 1))];
        }

        @Override
        public int length() {
            return lengths[(int) (position & (RECORDS - 1))];
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
