package io.truebook.engine.checksum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.engine.book.Book;
import io.truebook.engine.book.BookSide;
import io.truebook.engine.venue.VenueDefinition.ChecksumDefinition;
import io.truebook.engine.venue.VenueDefinition.ChecksumOrder;
import io.truebook.engine.venue.VenueDefinition.ChecksumOutput;
import io.truebook.engine.venue.VenueDefinition.NumberFormat;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The published vectors of Kraken's guides (V1 to V3b, docs.kraken.com, read 2026-06) and the old ones of OKX, Bitget and
 * Bitfinex (O1, O2, G1, B2), all through the one template mechanism.
 */
class BookChecksumTest {
    private static final String V1_ASKS =
            "0.05005 0.05010 0.05015 0.05020 0.05025 0.05030 0.05035 0.05040 0.05045 0.05050";
    private static final String V1_BIDS =
            "0.05000 0.04995 0.04990 0.04980 0.04975 0.04970 0.04965 0.04960 0.04955 0.04950";
    private static final String V2_ASKS =
            "45285.2 0.00100000; 45286.4 1.54571953; 45286.6 1.54571109; 45289.6 1.54560911; "
                    + "45290.2 0.15890660; 45291.8 1.54553491; 45294.7 0.04454749; 45296.1 0.35380000; 45297.5 0.09945542; "
                    + "45299.5 0.18772827";
    private static final String V2_BIDS =
            "45283.5 0.10000000; 45283.4 1.54582015; 45282.1 0.10000000; 45281.0 0.10000000; "
                    + "45280.3 1.54592586; 45279.0 0.07990000; 45277.6 0.03310103; 45277.5 0.30000000; 45277.3 1.54602737; "
                    + "45276.6 0.15445238";
    private static final String V3_ASKS = "0.5668 4410.79769741; 0.5669 4655.40412487; 0.567 49844.89424998; "
            + "0.5671 24306.41678; 0.5672 29783.25223475; 0.5673 57234.71239278; 0.5674 45065.04744; "
            + "0.5675 5912.76380354; 0.5676 42514.92434778; 0.5677 36304.0847022";
    private static final String V3_BIDS = "0.5666 4831.75496356; 0.5665 6658.22734739; 0.5664 18724.91513344; "
            + "0.5663 11563.92544914; 0.5662 14006.65365711; 0.5661 17454.85679807; 0.566 18097.1547; "
            + "0.5659 33644.89175666; 0.5658 148.3464; 0.5657 606.70854372";

    private static ChecksumDefinition kraken() {
        return new ChecksumDefinition(
                "crc32",
                List.of("price", "amount"),
                "{price}{amount}",
                10,
                ChecksumOrder.ASKS_THEN_BIDS,
                "",
                "",
                NumberFormat.STRIP_DOT_AND_LEADING_ZEROS,
                ChecksumOutput.UNSIGNED32,
                null,
                false,
                null);
    }

    private static ChecksumDefinition interleaved(NumberFormat format) {
        return new ChecksumDefinition(
                "crc32",
                List.of("price", "amount"),
                "{price}:{amount}",
                25,
                ChecksumOrder.INTERLEAVED,
                ":",
                "",
                format,
                ChecksumOutput.SIGNED32,
                null,
                false,
                null);
    }

    private static void fill(BookSide side, String levels, int priceScale, int sizeScale) {
        for (String level : levels.split("; ")) {
            final String[] parts = level.split(" ");
            side.set(scaled(parts[0], priceScale), scaled(parts[1], sizeScale));
        }
    }

    private static long scaled(String number, int scale) {
        return new BigDecimal(number).movePointRight(scale).longValueExact();
    }

    private static Book book(String asks, String bids, int priceScale, int sizeScale) {
        final Book book = new Book(10, true);
        fill(book.asks(), asks, priceScale, sizeScale);
        fill(book.bids(), bids, priceScale, sizeScale);
        return book;
    }

    @Test
    void shouldGiveThePublishedValueOfVectorV1() {
        final String quantity = " 0.00000500";
        final Book book = book(
                V1_ASKS.replace(" ", quantity + "; ") + quantity,
                V1_BIDS.replace(" ", quantity + "; ") + quantity,
                5,
                8);
        assertThat(new BookChecksum(kraken()).compute(book, 5, 8)).isEqualTo(974947235L);
    }

