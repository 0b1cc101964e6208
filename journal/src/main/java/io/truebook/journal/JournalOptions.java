package io.truebook.journal;

import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * How journals are kept on disk. Immutable.
 *
 * @param roll how often a new file starts; an existing directory keeps the one it was made with. Default
 *     {@link Roll#DAILY}
 * @param blockBytes by how much a file grows and how much of it is mapped at once; a power of two, 256 KiB to 1 GiB. A
 *     record may have up to a quarter of it. Default 64 MiB, so records up to 16 MiB
 * @param pretouchBytes how far ahead of each appender a thread of ours touches pages, 0 for no such threads.
 *     Default 0: worth it where a core is free
 * @param scanAll check every record at start instead of those since the newest checkpoint. Default false
 * @param wallMs milliseconds since the epoch, for rolling. Default the system's clock
 */
public record JournalOptions(Roll roll, int blockBytes, int pretouchBytes, boolean scanAll, LongSupplier wallMs) {
    /** The least block: a quarter of it must hold an index page of Chronicle (32 KiB). */
    public static final int MIN_BLOCK_BYTES = 256 * 1024;

    public static final int DEFAULT_BLOCK_BYTES = 64 * 1024 * 1024;

    /** 8 MiB ahead, the read-ahead window after which a write fault was seen to stall for 15 to 30 ms. */
    public static final int SUGGESTED_PRETOUCH_BYTES = 8 * 1024 * 1024;

    public JournalOptions {
        Objects.requireNonNull(roll, "roll");
        Objects.requireNonNull(wallMs, "wallMs");
        if (Integer.bitCount(blockBytes) != 1 || blockBytes < MIN_BLOCK_BYTES || blockBytes > 1 << 30) {
            throw new IllegalArgumentException("journal: blockBytes=" + blockBytes + ", limits: a power of two from "
                    + MIN_BLOCK_BYTES + " to " + (1 << 30));
        }
        if (pretouchBytes < 0 || pretouchBytes > blockBytes) {
            throw new IllegalArgumentException(
                    "journal: pretouchBytes=" + pretouchBytes + ", limits: 0 to blockBytes=" + blockBytes);
        }
    }

    public static JournalOptions defaults() {
        return new JournalOptions(Roll.DAILY, DEFAULT_BLOCK_BYTES, 0, false, System::currentTimeMillis);
    }

    public JournalOptions withRoll(final Roll value) {
        return new JournalOptions(value, blockBytes, pretouchBytes, scanAll, wallMs);
    }

    public JournalOptions withBlockBytes(final int value) {
        return new JournalOptions(roll, value, pretouchBytes, scanAll, wallMs);
    }

    public JournalOptions withPretouchBytes(final int value) {
        return new JournalOptions(roll, blockBytes, value, scanAll, wallMs);
    }

    public JournalOptions withScanAll(final boolean value) {
        return new JournalOptions(roll, blockBytes, pretouchBytes, value, wallMs);
    }

    public JournalOptions withWallMs(final LongSupplier value) {
        return new JournalOptions(roll, blockBytes, pretouchBytes, scanAll, value);
    }
}
