package io.truebook.engine.core;

import io.truebook.engine.document.SnapshotType;
import io.truebook.engine.document.Value;

/**
 * What is known of one document that is no order book. Immutable: it shows no later change.
 *
 * @param channel as the definition names it
 * @param condition one of {@link io.truebook.engine.book.Condition}; nothing else than LIVE is proven
 * @param lastId id as of which it stands, {@link io.truebook.engine.document.Snapshot#NO_ID} where it has none
 * @param exchangeTimeNs the venue's time of the last change that bore one, 0 for none
 * @param value null before the first snapshot
 */
public record DocumentView(
        String channel, SnapshotType type, byte condition, long lastId, long exchangeTimeNs, Value value) {}
