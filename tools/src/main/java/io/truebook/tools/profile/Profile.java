package io.truebook.tools.profile;

import io.truebook.engine.ring.RingOptions.Durability;
import io.truebook.engine.ring.RingOptions.Layout;
import io.truebook.engine.ring.RingOptions.Wait;
import io.truebook.journal.Roll;
import io.truebook.tools.alert.AlertTargets;
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
 * @param alerts where alerts are brought
 */
public record Profile(
        String name,
        String text,
        List<Venue> venues,
        JournalSettings journal,
        ThreadSettings threads,
        AlertTargets alerts) {

    /**
     * A venue and what is subscribed there.
     *
     * @param id the venue's id
     * @param symbols as the venue writes them
     * @param channels what is subscribed, empty for all
     * @param depth levels a side, 0 for the definition's default
     * @param channelsLine line of the file where the channels stand, for errors
     * @param depthLine line of the file where the depth stands, for errors
     */
    public record Venue(
            String id, List<String> symbols, List<String> channels, int depth, int channelsLine, int depthLine) {}

    /**
     * The journal.
     *
     * @param directory the folder, relative to the working directory or absolute; null where the command line must name it
     * @param durability what survives what
     * @param roll how often a new file starts
     * @param retentionDays whole days kept, 0 for ever
     * @param retentionBytes bytes kept of each queue, 0 for no limit
     * @param lowDiskBytes an alert when less is free
     */
    public record JournalSettings(
            String directory,
            Durability durability,
            Roll roll,
            int retentionDays,
            long retentionBytes,
            long lowDiskBytes) {}

    /**
     * The threads.
     *
     * @param layout how handlers lie on threads
     * @param ringSize slots of the ring, a power of two
     * @param waitStrategy what an idle thread of the ring does
     * @param busySelect the sockets' thread spins instead of sleeping
     * @param pin CPU by thread; threads that are not named float
     */
    public record ThreadSettings(
            Layout layout, int ringSize, Wait waitStrategy, boolean busySelect, Map<String, Integer> pin) {}
}
