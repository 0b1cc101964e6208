package io.truebook.tools.check;

import io.truebook.engine.decode.DecodedFrame;
import io.truebook.engine.decode.Decoder;
import io.truebook.engine.decode.MessageKind;
import io.truebook.engine.venue.VenueDefinition;
import io.truebook.engine.venue.VenueDefinition.SnapshotSource;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Finds REST answers that a recorder has written between the frames as if they were frames (hftbacktest does). What
 * matches no frame of the definition and is a snapshot when read as an answer, is one. Only where snapshots come over
 * REST; has a decoder of its own, so that the core sees each payload once.
 */
final class InlineAnswers {
    private static final int LEVELS = 2048;

    private final Decoder decoder;
    private final DecodedFrame frame = new DecodedFrame(LEVELS);
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);

    InlineAnswers(VenueDefinition venue) {
        final boolean rest = venue.book() != null && venue.book().source() == SnapshotSource.REST;
        decoder = rest ? new Decoder(venue, true) : null;
    }

    boolean isAnswer(byte[] payload) {
        if (decoder == null) {
            return false;
        }
        buffer.wrap(payload);
        frame.clear();
        decoder.decodeFrame(0, buffer, 0, payload.length, frame);
        if (frame.status != DecodedFrame.UNKNOWN) {
            return false;
        }
        frame.clear();
        decoder.decodeAnswer(buffer, 0, payload.length, frame);
        return frame.status == DecodedFrame.OK
                && frame.messageCount() > 0
                && frame.message(0).kind == MessageKind.BOOK_SNAPSHOT;
    }
}