    @Test
    void shouldGiveThePublishedValueOfVectorV2() {
        final BookChecksum checksum = new BookChecksum(kraken());
        final Book book = book(V2_ASKS, V2_BIDS, 1, 8);
        assertThat(checksum.compute(book, 1, 8)).isEqualTo(3310070434L);
        assertThat(checksum.text(book, 1, 8))
                .startsWith("452852100000452864154571953")
                .endsWith("45276615445238");
    }

    @Test
    void shouldGiveThePublishedValuesOfVectorV3BeforeAndAfterItsUpdate() {
        final BookChecksum checksum = new BookChecksum(kraken());
        final Book book = book(V3_ASKS, V3_BIDS, 4, 8);
        assertThat(checksum.compute(book, 4, 8)).isEqualTo(2439117997L);
        book.bids().set(scaled("0.5657", 4), scaled("1098.3947558", 8));
        assertThat(checksum.compute(book, 4, 8)).isEqualTo(2114181697L);
    }

    @Test
    void shouldRefuseVectorV3WithoutItsPadding() {
        final StringBuilder text = new StringBuilder();
        for (String level : (V3_ASKS + "; " + V3_BIDS).split("; ")) {
            final String[] parts = level.split(" ");
            text.append(unpadded(parts[0])).append(unpadded(parts[1]));
        }
        final java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(text.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(crc.getValue()).isNotEqualTo(2439117997L);
        assertThat(BookChecksum.same(
                        new BookChecksum(kraken()).compute(book(V3_ASKS, V3_BIDS, 4, 8), 4, 8), crc.getValue()))
                .isFalse();
        assertThat(new BookChecksum(kraken()).compute(book(V3_ASKS, V3_BIDS, 5, 8), 5, 8))
                .as("padded to another precision")
                .isNotEqualTo(2439117997L);
    }

    private static String unpadded(String number) {
        return number.replace(".", "").replaceFirst("^0+", "");
    }

    @Test
    void shouldGiveTheSignedInterleavedValuesOfOkxBitgetAndBitfinex() {
        assertThat(mini("3366.1 7; 3366 6", "3366.8 9; 3368 8")).as("O1").isEqualTo(-1881014294L);
        assertThat(mini("3366.1 7", "3366.8 9; 3368 8; 3372 8")).as("O2").isEqualTo(831078360L);
        assertThat(mini("43231.1 4; 43231 6", "43232.8 9; 43232.9 8")).as("G1").isEqualTo(-1504501796L);
        assertThat(mini("6000 1; 5900 2", "6100 -3; 6200 -4")).as("B2").isEqualTo(1756193398L);
    }

    /** The literals of the wire go into the text as they are; the book keeps sizes without their sign. */
    private static long mini(String bids, String asks) {
        final BookChecksum checksum = new BookChecksum(interleaved(NumberFormat.WIRE));
        assertThat(checksum.needsWireText()).isTrue();
        final Book book = new Book(25, true);
        wire(checksum, book.bids(), bids);
        wire(checksum, book.asks(), asks);
        return checksum.compute(book, 1, 0);
    }

    private static void wire(BookChecksum checksum, BookSide side, String levels) {
        for (String level : levels.split("; ")) {
            final String[] parts = level.split(" ");
            final long price = scaled(parts[0], 1);
            side.set(price, Math.abs(scaled(parts[1], 0)));
            final UnsafeBuffer payload = new UnsafeBuffer(level.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            final int slot = side.textSlotAt(price);
            final int length = checksum.levelText()
                    .renderWire(
                            payload,
                            0,
                            parts[0].length(),
                            parts[0].length() + 1,
                            parts[1].length(),
                            side.texts(),
                            slot * BookSide.TEXT_BYTES);
            side.textLength(slot, length);
        }
    }

    @Test
    void shouldWriteFixedNumbersWithTheirDot() {
        final BookChecksum checksum = new BookChecksum(interleaved(NumberFormat.FIXED));
        final Book book = new Book(25, true);
        book.bids().set(5, 1200);
        book.asks().set(-33661, 0x7FFFFFFFFFFFFFFFL);
        assertThat(checksum.text(book, 1, 3)).isEqualTo("0.5:1.200:-3366.1:9223372036854775.807");
        final Book whole = new Book(25, true);
        whole.bids().set(5, 1200);
        assertThat(checksum.text(whole, 0, 0)).isEqualTo("5:1200");
    }

    @Test
    void shouldCoverWhatIsThereWhenASideHasFewerThanTenLevels() {
        final BookChecksum checksum = new BookChecksum(kraken());
        final Book book = new Book(10, true);
        assertThat(checksum.text(book, 1, 1)).isEmpty();
        assertThat(checksum.compute(book, 1, 1)).isZero();
        book.asks().set(123, 5);
        assertThat(checksum.text(book, 1, 1)).isEqualTo("1235");
        book.bids().set(9, 1);
        book.asks().set(200, 7);
        assertThat(checksum.text(book, 1, 1)).isEqualTo("1235200791");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldCacheTheValueThatAFreshComputationGives(long seed) {
        final Random random = new Random(seed);
        final BookChecksum cached = new BookChecksum(kraken());
        final Book book = new Book(10, true);
        for (int i = 0; i < 5_000; i++) {
            final boolean bid = random.nextBoolean();
            final BookSide side = bid ? book.bids() : book.asks();
            switch (random.nextInt(20)) {
                case 0 -> {
                    if (side.count() > 0) {
                        side.removeWorst();
                    }
                }
                case 1 -> {
                    if (random.nextInt(50) == 0) {
                        book.clear();
                    }
                }
                default ->
                    side.set(
                            bid ? 1_000 - random.nextInt(30) : 1_001 + random.nextInt(30),
                            random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(1_000_000));
            }
            final Book copy = copy(book);
            assertThat(cached.compute(book, 2, 8))
                    .as("seed %d, change %d", seed, i)
                    .isEqualTo(new BookChecksum(kraken()).compute(copy, 2, 8));
        }
    }

    private static Book copy(Book book) {
        final Book copy = new Book(10, true);
        for (int rank = 0; rank < book.bids().count(); rank++) {
            copy.bids().set(book.bids().price(rank), book.bids().size(rank));
        }
        for (int rank = 0; rank < book.asks().count(); rank++) {
            copy.asks().set(book.asks().price(rank), book.asks().size(rank));
        }
        return copy;
    }

    @Test
    void shouldDetectEveryChangeOfOneFieldOfACoveredLevel() {
        final BookChecksum checksum = new BookChecksum(kraken());
        for (int rank = 0; rank < 10; rank++) {
            for (int field = 0; field < 4; field++) {
                final Book book = book(V2_ASKS, V2_BIDS, 1, 8);
                final BookSide side = field < 2 ? book.asks() : book.bids();
                final long price = side.price(rank);
                final long size = side.size(rank);
                if (field % 2 == 0) {
                    side.set(price, size + 1);
                } else {
                    side.set(price, 0);
                    side.set(price + 1, size);
                }
                checksum.forget();
                assertThat(checksum.compute(book, 1, 8))
                        .as("rank %d, field %d", rank, field)
                        .isNotEqualTo(3310070434L);
            }
        }
    }

    @Test
    void shouldNotSeeWhatLiesBelowTheCoveredDepth() {
        final BookChecksum checksum = new BookChecksum(kraken());
        final Book book = book(V2_ASKS, V2_BIDS, 1, 8);
        book.asks().set(scaled("46000", 1), 1);
        assertThat(checksum.compute(book, 1, 8)).isEqualTo(3310070434L);
    }

    @Test
    void shouldTakeSignedAndUnsignedFormsOfOneValueForTheSame() {
        assertThat(BookChecksum.same(3310070434L, 3310070434L - (1L << 32))).isTrue();
        assertThat(BookChecksum.same(3310070434L, 3310070435L)).isFalse();
    }

    @Test
    void shouldRefuseTemplatesThatCannotBeRendered() {
        assertRefused("{price", "never closed");
        assertRefused("price}", "closes nothing");
        assertRefused("{cost}", "unknown name {cost}");
        assertRefused("{price}{price}{amount}", "longer than a level's room");
        assertRefused("{price}--------{amount}", "longer than a level's room");
        assertThatThrownBy(() -> new BookChecksum(new ChecksumDefinition(
                        "custom",
                        List.of(),
                        "{price}",
                        10,
                        ChecksumOrder.INTERLEAVED,
                        "",
                        "",
                        NumberFormat.FIXED,
                        ChecksumOutput.HEX_LOWER,
                        null,
                        false,
                        null)))
                .hasMessageContaining("algorithm=custom");
    }

    private static void assertRefused(String template, String message) {
        assertThatThrownBy(() -> new LevelText(template, NumberFormat.FIXED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
