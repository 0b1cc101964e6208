package io.truebook.transport;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Settings of {@link NettyTransport}: immutable, checked once by {@link Builder#build}. Defaults are in the builder's
 * fields. There is no switch that turns the verification of certificates or host names off.
 */
public final class TransportOptions {
    private final long connectTimeoutNs;
    private final long handshakeTimeoutNs;
    private final long closeTimeoutNs;
    private final long requestTimeoutNs;
    private final long idleTimeoutNs;
    private final long shutdownTimeoutNs;
    private final long retryIntervalNs;
    private final int maxBodyBytes;
    private final int maxConnectionsPerHost;
    private final int receiveBufferBytes;
    private final boolean compression;
    private final boolean busySelect;
    private final List<String> usedWeightHeaders;
    private final Path trustedCertificates;
    private final ThreadFactory threadFactory;

    private TransportOptions(Builder builder) {
        connectTimeoutNs = builder.connectTimeoutNs;
        handshakeTimeoutNs = builder.handshakeTimeoutNs;
        closeTimeoutNs = builder.closeTimeoutNs;
        requestTimeoutNs = builder.requestTimeoutNs;
        idleTimeoutNs = builder.idleTimeoutNs;
        shutdownTimeoutNs = builder.shutdownTimeoutNs;
        retryIntervalNs = builder.retryIntervalNs;
        maxBodyBytes = builder.maxBodyBytes;
        maxConnectionsPerHost = builder.maxConnectionsPerHost;
        receiveBufferBytes = builder.receiveBufferBytes;
        compression = builder.compression;
        busySelect = builder.busySelect;
        usedWeightHeaders = List.copyOf(builder.usedWeightHeaders);
        trustedCertificates = builder.trustedCertificates;
        threadFactory = builder.threadFactory;
    }

    public static TransportOptions defaults() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    public long connectTimeoutNs() {
        return connectTimeoutNs;
    }

    public long handshakeTimeoutNs() {
        return handshakeTimeoutNs;
    }

    public long closeTimeoutNs() {
        return closeTimeoutNs;
    }

    public long requestTimeoutNs() {
        return requestTimeoutNs;
    }

    public long idleTimeoutNs() {
        return idleTimeoutNs;
    }

    public long shutdownTimeoutNs() {
        return shutdownTimeoutNs;
    }

    public long retryIntervalNs() {
        return retryIntervalNs;
    }

    public int maxBodyBytes() {
        return maxBodyBytes;
    }

    public int maxConnectionsPerHost() {
        return maxConnectionsPerHost;
    }

    public int receiveBufferBytes() {
        return receiveBufferBytes;
    }

    public boolean compression() {
        return compression;
    }

    public boolean busySelect() {
        return busySelect;
    }

    public List<String> usedWeightHeaders() {
        return usedWeightHeaders;
    }

    public Optional<Path> trustedCertificates() {
        return Optional.ofNullable(trustedCertificates);
    }

    ThreadFactory threadFactory() {
        return threadFactory;
    }

    /** Collects settings; not shared between threads. */
    public static final class Builder {
        private long connectTimeoutNs = TimeUnit.SECONDS.toNanos(5);
        private long handshakeTimeoutNs = TimeUnit.SECONDS.toNanos(10);
        private long closeTimeoutNs = TimeUnit.SECONDS.toNanos(1);
        private long requestTimeoutNs = TimeUnit.SECONDS.toNanos(10);
        private long idleTimeoutNs = TimeUnit.SECONDS.toNanos(30);
        private long shutdownTimeoutNs = TimeUnit.SECONDS.toNanos(5);
        private long retryIntervalNs = TimeUnit.MICROSECONDS.toNanos(500);
        private int maxBodyBytes = 8 << 20;
        private int maxConnectionsPerHost = 4;
        private int receiveBufferBytes;
        private boolean compression;
        private boolean busySelect;
        private List<String> usedWeightHeaders = List.of("X-MBX-USED-WEIGHT-1M", "X-MBX-USED-WEIGHT");
        private Path trustedCertificates;
        private ThreadFactory threadFactory = Thread::new;

        private Builder() {}

        /** For the TCP connection, DNS included. */
        public Builder connectTimeoutNs(long value) {
            connectTimeoutNs = positive("connectTimeoutNs", value);
            return this;
        }

        /** For TLS and the HTTP upgrade together, from the TCP connection on. */
        public Builder handshakeTimeoutNs(long value) {
            handshakeTimeoutNs = positive("handshakeTimeoutNs", value);
            return this;
        }

        /** How long the peer's close frame is waited for after ours. */
        public Builder closeTimeoutNs(long value) {
            closeTimeoutNs = positive("closeTimeoutNs", value);
            return this;
        }

        /** From the call of {@code query} to the last byte of the answer, waiting for a connection included. */
        public Builder requestTimeoutNs(long value) {
            requestTimeoutNs = positive("requestTimeoutNs", value);
            return this;
        }

        /** How long an unused HTTP connection is kept. */
        public Builder idleTimeoutNs(long value) {
            idleTimeoutNs = positive("idleTimeoutNs", value);
            return this;
        }

        /** How long {@code close} waits for the last inputs to be taken and for the threads. */
        public Builder shutdownTimeoutNs(long value) {
            shutdownTimeoutNs = positive("shutdownTimeoutNs", value);
            return this;
        }

        /** How soon a refused offer is repeated. */
        public Builder retryIntervalNs(long value) {
            retryIntervalNs = positive("retryIntervalNs", value);
            return this;
        }

        /** Limit of an HTTP answer's body after decompression; a longer one is FAILURE_TOO_LARGE. */
        public Builder maxBodyBytes(int value) {
            maxBodyBytes = (int) positive("maxBodyBytes", value);
            return this;
        }

        /** HTTP connections to one scheme, host and port; further requests wait in order. */
        public Builder maxConnectionsPerHost(int value) {
            maxConnectionsPerHost = (int) positive("maxConnectionsPerHost", value);
            return this;
        }

        /** SO_RCVBUF; 0 leaves it to the operating system, which adapts it. */
        public Builder receiveBufferBytes(int value) {
            if (value < 0) {
                throw new IllegalArgumentException("receiveBufferBytes: value=" + value + ", limit=0 or more");
            }
            receiveBufferBytes = value;
            return this;
        }

        /** Offers permessage-deflate. Off by default: inflating costs more than decoding the message. */
        public Builder compression(boolean value) {
            compression = value;
            return this;
        }

        /** Spins on the selector: wakes up five times sooner and takes a whole core. */
        public Builder busySelect(boolean value) {
            busySelect = value;
            return this;
        }

        /** Names of response headers that carry the rate weight used so far; the first one present counts. */
        public Builder usedWeightHeaders(List<String> value) {
            usedWeightHeaders = List.copyOf(value);
            return this;
        }

        /** A PEM file of certificates that are trusted instead of the JDK's. Verification stays on. */
        public Builder trustedCertificates(Path pemFile) {
            if (!Files.isReadable(pemFile)) {
                throw new IllegalArgumentException("trustedCertificates: no readable file at " + pemFile);
            }
            trustedCertificates = pemFile;
            return this;
        }

        /** Makes the event loop's thread, so that it can be pinned to a core. */
        public Builder threadFactory(ThreadFactory value) {
            threadFactory = Objects.requireNonNull(value, "threadFactory");
            return this;
        }

        public TransportOptions build() {
            return new TransportOptions(this);
        }

        private static long positive(String name, long value) {
            if (value <= 0) {
                throw new IllegalArgumentException(name + ": value=" + value + ", limit=1 or more");
            }
            return value;
        }
    }
}
