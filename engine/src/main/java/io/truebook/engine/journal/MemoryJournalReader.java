package io.truebook.engine.journal;

import io.truebook.engine.record.Envelope;
import java.util.zip.CRC32;
import org.agrona.DirectBuffer;

/** Reads a {@link MemoryJournal} in place. One thread. */
final class MemoryJournalReader implements JournalReader {
    private final MemoryJournal journal;
    private final CRC32 crc = new CRC32();

    /** Chunk of the current record; null before the first. */
    private MemoryChunk chunk;

    private long position;
    private int offset;
    private int length;

    MemoryJournalReader(final MemoryJournal journal) {
        this.journal = journal;
        this.position = journal.firstPosition() - 1;
    }

    @Override
    public boolean next() {
        final long target = position + 1;
        if (target > journal.lastPosition()) {
            return false;
        }
        final long first = journal.firstPosition();
        if (target < first) {
            throw new JournalException("memory journal: position=" + target + " is gone, the oldest kept is " + first
                    + "; raise the bound on bytes, or seek forward");
        }
        if (chunk == null) {
            moveTo(target);
            return true;
        }
        final MemoryChunk following = chunk.next;
        if (following != null && following.firstPosition == target) {
            chunk = following;
            use(target, 0);
        } else {
            use(target, offset + MemoryChunk.spaceFor(length));
        }
        return true;
    }

    @Override
    public boolean seek(final long target) {
        final long last = journal.lastPosition();
        return target >= journal.firstPosition() && target <= last && moveTo(target);
    }

    @Override
    public boolean seekTime(final long timeNs) {
        final long last = journal.lastPosition();
        for (MemoryChunk candidate = firstReaching(timeNs); candidate != null; candidate = candidate.next) {
            int at = 0;
            final MemoryChunk following = candidate.next;
            final long end = following == null ? last : Math.min(last, following.firstPosition - 1);
            for (long p = candidate.firstPosition; p <= end; p++) {
                if (Envelope.timeNs(candidate.buffer, at) >= timeNs) {
                    chunk = candidate;
                    use(p, at);
                    return true;
                }
                at += MemoryChunk.spaceFor(Envelope.length(candidate.buffer, at));
            }
        }
        return false;
    }

    @Override
    public DirectBuffer buffer() {
        return chunk.buffer;
    }

    @Override
    public int offset() {
        return offset;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public void close() {
        chunk = null;
    }

    /** False only when retention has dropped the position meanwhile. */
    private boolean moveTo(final long target) {
        final MemoryChunk[] chunks = journal.chunks();
        int low = 0;
        int high = chunks.length - 1;
        while (low < high) {
            final int middle = (low + high + 1) >>> 1;
            if (chunks[middle].firstPosition <= target) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        if (chunks[low].firstPosition > target) {
            return false;
        }
        chunk = chunks[low];
        use(target, chunk.offsetOf(target));
        return true;
    }

    /** The greatest time so far never falls from chunk to chunk, which single stamps may: hence the search over it. */
    private MemoryChunk firstReaching(final long timeNs) {
        final MemoryChunk[] chunks = journal.chunks();
        int low = 0;
        int high = chunks.length;
        while (low < high) {
            final int middle = (low + high) >>> 1;
            if (chunks[middle].maxTimeNs() < timeNs) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == chunks.length ? null : chunks[low];
    }

    private void use(final long target, final int at) {
        offset = at;
        length = Envelope.length(chunk.buffer, at);
        position = target;
        if (Envelope.sequence(chunk.buffer, at) != target || !Envelope.isIntact(chunk.buffer, at, length, crc)) {
            throw new JournalException(
                    "memory journal: record at position=" + target + " is damaged or was never sealed");
        }
    }
}
