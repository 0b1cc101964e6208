package io.truebook.journal;

import java.nio.file.Path;
import java.util.List;

/**
 * What a walk over a journal's files found.
 *
 * @param journal {@code inputs} or {@code outputs}
 * @param finding clean, or what kind of fault
 * @param records records walked and found sound
 * @param firstPosition position of the oldest record kept, or where it would be
 * @param lastGood position of the last record before any fault; {@code firstPosition - 1} when there is none
 * @param firstTimeNs envelope time of the first record walked, 0 for none
 * @param lastTimeNs envelope time of the last good record, 0 for none
 * @param file file in which the walk ended; null when there are no files
 * @param offset where in that file the walk ended: the fault's place, or the end
 * @param endOffset end of the bytes in that file that are not zero; with {@code offset} the bytes affected
 * @param recordsBehind sound records that lie behind the fault, out of reach
 * @param firstBehind position of the first of them, 0 for none
 * @param lastBehind position of the last of them, 0 for none
 * @param filesBehind later files, which the fault cuts off
 * @param reason what is wrong, in words; empty when clean
 */
public record ScanResult(
        String journal,
        Finding finding,
        long records,
        long firstPosition,
        long lastGood,
        long firstTimeNs,
        long lastTimeNs,
        Path file,
        long offset,
        long endOffset,
        long recordsBehind,
        long firstBehind,
        long lastBehind,
        List<Path> filesBehind,
        String reason) {
    /** What was found. */
    public enum Finding {
        /** Every record is sound and the journal ends where Chronicle says it does. */
        CLEAN,
        /** The last write was not finished. A {@code kill -9} may do this; nothing that was appended is missing. */
        TORN_TAIL,
        /** Records that had been appended are missing at the end. A power cut may do this. */
        LOST_TAIL,
        /** Records are damaged or missing, and sound ones lie behind them. */
        DAMAGED
    }

    /** True when nothing that was ever appended is missing: clean, or torn. */
    public boolean isSound() {
        return finding == Finding.CLEAN || finding == Finding.TORN_TAIL;
    }

    /** Bytes at the fault that are given up, in the file where it lies. */
    public long bytesAffected() {
        return finding == Finding.CLEAN ? 0 : Math.max(0, endOffset - offset);
    }

    /** One line for people. */
    public String describe() {
        if (finding == Finding.CLEAN) {
            return journal + ": clean, positions " + firstPosition + " to " + lastGood;
        }
        final String word = switch (finding) {
            case TORN_TAIL -> "torn tail";
            case LOST_TAIL -> "lost tail";
            default -> "damaged";
        };
        final String behind = recordsBehind == 0
                ? ""
                : "; " + recordsBehind + " sound records lie behind (positions " + firstBehind + " to " + lastBehind
                        + ")";
        return journal + ": " + word + " after position " + lastGood + " in " + file.getFileName() + " at byte "
                + offset
                + ": " + reason + "; " + bytesAffected() + " bytes affected" + behind
                + (filesBehind.isEmpty() ? "" : "; files cut off: " + filesBehind.size());
    }
}
