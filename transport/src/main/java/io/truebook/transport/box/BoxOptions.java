package io.truebook.transport.box;

import io.truebook.engine.recording.Recording;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** What a box serves and how. Immutable once built; any thread. */
public final class BoxOptions {
    /** A recording or a market; exactly one is set. */
    record Source(Recording recording, MarketOptions market) {}

    private final int port;
    private final double speed;
    private final Map<String, Source> sources;
    private final Faults faults;
    private final Path deliveryLog;
    private final Duration pingEvery;
    private final Duration snapshotPatience;
    private final ClientListener clients;

    private BoxOptions(Builder builder) {
        this.port = builder.port;
        this.speed = builder.speed;
        this.sources = new LinkedHashMap<>(builder.sources);
        this.faults = builder.faults;
        this.deliveryLog = builder.deliveryLog;
        this.pingEvery = builder.pingEvery;
        this.snapshotPatience = builder.snapshotPatience;
        this.clients = builder.clients;
    }

    public static Builder builder() {
        return new Builder();
    }

    int port() {
        return port;
    }

    double speed() {
        return speed;
    }

    Map<String, Source> sources() {
        return sources;
    }

    Faults faults() {
        return faults;
    }

    /** Null: no log. */
    Path deliveryLog() {
        return deliveryLog;
    }

    /** Null: the venue's own. */
    Duration pingEvery() {
        return pingEvery;
    }

    Duration snapshotPatience() {
        return snapshotPatience;
    }

    ClientListener clients() {
        return clients;
    }

    /** Defaults: any free port, the recorded pace, no faults, no delivery log. */
    public static final class Builder {
        private int port;
        private double speed = 1;
        private final Map<String, Source> sources = new LinkedHashMap<>();
        private Faults faults = Faults.none();
        private Path deliveryLog;
        private Duration pingEvery;
        private Duration snapshotPatience = Duration.ofSeconds(5);
        private ClientListener clients = (kind, connection, text) -> {};

        private Builder() {}

        /** The port on 127.0.0.1; 0 takes a free one. */
        public Builder port(int number) {
            if (number < 0 || number > 65_535) {
                throw new IllegalArgumentException("port: value=" + number + ", limits=0 to 65535");
            }
            port = number;
            return this;
        }

        /** Times the recorded pace; 0 is as fast as clients take it. */
        public Builder speed(double factor) {
            if (!(factor >= 0) || factor > 1e6) {
                throw new IllegalArgumentException("speed: value=" + factor + ", limits=0 to 1000000");
            }
            speed = factor;
            return this;
        }

        /** Serves a venue from a recording. */
        public Builder recording(String venue, Recording recording) {
            return source(venue, new Source(Objects.requireNonNull(recording), null));
        }

        /** Serves a venue from a synthetic market. */
        public Builder market(String venue, MarketOptions market) {
            return source(venue, new Source(null, Objects.requireNonNull(market)));
        }

        private Builder source(String venue, Source source) {
            if (sources.put(venue, source) != null) {
                throw new IllegalArgumentException("venue " + venue + " is given twice; give it one source");
            }
            return this;
        }

        public Builder faults(Faults plan) {
            faults = Objects.requireNonNull(plan);
            return this;
        }

        /** Where {@link DeliveryLog} goes; an existing file is replaced. */
        public Builder deliveryLog(Path file) {
            deliveryLog = file;
            return this;
        }

        /** How often ping frames are sent, where the venue sends any. */
        public Builder pingEvery(Duration period) {
            pingEvery = period;
            return this;
        }

        /** How long a recording waits at a REST answer for the client's own query. */
        public Builder snapshotPatience(Duration patience) {
            snapshotPatience = Objects.requireNonNull(patience);
            return this;
        }

        /** Who is told of everything that clients ask. */
        public Builder clients(ClientListener listener) {
            clients = Objects.requireNonNull(listener);
            return this;
        }

        /** Throws IllegalArgumentException when no venue is given. */
        public BoxOptions build() {
            if (sources.isEmpty()) {
                throw new IllegalArgumentException("no venue to serve: give a recording or a market");
            }
            return new BoxOptions(this);
        }
    }
}
