package io.truebook.tools.allocation;

import io.truebook.engine.transport.Payload;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.agrona.MutableDirectBuffer;

/**
 * Endless frames of two small books that stay right though they repeat: Kraken's best bid changes its size, with the
 * checksum that follows from it; Binance's diffs get new ids as they are copied. Allocates nothing.
 */
final class MarketFrames {
    static final long SNAPSHOT_ID = 1_000_000_000L;
    static final String BINANCE_SNAPSHOT = "{\"lastUpdateId\":" + SNAPSHOT_ID
            + ",\"bids\":[[\"60000.00\",\"1.00000\"],[\"59999.00\",\"2.00000\"]],"
            + "\"asks\":[[\"60001.00\",\"1.00000\"],[\"60002.00\",\"2.00000\"]]}";

    private static final int ROUND = 1_000;
    private static final int LEVELS = 10;
    private static final int ID_DIGITS = 10;

    private final Frame[] kraken = new Frame[ROUND];
    private final Frame[] binance = new Frame[ROUND];
    private long nextId = SNAPSHOT_ID + 1;
    private int count;

    /** One frame; a diff's id is the one that {@link MarketFrames#next} gave it. */
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
                writeId(target, offset + firstIdAt);
                writeId(target, offset + lastIdAt);
            }
        }

        private void writeId(MutableDirectBuffer target, int at) {
            long rest = id;
            for (int i = ID_DIGITS - 1; i >= 0; i--) {
                target.putByte(at + i, (byte) ('0' + rest % 10));
                rest /= 10;
            }
        }
    }

    MarketFrames() {
        for (int i = 0; i < ROUND; i++) {
            kraken[i] = new Frame(1, 0, krakenFrame(i));
            binance[i] = new Frame(
                    2,
                    1,
                    "{\"e\":\"depthUpdate\",\"E\":1700000000000,\"s\":\"BTCUSDT\",\"U\":0000000000,\"u\":0000000000,"
                            + "\"b\":[[\"60000.00\",\"" + (i + 1) + ".00000\"]],\"a\":[[\"60001.00\",\"" + (i + 1)
                            + ".50000\"]]}");
        }
    }

    /** The two venues by turns; each round of Kraken's begins with its snapshot. */
    Frame next() {
        final int round = (count >> 1) % ROUND;
        final Frame frame = (count++ & 1) == 0 ? kraken[round] : binance[round];
        if (frame.venue == 1) {
            frame.id = nextId++;
        }
        return frame;
    }

    private static String krakenFrame(int round) {
        final int best = round + 1;
        final StringBuilder bids = new StringBuilder();
        final StringBuilder asks = new StringBuilder();
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < LEVELS; i++) {
            row(asks, 45_001 + i, 7);
            text.append(45_001 + i).append("0").append("700000000");
        }
        for (int i = 0; i < LEVELS; i++) {
            final int size = i == 0 ? best : 7;
            row(bids, 45_000 - i, size);
            text.append(45_000 - i).append('0').append(size).append("00000000");
        }
        final CRC32 crc = new CRC32();
        crc.update(text.toString().getBytes(StandardCharsets.US_ASCII));
        final boolean snapshot = round == 0;
        final StringBuilder first = new StringBuilder();
        row(first, 45_000, best);
        return "{\"channel\":\"book\",\"type\":\"" + (snapshot ? "snapshot" : "update")
                + "\",\"data\":[{\"symbol\":\"BTC/USD\",\"bids\":[" + (snapshot ? bids : first) + "],\"asks\":["
                + (snapshot ? asks : "") + "],\"checksum\":" + crc.getValue()
                + ",\"timestamp\":\"2026-08-01T10:00:00.000000Z\"}]}";
    }

    private static void row(StringBuilder rows, int price, int size) {
        rows.append(rows.length() == 0 ? "" : ",")
                .append("{\"price\":")
                .append(price)
                .append(".0,\"qty\":")
                .append(size)
                .append(".00000000}");
    }
}
