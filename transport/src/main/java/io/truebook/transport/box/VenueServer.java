package io.truebook.transport.box;

import io.truebook.transport.box.FaultKind.Target;
import java.util.List;
import java.util.Map;

/** A venue in the box: its protocol and the player of its feed. Event loop. */
final class VenueServer implements VenueProtocol.Host {
    private static final int OK = 200;

    private final VenueProtocol protocol;
    private final Player player;
    private int stormLeft;

    private final FaultPlan faults;
    private final Counters counters;

    VenueServer(
            java.util.function.Function<VenueProtocol.Host, VenueProtocol> protocol,
            PlayerMaker player,
            FaultPlan faults,
            Counters counters) {
        this.faults = faults;
        this.counters = counters;
        this.protocol = protocol.apply(this);
        this.player = player.make(this.protocol);
    }

    /** Makes the player once its protocol stands. */
    interface PlayerMaker {
        Player make(VenueProtocol protocol);
    }

    VenueProtocol protocol() {
        return protocol;
    }

    Player player() {
        return player;
    }

    @Override
    public void startFeed() {
        player.start();
    }

    /** Answers a GET as the protocol does, unless a fault strikes it. */
    VenueProtocol.Answer get(String path, Map<String, List<String>> parameters) {
        VenueProtocol.Answer answer = protocol.get(path, parameters);
        FaultRule fault =
                answer == null || answer.status() != OK ? null : faults.next(Target.QUERY, protocol.venue(), null);
        if (fault == null) {
            return answer;
        }
        counters.fault(fault.kind());
        faults.struck(fault);
        return fault.kind() == FaultKind.REST_LIMIT
                ? new VenueProtocol.Answer(429, "{\"msg\":\"Too many requests\"}", Map.of("Retry-After", "1"), null)
                : new VenueProtocol.Answer(503, "{\"msg\":\"Service unavailable\"}", Map.of(), null);
    }

    /** Cuts every connection now and the next {@code connections} at once after they were opened. */
    void storm(int connections) {
        stormLeft = connections;
        protocol.disconnectAll();
    }

    /** Whether the connection just opened falls to a storm; counts it. */
    boolean stormy() {
        return stormLeft > 0 && stormLeft-- > 0;
    }

    /** A client can take more again. */
    void wake() {
        player.wake();
    }
}
