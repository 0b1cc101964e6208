package io.truebook.transport.box;

/** A venue in the box: its protocol and the player of its feed. Event loop. */
final class VenueServer implements VenueProtocol.Host {
    private final VenueProtocol protocol;
    private final Player player;

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

    /** A client can take more again. */
    void wake() {
        player.wake();
    }
}
