package io.truebook.engine.ring;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.LiteBlockingWaitStrategy;
import com.lmax.disruptor.PhasedBackoffWaitStrategy;
import com.lmax.disruptor.SleepingWaitStrategy;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;
import java.util.concurrent.TimeUnit;

/**
 * How the ring runs. The defaults are right for two cores.
 *
 * @param layout one thread for all handlers, or one each
 * @param waiting how a handler waits for work
 * @param durability what an appended record survives
 * @param ringSize slots, a power of two
 * @param slotBytes bytes of a slot; a longer record takes a jumbo buffer
 * @param mediumBuffers number of jumbo buffers of 256 KiB
 * @param largeBuffers number of jumbo buffers that hold {@code maxFrameBytes}
 * @param maxFrameBytes longest frame or REST body of any venue
 */
public record RingOptions(
        Layout layout,
        Wait waiting,
        Durability durability,
        int ringSize,
        int slotBytes,
        int mediumBuffers,
        int largeBuffers,
        int maxFrameBytes) {

    /** Which threads run the handlers. */
    public enum Layout {
        FUSED,
        STAGED
    }

    /** What survives what; docs/journal.md has the measured costs. */
    public enum Durability {
        /** Every appended record survives the end of the process, {@code kill -9} included. */
        PROCESS,
        /** Outputs are appended, and requests executed, only up to the input position that was forced to the disk. */
        DISK
    }

    /** The Disruptor's ways to wait. */
    public enum Wait {
        BLOCKING,
        LITE_BLOCKING,
        SLEEPING,
        PHASED,
        YIELDING,
        BUSY_SPIN;

        WaitStrategy strategy() {
            return switch (this) {
                case BLOCKING -> new BlockingWaitStrategy();
                case LITE_BLOCKING -> new LiteBlockingWaitStrategy();
                case SLEEPING -> new SleepingWaitStrategy();
                case PHASED -> PhasedBackoffWaitStrategy.withLiteLock(1, 100, TimeUnit.MICROSECONDS);
                case YIELDING -> new YieldingWaitStrategy();
                case BUSY_SPIN -> new BusySpinWaitStrategy();
            };
        }
    }

    public static final int DEFAULT_MAX_FRAME_BYTES = 8 << 20;

    public RingOptions {
        if (Integer.bitCount(ringSize) != 1) {
            throw new IllegalArgumentException("ring size is not a power of two: ringSize=" + ringSize);
        }
        if (slotBytes < 256) {
            throw new IllegalArgumentException("slot too small: slotBytes=" + slotBytes + ", least=256");
        }
    }

    /** One thread, sleeping waits, 4,096 slots of 2 KiB. */
    public static RingOptions defaults() {
        return new RingOptions(
                Layout.FUSED, Wait.SLEEPING, Durability.PROCESS, 4096, 2048, 16, 4, DEFAULT_MAX_FRAME_BYTES);
    }

    public RingOptions with(Layout layout) {
        return new RingOptions(
                layout, waiting, durability, ringSize, slotBytes, mediumBuffers, largeBuffers, maxFrameBytes);
    }

    public RingOptions with(Wait waiting) {
        return new RingOptions(
                layout, waiting, durability, ringSize, slotBytes, mediumBuffers, largeBuffers, maxFrameBytes);
    }

    public RingOptions with(Durability durability) {
        return new RingOptions(
                layout, waiting, durability, ringSize, slotBytes, mediumBuffers, largeBuffers, maxFrameBytes);
    }

    public RingOptions withRingSize(int ringSize) {
        return new RingOptions(
                layout, waiting, durability, ringSize, slotBytes, mediumBuffers, largeBuffers, maxFrameBytes);
    }

    public RingOptions withMaxFrameBytes(int maxFrameBytes) {
        return new RingOptions(
                layout, waiting, durability, ringSize, slotBytes, mediumBuffers, largeBuffers, maxFrameBytes);
    }
}
