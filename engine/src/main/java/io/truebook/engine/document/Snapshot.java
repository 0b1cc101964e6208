package io.truebook.engine.document;

/**
 * A document as of a stated id and time. Immutable all the way down: keeping one is a deep copy, and no caller can change
 * what another holds.
 *
 * @param type what it is of
 * @param symbol unified pair, or whatever the venue calls it
 * @param data the document
 * @param timestampMs the venue's time in ms since the epoch; a delta, which has none, does not change it
 * @param nonce {@link #NO_ID} where absent
 * @param sequenceId {@link #NO_ID} where absent; it wins over the nonce
 * @param checksum as it came, null where absent
 */
public record Snapshot(
        SnapshotType type, String symbol, Value data, long timestampMs, long nonce, long sequenceId, String checksum) {

    /** Stands for an id that is not there. */
    public static final long NO_ID = -1;

    /** Throws {@link DocumentException} for a negative time, and where nonce and id differ. */
    public Snapshot {
        if (timestampMs < 0) {
            throw new DocumentException("snapshot: timestamp=" + timestampMs + " is negative");
        }
        if (nonce != NO_ID && sequenceId != NO_ID && nonce != sequenceId) {
            throw new DocumentException("snapshot: nonce=" + nonce + " differs from sequenceId=" + sequenceId);
        }
    }

    /** From a message with the members of requirements rows 6 to 12; throws {@link DocumentException} that names one. */
    public static Snapshot parse(ObjectValue message) {
        final Value checksum = message.get("checksum");
        if (!(Members.required(message, "data") instanceof ObjectValue data)) {
            throw new DocumentException(
                    "data must be an object, is " + message.get("data").kind());
        }
        return new Snapshot(
                SnapshotType.of(Members.text(message, "type")),
                Members.text(message, "symbol"),
                data,
                Members.whole(message, "timestamp"),
                Members.id(message, "nonce"),
                Members.id(message, "sequenceId"),
                checksum == null || checksum.isNull()
                        ? null
                        : checksum instanceof Text text ? text.value() : checksum.toJson());
    }

    /** The id as of which it stands: the sequence id, else the nonce, else {@link #NO_ID}. */
    public long id() {
        return sequenceId != NO_ID ? sequenceId : nonce;
    }

    /** The same one with other content, as of another id; what the checksum covered is gone. */
    public Snapshot as(Value newData, long id) {
        return new Snapshot(type, symbol, newData, timestampMs, NO_ID, id, null);
    }

    /** As a message; {@link #parse} reads it back. */
    public ObjectValue toValue() {
        ObjectValue message = ObjectValue.EMPTY
                .with("type", new Text(type.word()))
                .with("symbol", new Text(symbol))
                .with("data", data)
                .with("timestamp", Decimal.of(timestampMs));
        message = Members.withId(message, "nonce", nonce);
        message = Members.withId(message, "sequenceId", sequenceId);
        return checksum == null ? message : message.with("checksum", new Text(checksum));
    }
}
