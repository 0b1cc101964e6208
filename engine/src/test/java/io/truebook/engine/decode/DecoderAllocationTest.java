package io.truebook.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class DecoderAllocationTest {
    private static final int ROUNDS = 5;
    private static final int FRAMES = 100_000;

    @Test
    void shouldAllocateNothingOnceWarm() {
        final List<Decoder> decoders = new ArrayList<>();
        final List<UnsafeBuffer> buffers = new ArrayList<>();
        for (final String[] frame : Frames.ALL) {
            decoders.add(new Decoder(Feeds.venue(frame[0]), true));
            buffers.add(Frames.buffer(frame[1]));
        }
        final DecodedFrame out = new DecodedFrame(64);
        final int kinds = decoders.size();
        for (int i = 0; i < FRAMES; i++) {
            decoders.get(i % kinds)
                    .decodeFrame(
                            1, buffers.get(i % kinds), 0, buffers.get(i % kinds).capacity(), out);
        }
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long id = Thread.currentThread().getId();
        // The first reading may itself allocate.
        threads.getThreadAllocatedBytes(id);
        long allocated = Long.MAX_VALUE;
        // The JVM links call sites late now and then, on this thread: what the frames cost shows in every round.
        for (int round = 0; round < ROUNDS && allocated > 0; round++) {
            final long before = threads.getThreadAllocatedBytes(id);
            for (int i = 0; i < FRAMES; i++) {
                decoders.get(i % kinds)
                        .decodeFrame(
                                1,
                                buffers.get(i % kinds),
                                0,
                                buffers.get(i % kinds).capacity(),
                                out);
            }
            allocated = Math.min(allocated, threads.getThreadAllocatedBytes(id) - before);
        }
        assertThat(allocated).as("bytes over %d frames", FRAMES).isZero();
    }
}
