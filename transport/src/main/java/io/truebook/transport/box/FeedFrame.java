package io.truebook.transport.box;

import java.nio.charset.StandardCharsets;

/**
 * One thing that a venue says, as it stands on the wire.
 *
 * @param timeNs nanoseconds since the epoch, in the feed's own time
 * @param url of an answer over REST, else null
 */
record FeedFrame(long timeNs, byte[] payload, String url) {
    FeedFrame(long timeNs, String text) {
        this(timeNs, text.getBytes(StandardCharsets.UTF_8), null);
    }
}
