package io.truebook.engine.core;

import io.truebook.engine.decode.Message;
import io.truebook.engine.document.SnapshotType;
import io.truebook.engine.state.StateVisitor;
import io.truebook.engine.venue.ModelRules;
import io.truebook.engine.venue.ModelRules.ModelChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * The documents of one symbol that are no order books; none where the venue does not speak the reconciliation model. One
 * thread: the core's.
 */
final class Documents {
    private final List<DocumentSync> all = new ArrayList<>();

    /** @param channels indexes of the channels that the profile asks for */
    Documents(Core core, Venue venue, Instrument instrument, List<Integer> channels) {
        final ModelRules model = venue.definition().decode().model();
        for (int i = 0; model != null && i < model.channels().size(); i++) {
            final ModelChannel rules = model.channels().get(i);
            if (rules != null && rules.type() != SnapshotType.ORDER_BOOK && channels.contains(i)) {
                all.add(new DocumentSync(core, venue, instrument, i, rules));
            }
        }
    }

    /** Null where the channel carries none. */
    DocumentSync of(int channel) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).channel() == channel) {
                return all.get(i);
            }
        }
        return null;
    }

    List<DocumentView> views() {
        return all.stream().map(DocumentSync::view).toList();
    }

    void onMessage(Message message, String text) {
        final DocumentSync document = of(message.channel);
        if (document != null) {
            document.onMessage(message, text);
        }
    }

    void subscribing(int channel) {
        final DocumentSync document = of(channel);
        if (document != null) {
            document.subscribing();
        }
    }

    void refused(int channel, int reason) {
        final DocumentSync document = of(channel);
        if (document != null) {
            document.broken(reason);
        }
    }

    void broken(int reason) {
        all.forEach(document -> document.broken(reason));
    }

    void connectionDown() {
        all.forEach(DocumentSync::connectionDown);
    }

    void cover(int bit) {
        all.forEach(document -> document.cover(bit));
    }

    void uncover(int bit) {
        all.forEach(document -> document.uncover(bit));
    }

    void doubt() {
        all.forEach(DocumentSync::doubt);
    }

    void resync() {
        all.forEach(DocumentSync::resync);
    }

    void visit(StateVisitor v) {
        for (int i = 0; i < all.size(); i++) {
            all.get(i).visit(v);
        }
    }
}
