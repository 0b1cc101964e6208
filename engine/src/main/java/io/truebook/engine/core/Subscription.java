package io.truebook.engine.core;

import io.truebook.engine.state.StateVisitor;
import io.truebook.engine.venue.VenueDefinition.Channel;

/** One channel of one instrument (or of the venue) that is wanted, and how far it is. One thread: the core's. */
final class Subscription {
    /** In place of a symbol id: a channel of the whole venue. */
    static final int WHOLE_VENUE = -1;

    /** In a template: the id that the acknowledgement gave. */
    static final String CHANNEL_ID = "${channelId}";

    /** To be subscribed when the connection allows. */
    static final int WANTED = 0;
    /** Sent, not acknowledged. */
    static final int SENT = 1;

    static final int ACTIVE = 2;
    /** To be unsubscribed, then subscribed again. */
    static final int LEAVING = 3;
    /** Unsubscribe sent, not acknowledged. */
    static final int LEAVE_SENT = 4;
    /** The venue will not have it. */
    static final int REFUSED = 5;
    /** Lost with its connection, and by the venue's policy not joined again by itself. */
    static final int LEFT = 6;
    /** Left for good, on a venue that acknowledges nothing. */
    static final int GONE = 7;

    final int channel;
    final Channel definition;
    /** Symbol id, -1 for a channel of the whole venue. */
    final int symbol;

    int state = WANTED;
    /** False when it is left for good. */
    boolean wanted = true;

    long requestId;
    long sentAtNs;
    int attempts;
    /** What the venue calls this subscription on this connection, 0 where it has no such name. */
    long channelId;

    Subscription(int channel, Channel definition, int symbol) {
        this.channel = channel;
        this.definition = definition;
        this.symbol = symbol;
    }

    boolean isPending() {
        return state == WANTED || state == LEAVING;
    }

    /** True where leaving makes sense: it stands, or is being asked for. */
    boolean mayLeave() {
        final String leave = definition.unsubscribe();
        return (state == SENT || state == ACTIVE) && leave != null && (channelId != 0 || !leave.contains(CHANNEL_ID));
    }

    /** Only an operator brings it back. */
    boolean waitsForOperator() {
        return state == REFUSED || state == LEFT;
    }

    /** True once it was sent on the present connection and not refused. */
    boolean wasAsked() {
        return state != WANTED && !waitsForOperator();
    }

    /** On its way out, and not waiting for an answer. */
    boolean isLeaving() {
        return state == LEAVING || state == GONE;
    }

    boolean awaitsAck() {
        return state == SENT || state == LEAVE_SENT;
    }

    void visit(StateVisitor v) {
        state = v.visit(state);
        wanted = v.visit(wanted);
        requestId = v.visit(requestId);
        sentAtNs = v.visit(sentAtNs);
        attempts = v.visit(attempts);
        channelId = v.visit(channelId);
    }
}
