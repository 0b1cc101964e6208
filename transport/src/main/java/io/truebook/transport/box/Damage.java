package io.truebook.transport.box;

import java.util.regex.Pattern;

/**
 * What of a venue's frames can be damaged so that a client is able to find it.
 *
 * @param levelNumber finds a level's numbers as groups 1 and, if there are two, 2; null where no checksum in the same
 *     frame would show a changed digit
 * @param checksum finds the checksum's digits as group 1; null where there is none
 * @param staleSnapshotShows whether ids or a checksum give an old snapshot away
 */
record Damage(Pattern levelNumber, Pattern checksum, boolean staleSnapshotShows) {
    static final Damage KRAKEN = new Damage(
            Pattern.compile("\"(?:price|qty)\":([0-9.]{2,})"), Pattern.compile("\"checksum\":([0-9]+)"), true);
    static final Damage KRAKEN_V1 = new Damage(
            Pattern.compile("\\[\"([0-9.]{2,})\",\"([0-9.]{2,})\",\""), Pattern.compile("\"c\":\"([0-9]+)\""), true);
    /** Its checksum comes later than the change, in a frame of its own. */
    static final Damage BITFINEX = new Damage(null, Pattern.compile("\"cs\",(-?[0-9]+)"), true);
    /** The reconciliation model's own protocol. */
    static final Damage GENERIC = new Damage(null, Pattern.compile("\"checksum\":\"?([0-9]+)"), true);
    /** Ids that join, no checksum. */
    static final Damage CHAINED = new Damage(null, null, true);
    /** A counter over the connection: all that it shows is loss. */
    static final Damage COUNTED = new Damage(null, null, false);
}
