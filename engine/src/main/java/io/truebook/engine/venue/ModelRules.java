package io.truebook.engine.venue;

import io.truebook.engine.document.DeltaType;
import io.truebook.engine.document.DocumentPath;
import io.truebook.engine.document.SnapshotType;
import io.truebook.engine.venue.VenueDefinition.ChecksumDefinition;
import io.truebook.engine.venue.VenueDefinition.Reconciliation;
import java.util.List;

/**
 * What a venue that speaks the reconciliation model itself sends on its channels (docs/reconciliation.md). Immutable.
 *
 * @param channels by the definition's channel index; null for a channel that carries no document
 */
public record ModelRules(List<ModelChannel> channels) {
    /**
     * One channel of snapshots and deltas.
     *
     * @param name as messages name it
     * @param type what its snapshots are of
     * @param symbol of messages that name none
     * @param deltaType of deltas that name none, null when there are no deltas
     * @param deltaPath of deltas that name none, null when there are no deltas
     * @param checksum the rule, null for none
     * @param checksumPath where a message bears the venue's checksum
     */
    public record ModelChannel(
            String name,
            SnapshotType type,
            String symbol,
            DeltaType deltaType,
            DocumentPath deltaPath,
            ChecksumDefinition checksum,
            DocumentPath checksumPath,
            Reconciliation rules) {}
}
