package io.truebook.transport;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.resolver.InetSocketAddressResolver;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Looks host names up on a thread of its own, because the JDK's lookup blocks and the event loop must not. The thread
 * exists only while there is something to look up. Addresses in digits need no lookup.
 */
final class NameLookup extends AddressResolverGroup<InetSocketAddress> {
    private static final long KEEP_ALIVE_MS = 1000;

    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(
            1, 1, KEEP_ALIVE_MS, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), NameLookup::thread);

    NameLookup() {
        executor.allowCoreThreadTimeOut(true);
    }

    /** A lookup under way cannot be interrupted; its thread is a daemon and ends with it. */
    boolean stop(long timeoutNs) throws InterruptedException {
        close();
        executor.shutdownNow();
        return executor.awaitTermination(timeoutNs, TimeUnit.NANOSECONDS);
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor loop) {
        return new InetSocketAddressResolver(loop, new OffLoop(loop));
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "truebook-lookup");
        thread.setDaemon(true);
        return thread;
    }

    private final class OffLoop extends InetNameResolver {
        OffLoop(EventExecutor loop) {
            super(loop);
        }

        @Override
        protected void doResolve(String host, Promise<InetAddress> promise) {
            byte[] digits = NetUtil.createByteArrayFromIpAddressString(host);
            if (digits != null) {
                try {
                    promise.setSuccess(InetAddress.getByAddress(host, digits));
                } catch (UnknownHostException e) {
                    promise.setFailure(e);
                }
                return;
            }
            lookUp(promise, () -> promise.trySuccess(InetAddress.getByName(host)));
        }

        @Override
        protected void doResolveAll(String host, Promise<List<InetAddress>> promise) {
            lookUp(promise, () -> promise.trySuccess(List.of(InetAddress.getAllByName(host))));
        }

        private void lookUp(Promise<?> promise, Lookup lookup) {
            try {
                executor.execute(() -> {
                    try {
                        lookup.run();
                    } catch (UnknownHostException e) {
                        promise.tryFailure(e);
                    }
                });
            } catch (RejectedExecutionException e) {
                promise.tryFailure(e);
            }
        }
    }

    private interface Lookup {
        void run() throws UnknownHostException;
    }
}
