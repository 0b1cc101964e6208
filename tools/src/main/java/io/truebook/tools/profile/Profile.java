package io.truebook.tools.profile;

import java.util.List;
import java.util.Map;

/**
 * What one run does. Immutable and validated.
 *
 * @param name the file's name, for people and for the journal
 * @param text the file's whole text, as it is journaled
 * @param venues venues in the order of their indexes
 * @param journal where and how the journal is kept
 * @param threads how work is laid out on threads
 */
public record Profile(String name, String text, List<Venue> venues, JournalSettings journal, ThreadSettings threads) {

    /**
     * A venue and what is subscribed there.
     *
     * @param id the venue's id
     * @param symbols as the venue writes them
     */
    public record Venue(String id, List<String> symbols) {}

    /** What survives what. */
    public enum Durability {
        /** Everything appended survives the end of the process. */
        PROCESS,
        /** Outputs and requests wait until their cause is on the disk. */
        DISK
    }

    /** How often the journal starts a new file. */
    public enum Roll {
        HOURLY,
        DAILY
    }

    /**
     * The journal.
     *
     * @param directory the folder, relative to the working directory or absolute; null where the command line must name it
     * @param durability what survives what
     * @param roll how often a new file starts
     * @param retentionDays whole days kept, 0 for ever
     * @param retentionBytes bytes kept, 0 for no limit
     * @param lowDiskBytes an alert when less is free
     */
    public record JournalSettings(
            String directory,
            Durability durability,
            Roll roll,
            int retentionDays,
            long retentionBytes,
            long lowDiskBytes) {}

    /** How the handlers of the ring lie on threads. */
    public enum Layout {
        /** One thread runs them in order. */
        FUSED,
        /** A thread each. */
        STAGED
    }

    /** What a thread of the ring does while there is nothing to do. */
    public enum Wait {
        BLOCKING,
        SLEEPING,
        YIELDING,
        BUSY_SPIN
    }

    /**
     * The threads.
     *
     * @param layout how handlers lie on threads
     * @param ringSize slots of the ring, a power of two
     * @param waitStrategy what an idle thread of the ring does
     * @param pin CPU by thread; threads that are not named float
     */
    public record ThreadSettings(Layout layout, int ringSize, Wait waitStrategy, Map<String, Integer> pin) {}
}
