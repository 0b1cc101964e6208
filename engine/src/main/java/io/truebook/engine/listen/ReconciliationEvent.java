package io.truebook.engine.listen;

/**
 * What happened to a book, as system A's consumers know it.
 *
 * @param type {@code snapshot_received}, {@code delta_applied}, {@code checksum_validated}, {@code book_verified},
 *     {@code book_unverified}, {@code stale}, or the name of a {@link io.truebook.engine.core.EventKind}
 * @param channel the venue's channel
 * @param symbol {@code VENUE:SYMBOL}, null where it concerns no single one
 * @param timestampMs receive time of the cause, since the epoch
 * @param data for people: ids, counts, levels; null where the type says it all
 * @param error what went wrong, null where nothing did
 */
public record ReconciliationEvent(
        String type, String channel, String symbol, long timestampMs, String data, String error) {}
