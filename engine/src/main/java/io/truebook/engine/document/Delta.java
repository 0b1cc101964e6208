package io.truebook.engine.document;

/**
 * One change of a document. Immutable.
 *
 * @param type what it does
 * @param path where; the root for a snapshot, whatever it says
 * @param data what; {@link Literal#NULL} where a deletion has none
 * @param firstSequenceId first id of the range that it stands for, {@link Snapshot#NO_ID} for a single one
 * @param sequenceId its id, the last one of a range; {@link Snapshot#NO_ID} where it has none
 * @param previousSequenceId the id that it must follow, {@link Snapshot#NO_ID} where it does not say
 */
public record Delta(
        DeltaType type, DocumentPath path, Value data, long firstSequenceId, long sequenceId, long previousSequenceId) {

    /** Throws {@link DocumentException} for ids that contradict each other, and where a change of a part has no path. */
    public Delta {
        if (sequenceId == Snapshot.NO_ID
                && (firstSequenceId != Snapshot.NO_ID || previousSequenceId != Snapshot.NO_ID)) {
            throw new DocumentException("delta: firstSequenceId and previousSequenceId need a sequenceId");
        }
        if (firstSequenceId != Snapshot.NO_ID && firstSequenceId > sequenceId) {
            throw new DocumentException(
                    "delta: firstSequenceId=" + firstSequenceId + " is greater than sequenceId=" + sequenceId);
        }
        if (previousSequenceId != Snapshot.NO_ID && previousSequenceId >= sequenceId) {
            throw new DocumentException(
                    "delta: previousSequenceId=" + previousSequenceId + " is not below sequenceId=" + sequenceId);
        }
    }

    /** One id and no previous one. */
    public Delta(DeltaType type, DocumentPath path, Value data, long sequenceId) {
        this(type, path, data, Snapshot.NO_ID, sequenceId, Snapshot.NO_ID);
    }

    /** Without ids: it is applied where it stands. */
    public static Delta of(DeltaType type, String path, Value data) {
        return new Delta(type, DocumentPath.compile(path), data, Snapshot.NO_ID);
    }

    /**
     * From a message: {@code type}, {@code path}, {@code data}, {@code sequenceId}, and the optional
     * {@code firstSequenceId} and {@code previousSequenceId}. Throws {@link DocumentException} that names the member.
     */
    public static Delta parse(ObjectValue message) {
        final DeltaType type = DeltaType.of(Members.text(message, "type"));
        final String path = Members.text(message, "path");
        final Value data = message.get("data");
        if (data == null && type != DeltaType.DELETE) {
            throw new DocumentException("delta: data is missing");
        }
        final DocumentPath compiled = type == DeltaType.SNAPSHOT ? DocumentPath.ROOT : DocumentPath.compile(path);
        return new Delta(
                type,
                compiled,
                data == null ? Literal.NULL : data,
                Members.id(message, "firstSequenceId"),
                Members.id(message, "sequenceId"),
                Members.id(message, "previousSequenceId"));
    }

    /** True when it bears an id. */
    public boolean hasId() {
        return sequenceId != Snapshot.NO_ID;
    }

    /** The first id that it stands for. */
    public long first() {
        return firstSequenceId != Snapshot.NO_ID ? firstSequenceId : sequenceId;
    }

    /** As a message; {@link #parse} reads it back. */
    public ObjectValue toValue() {
        ObjectValue message = ObjectValue.EMPTY
                .with("type", new Text(type.word()))
                .with("path", new Text(path.text()))
                .with("data", data);
        message = Members.withId(message, "firstSequenceId", firstSequenceId);
        message = Members.withId(message, "sequenceId", sequenceId);
        return Members.withId(message, "previousSequenceId", previousSequenceId);
    }
}
