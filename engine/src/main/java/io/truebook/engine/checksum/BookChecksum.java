package io.truebook.engine.checksum;

import io.truebook.engine.book.Book;
import io.truebook.engine.book.BookSide;
import io.truebook.engine.venue.VenueDefinition.ChecksumDefinition;
import io.truebook.engine.venue.VenueDefinition.ChecksumOrder;
import io.truebook.engine.venue.VenueDefinition.ChecksumOutput;
import io.truebook.engine.venue.VenueDefinition.NumberFormat;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * CRC-32, SHA-256 or MD5 over the best levels of a book, as a definition's template writes them, or a registered
 * {@link ChecksumFunction} of them. Each level's text is rendered once,
 * when the level is new or changed, and kept beside it; a checksum is then some twenty copies and one pass of the JDK's
 * intrinsic. When no covered level changed since the last call, the last value holds and nothing is computed.
 *
 * <p>One instance serves one book. One thread; CRC-32 allocates nothing.
 */
public final class BookChecksum {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG_LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int SHORT_TEXT = 16;

    private final int depth;
    private final ChecksumOrder order;
    private final LevelText levelText;
    private final boolean wire;
    private final byte[] levelSeparator;
    private final byte[] sideSeparator;
    private final boolean signed;
    /** The text, or that of the side which comes first. */
    private final byte[] text;
    /** Text of the side which comes second; stays empty when interleaved. */
    private final byte[] secondText;

    private final AlignedCrc crc;
    /** Null for CRC-32. */
    private final MessageDigest digester;

    private final byte[] digest;
    /** Null where the text is hashed. */
    private final ChecksumFunction custom;

    private final BestLevels best;
    private int length;
    private int secondLength;
    private long last;
    private boolean known;

    /**
     * @throws IllegalArgumentException where the definition names a function that is not registered, or a template that
     *     {@link LevelText} refuses
     */
    public BookChecksum(ChecksumDefinition definition) {
        digester = digester(definition.algorithm());
        digest = new byte[digester == null ? 0 : digester.getDigestLength()];
        custom = "custom".equals(definition.algorithm()) ? ChecksumFunctions.make(definition) : null;
        best = custom == null ? null : new BestLevels();
        depth = definition.depth();
        order = definition.order();
        final boolean plain = custom != null && definition.format() == null;
        levelText = new LevelText(plain ? "{price}:{amount}" : definition.format(), definition.numberFormat());
        wire = definition.numberFormat() == NumberFormat.WIRE;
        levelSeparator = definition.levelSeparator().getBytes(StandardCharsets.US_ASCII);
        sideSeparator = definition.sideSeparator().getBytes(StandardCharsets.US_ASCII);
        signed = definition.output() == ChecksumOutput.SIGNED32;
        final int perLevel = BookSide.TEXT_BYTES + levelSeparator.length + sideSeparator.length;
        final boolean interleaved = order == ChecksumOrder.INTERLEAVED;
        text = new byte[(interleaved ? 2 : 1) * depth * perLevel + 2 * BookSide.TEXT_BYTES];
        secondText = new byte[interleaved ? 0 : text.length];
        crc = new AlignedCrc(text.length + secondText.length);
    }

    /** Levels per side that the checksum covers. */
    public int depth() {
        return depth;
    }

    /** True when texts come from the wire and must be given to {@link #wireText} as levels are set. */
    public boolean needsWireText() {
        return wire;
    }

    public LevelText levelText() {
        return levelText;
    }

    /** True when the venue's value, signed or not, is the same 32 bits as ours. */
    public static boolean same(long ours, long venues) {
        return (int) ours == (int) venues;
    }

    /**
     * The checksum of the book as it stands, as an unsigned value, or signed where the venue's is.
     *
     * @param priceScale decimals of the book's prices
     * @param sizeScale decimals of the book's sizes
     */
    public long compute(Book book, int priceScale, int sizeScale) {
        final BookSide bids = book.bids();
        final BookSide asks = book.asks();
        final boolean bidsTouched = !known || bids.isTouched(depth);
        final boolean asksTouched = !known || asks.isTouched(depth);
        if (!bidsTouched && !asksTouched) {
            return last;
        }
        if (custom != null) {
            best.show(bids, asks, priceScale, sizeScale);
            last = custom.compute(best);
        } else {
            render(bids, bidsTouched, asks, asksTouched, priceScale, sizeScale);
            last = digester != null ? digestText() : crcOfText();
        }
        known = true;
        bids.untouch();
        asks.untouch();
        return last;
    }

    /** A message mostly touches one side; the other's text still stands. */
    private void render(
            BookSide bids, boolean bidsTouched, BookSide asks, boolean asksTouched, int priceScale, int sizeScale) {
        switch (order) {
            case ASKS_THEN_BIDS -> twoSides(asks, asksTouched, bids, bidsTouched, priceScale, sizeScale);
            case BIDS_THEN_ASKS -> twoSides(bids, bidsTouched, asks, asksTouched, priceScale, sizeScale);
            case INTERLEAVED -> length = interleaved(bids, asks, priceScale, sizeScale);
        }
    }

    private long crcOfText() {
        final long value = crc.compute(text, length, secondText, secondLength);
        return signed ? (int) value : value;
    }

