package io.truebook.bench.feed;

import java.util.List;

/**
 * Messages of one book in order, the snapshot first, then what follows it: a pass over them can be repeated, because it
 * starts with its own snapshot. Immutable; the payloads are shared and must not be written to.
 *
 * @param venue id of the venue's definition
 * @param symbol as the venue writes it
 * @param depth levels a side that are kept, 0 for the whole book
 * @param origin where the messages come from, for the report
 * @param snapshotIsAnswer the snapshot is the body of a REST answer, not a frame
 * @param payloads at least two
 */
public record Feed(
        String venue, String symbol, int depth, String origin, boolean snapshotIsAnswer, List<byte[]> payloads) {
    public Feed {
        payloads = List.copyOf(payloads);
        if (payloads.size() < 2) {
            throw new IllegalArgumentException(
                    origin + ": holds no book to measure: payloads=" + payloads.size() + ", least=2");
        }
    }

    /** Messages of one pass, the snapshot included. */
    public int frames() {
        return payloads.size();
    }

    /** Bytes of one pass. */
    public long bytes() {
        return payloads.stream().mapToLong(payload -> payload.length).sum();
    }
}
