package io.truebook.engine.ring;

import java.nio.ByteBuffer;
import org.agrona.concurrent.ManyToManyConcurrentArrayQueue;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A fixed set of buffers for records that do not fit a slot, in two sizes. Taken by producers, given back by the last
 * handler; any thread. When none is left the answer is null, which means the same as a full ring.
 */
final class JumboBuffers {
    private static final int MEDIUM_BYTES = 256 << 10;

    private final int largeBytes;
    private final ManyToManyConcurrentArrayQueue<UnsafeBuffer> medium;
    private final ManyToManyConcurrentArrayQueue<UnsafeBuffer> large;

    JumboBuffers(int mediumCount, int largeCount, int largeBytes) {
        this.largeBytes = largeBytes;
        medium = fill(mediumCount, MEDIUM_BYTES);
        large = fill(largeCount, largeBytes);
    }

    /** The largest record that any buffer holds. */
    int maxBytes() {
        return largeBytes;
    }

    /** @return a buffer of at least {@code bytes}, null when none is free */
    UnsafeBuffer take(int bytes) {
        if (bytes <= MEDIUM_BYTES) {
            final UnsafeBuffer buffer = medium.poll();
            if (buffer != null) {
                return buffer;
            }
        }
        return bytes <= largeBytes ? large.poll() : null;
    }

    void giveBack(UnsafeBuffer buffer) {
        (buffer.capacity() == MEDIUM_BYTES ? medium : large).offer(buffer);
    }

    private static ManyToManyConcurrentArrayQueue<UnsafeBuffer> fill(int count, int bytes) {
        final ManyToManyConcurrentArrayQueue<UnsafeBuffer> queue =
                new ManyToManyConcurrentArrayQueue<>(Math.max(2, count));
        for (int i = 0; i < count; i++) {
            queue.offer(new UnsafeBuffer(ByteBuffer.allocateDirect(bytes)));
        }
        return queue;
    }
}