    /** The text that {@link #compute} would hash now; for tests and for explaining a mismatch. Allocates. */
    public String text(Book book, int priceScale, int sizeScale) {
        known = false;
        compute(book, priceScale, sizeScale);
        return new String(text, 0, length, StandardCharsets.US_ASCII)
                + new String(secondText, 0, secondLength, StandardCharsets.US_ASCII);
    }

    /** Forgets what was computed last; after a restore. */
    public void forget() {
        known = false;
    }

    private static MessageDigest digester(String algorithm) {
        try {
            return switch (algorithm) {
                case "crc32", "custom" -> null;
                case "sha256" -> MessageDigest.getInstance("SHA-256");
                case "md5" -> MessageDigest.getInstance("MD5");
                default ->
                    throw new IllegalArgumentException(
                            "checksum algorithm not supported for order books: algorithm=" + algorithm);
            };
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256 and MD5; this one lacks the one of " + algorithm, e);
        }
    }

    /** @return the first eight bytes, which stand for the whole in a report */
    private long digestText() {
        digester.update(text, 0, length);
        digester.update(secondText, 0, secondLength);
        try {
            digester.digest(digest, 0, digest.length);
        } catch (DigestException e) {
            throw new IllegalStateException("a digest of " + digest.length + " bytes has exactly that room", e);
        }
        return (long) BIG_LONGS.get(digest, 0);
    }

    /** True where the value is a digest of many bytes: {@link #isDigest(byte[], int)} compares it. */
    public boolean hasDigest() {
        return digester != null;
    }

    /** True when what {@link #compute} made last is that digest, whole. */
    public boolean isDigest(byte[] venues, int count) {
        return Arrays.equals(digest, 0, digest.length, venues, 0, count);
    }

    /** The separator between the sides ends the text of the first one. */
    private void twoSides(
            BookSide first,
            boolean firstTouched,
            BookSide second,
            boolean secondTouched,
            int priceScale,
            int sizeScale) {
        if (firstTouched) {
            length = append(sideSeparator, text, side(first, text, priceScale, sizeScale));
        }
        if (secondTouched) {
            secondLength = side(second, secondText, priceScale, sizeScale);
        }
    }

    private int side(BookSide side, byte[] target, int priceScale, int sizeScale) {
        final int count = Math.min(depth, side.count());
        final boolean separated = levelSeparator.length > 0;
        int at = 0;
        for (int rank = 0; rank < count; rank++) {
            if (separated && rank > 0) {
                at = append(levelSeparator, target, at);
            }
            at = level(side, rank, target, at, priceScale, sizeScale);
        }
        return at;
    }

    private int interleaved(BookSide bids, BookSide asks, int priceScale, int sizeScale) {
        int at = 0;
        for (int rank = 0; rank < depth; rank++) {
            if (rank < bids.count()) {
                at = level(bids, rank, text, at > 0 ? append(levelSeparator, text, at) : at, priceScale, sizeScale);
            }
            if (rank < asks.count()) {
                at = level(asks, rank, text, at > 0 ? append(levelSeparator, text, at) : at, priceScale, sizeScale);
            }
        }
        return at;
    }

    private int level(BookSide side, int rank, byte[] target, int to, int priceScale, int sizeScale) {
        final int slot = side.textSlot(rank);
        final byte[] texts = side.texts();
        final int at = slot * BookSide.TEXT_BYTES;
        int count = side.textLength(slot);
        if (count == 0) {
            count = levelText.render(side.price(rank), priceScale, side.size(rank), sizeScale, texts, at);
            side.textLength(slot, count);
        }
        // whole words, then only the true length counts: much faster than a copy of odd length
        LONGS.set(target, to, (long) LONGS.get(texts, at));
        LONGS.set(target, to + 8, (long) LONGS.get(texts, at + 8));
        if (count > SHORT_TEXT) {
            LONGS.set(target, to + 16, (long) LONGS.get(texts, at + 16));
            LONGS.set(target, to + 24, (long) LONGS.get(texts, at + 24));
            LONGS.set(target, to + 32, (long) LONGS.get(texts, at + 32));
            LONGS.set(target, to + 40, (long) LONGS.get(texts, at + 40));
        }
        return to + count;
    }

    private static int append(byte[] bytes, byte[] target, int to) {
        int at = to;
        for (final byte b : bytes) {
            target[at++] = b;
        }
        return at;
    }

    /** What a registered function sees. */
    private final class BestLevels implements ChecksumFunction.Levels {
        private BookSide bids;
        private BookSide asks;
        private int priceScale;
        private int sizeScale;

        void show(BookSide newBids, BookSide newAsks, int newPriceScale, int newSizeScale) {
            bids = newBids;
            asks = newAsks;
            priceScale = newPriceScale;
            sizeScale = newSizeScale;
        }

        @Override
        public int bids() {
            return Math.min(depth, bids.count());
        }

        @Override
        public int asks() {
            return Math.min(depth, asks.count());
        }

        @Override
        public long bidPrice(int rank) {
            return bids.price(rank);
        }

        @Override
        public long bidSize(int rank) {
            return bids.size(rank);
        }

        @Override
        public long askPrice(int rank) {
            return asks.price(rank);
        }

        @Override
        public long askSize(int rank) {
            return asks.size(rank);
        }

        @Override
        public int bidText(int rank, byte[] target, int at) {
            return level(bids, rank, target, at, priceScale, sizeScale);
        }

        @Override
        public int askText(int rank, byte[] target, int at) {
            return level(asks, rank, target, at, priceScale, sizeScale);
        }
    }
}
