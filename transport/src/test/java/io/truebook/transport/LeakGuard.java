package io.truebook.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test class after which a buffer was collected that nobody had released. */
final class LeakGuard implements BeforeAllCallback, AfterAllCallback {
    private static final int ROUNDS = 3;

    @Override
    public void beforeAll(ExtensionContext context) throws InterruptedException {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
        collect();
        LeakLog.REPORTS.clear();
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        collect();
        assertThat(LeakLog.REPORTS).as("leaked buffers").isEmpty();
    }

    /** Reports are made when the next buffer is tracked after the collection of a lost one. */
    static void collect() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            ReferenceQueue<Object> queue = new ReferenceQueue<>();
            PhantomReference<Object> canary = new PhantomReference<>(new Object(), queue);
            do {
                System.gc();
            } while (queue.remove(100) != canary);
            ByteBuf tracked = ByteBufAllocator.DEFAULT.buffer(16);
            tracked.release();
        }
    }
}
