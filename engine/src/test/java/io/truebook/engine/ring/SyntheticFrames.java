package io.truebook.engine.ring;

import io.truebook.engine.core.BinanceFeed;
import io.truebook.engine.core.KrakenFeed;
import io.truebook.engine.transport.Payload;
import java.nio.charset.StandardCharsets;
import org.agrona.MutableDirectBuffer;

/**
 * Endless frames of a Kraken and a Binance book that stay right though they repeat: each round of Kraken's begins with
 * its snapshot, and Binance's diffs, whose sizes are absolute, get new ids as they are copied. Allocates nothing.
 */
final class SyntheticFrames {
    static final long SNAPSHOT_ID = 1_000_000_000L;

    private static final int ROUND = 2_000;
    private static final int ID_DIGITS = 10;

    private final Frame[] kraken = new Frame[ROUND];
    private final Frame[] binance = new Frame[ROUND];
    private final String binanceSnapshot;
    private long nextId = SNAPSHOT_ID + 1;
    private int count;

    /** One frame; a new id goes into a diff when it is copied, so it is offered until it is taken. */
    static final class Frame implements Payload {
        final int connection;
        final int venue;
        private final byte[] bytes;
        private final int firstIdAt;
        private final int lastIdAt;
        private long id;

        Frame(int connection, int venue, String text) {
            this.connection = connection;
            this.venue = venue;
            bytes = text.getBytes(StandardCharsets.US_ASCII);
            firstIdAt = text.indexOf("\"U\":") + 4;
            lastIdAt = text.indexOf("\"u\":") + 4;
        }

        int length() {
            return bytes.length;
        }

        @Override
        public void copyTo(MutableDirectBuffer target, int offset) {
            target.putBytes(offset, bytes);
            if (id != 0) {
                write(target, offset + firstIdAt);
                write(target, offset + lastIdAt);
            }
        }

        private void write(MutableDirectBuffer target, int at) {
            long rest = id;
            for (int i = ID_DIGITS - 1; i >= 0; i--) {
                target.putByte(at + i, (byte) ('0' + rest % 10));
                rest /= 10;
            }
        }
    }

    SyntheticFrames(long seed) {
        final KrakenFeed krakenFeed = KrakenFeed.btc(seed);
        final BinanceFeed binanceFeed = new BinanceFeed(false, seed);
        binanceSnapshot =
                binanceFeed.snapshot().replaceFirst("\"lastUpdateId\":\\d+", "\"lastUpdateId\":" + SNAPSHOT_ID);
        for (int i = 0; i < ROUND; i++) {
            kraken[i] = new Frame(1, 0, i == 0 ? krakenFeed.snapshot() : krakenFeed.update());
            binance[i] = new Frame(
                    2,
                    1,
                    binanceFeed.diff().replaceFirst("\"U\":\\d+,\"u\":\\d+", "\"U\":0000000000,\"u\":0000000000"));
        }
    }

    String binanceSnapshot() {
        return binanceSnapshot;
    }

    /** The two venues by turns. */
    Frame next() {
        final int round = (count >> 1) % ROUND;
        final Frame frame = (count++ & 1) == 0 ? kraken[round] : binance[round];
        if (frame.venue == 1) {
            frame.id = nextId++;
        }
        return frame;
    }
}
