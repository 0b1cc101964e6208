package io.truebook.engine.recording;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/**
 * One thing that a recording says happened. Immutable except that {@link #payload()} hands out its own array: readers
 * must not write to it.
 */
public final class Entry {
    /** What happened. */
    public enum Kind {
        /** A connection was opened; the payload is empty, {@link Entry#url()} is its address. */
        CONNECTED,
        /** The client sent the payload. */
        SENT,
        /** The payload was received on the connection, as it was on the wire. */
        FRAME,
        /** The body of an answer to the request {@link Entry#url()}. */
        ANSWER
    }

    /** The value of {@link #timeNs()} in containers that carry no times: every input's stamp passes it. */
    public static final long NO_TIME = 0;

    private static final byte[] NOTHING = new byte[0];

    private final Kind kind;
    private final long timeNs;
    private final String connection;
    private final String url;
    private final byte[] payload;
    private final Path file;
    private final long record;

    Entry(Kind kind, long timeNs, String connection, String url, byte[] payload, Path file, long record) {
        this.kind = Objects.requireNonNull(kind);
        this.timeNs = timeNs;
        this.connection = Objects.requireNonNull(connection);
        this.url = Objects.requireNonNull(url);
        this.payload = payload == null ? NOTHING : payload;
        this.file = Objects.requireNonNull(file);
        this.record = record;
    }

    public Kind kind() {
        return kind;
    }

    /** Nanoseconds since the epoch as recorded, or {@link #NO_TIME}. Not necessarily monotonic. */
    public long timeNs() {
        return timeNs;
    }

    /** The recorder's name of the connection, else its address, else the file's name. */
    public String connection() {
        return connection;
    }

    /** The address of a connection or a request, or empty where the container does not say. */
    public String url() {
        return url;
    }

    /** The bytes exactly as on the wire (without masks, inflated). The caller must not change them. */
    public byte[] payload() {
        return payload;
    }

    /** The payload as text, for messages and for readers in no hurry. */
    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    public Path file() {
        return file;
    }

    /** Line number from 1; in containers without lines the record's number from 1. */
    public long record() {
        return record;
    }

    @Override
    public String toString() {
        return kind + " " + file.getFileName() + ":" + record + " timeNs=" + timeNs + " bytes=" + payload.length;
    }
}
