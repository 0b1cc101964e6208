package io.truebook.transport;

/**
 * When which byte came: the ends of reads in the stream with their stamps, oldest first. What is held while the ring is
 * full keeps the time at which it was received, because old data must not look fresh. A handful at most: reading stops
 * with the first refusal. Event loop only.
 */
final class ReadStamps {
    private long[] ends = new long[8];
    private long[] stampsNs = new long[8];
    private int head;
    private int size;

    void add(long end, long stampNs) {
        int mask = ends.length - 1;
        if (size > 0 && stampsNs[(head + size - 1) & mask] == stampNs) {
            ends[(head + size - 1) & mask] = end;
            return;
        }
        if (size == ends.length) {
            grow();
            mask = ends.length - 1;
        }
        ends[(head + size) & mask] = end;
        stampsNs[(head + size) & mask] = stampNs;
        size++;
    }

    /** The stamp of the read that brought the byte before {@code end}; older reads are forgotten. */
    long at(long end) {
        int mask = ends.length - 1;
        while (size > 1 && ends[head] < end) {
            head = (head + 1) & mask;
            size--;
        }
        return stampsNs[head];
    }

    private void grow() {
        long[] widerEnds = new long[ends.length * 2];
        long[] widerStamps = new long[ends.length * 2];
        for (int i = 0; i < size; i++) {
            widerEnds[i] = ends[(head + i) & (ends.length - 1)];
            widerStamps[i] = stampsNs[(head + i) & (ends.length - 1)];
        }
        ends = widerEnds;
        stampsNs = widerStamps;
        head = 0;
    }
}
