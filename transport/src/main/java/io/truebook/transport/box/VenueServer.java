package io.truebook.transport.box;

/** A venue in the box: its protocol and the player of its feed. Event loop. */
final class VenueServer implements VenueProtocol.Host {
    private final VenueProtocol protocol;
    private final Player player;
    private int stormLeft;

    VenueServer(java.util.function.Function<VenueProtocol.Host, VenueProtocol> protocol, PlayerMaker player) {
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
