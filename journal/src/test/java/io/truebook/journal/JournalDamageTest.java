package io.truebook.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.engine.journal.JournalException;
import io.truebook.engine.journal.JournalReader;
import io.truebook.engine.record.Envelope;
import io.truebook.journal.QueueDirectory.CycleFile;
import io.truebook.journal.ScanResult.Finding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of damage is found and named, everything before it is kept, and appending goes on behind sound records. */
class JournalDamageTest {
    private static final long SEED = 20261121;
    private static final int PER_FILE = 3_000;
    private static final int TOTAL = 2 * PER_FILE;

    @TempDir
    Path dir;

    private final AtomicLong clock = Records.clock();
    private final Records records = new Records();
    private final Random random = new Random(SEED);

    @BeforeEach
    void writeTwoFiles() {
        try (JournalDirectory journals = open()) {
            records.append(journals.inputs(), 1, PER_FILE);
            clock.addAndGet(300_000);
            records.append(journals.inputs(), PER_FILE + 1, TOTAL);
            journals.outputs().appender().append(records.output(1, 1, 0), 0, records.length());
        }
    }

    @Test
    void shouldFindNothingInASoundJournal() {
        final JournalVerify.Report report = JournalVerify.verify(dir);
        assertThat(report.isSound()).isTrue();
        assertThat(report.inputs().records()).isEqualTo(TOTAL);
        assertThat(report.inputs().finding()).isEqualTo(Finding.CLEAN);
        assertThat(report.inputs().firstTimeNs()).isEqualTo(Records.timeNs(1));
        assertThat(report.inputs().lastTimeNs()).isEqualTo(Records.timeNs(TOTAL));
        assertThat(report.outputs().records()).isEqualTo(1);
    }

    @Test
    void shouldFindAZeroedPageInTheMiddleAndWhatLiesBehindIt() throws IOException {
        final long hit = PER_FILE + 1_500;
        final long page = offsetOf(hit) & -4096L;
        write(newest(), page, new byte[4096]);
        final ScanResult scan = expectCutBefore(Finding.DAMAGED, hit, "checksum", "nothing is written", "length");
        assertThat(scan.lastGood()).isGreaterThan(PER_FILE + 1_000);
        assertThat(scan.recordsBehind()).isGreaterThan(1_000);
        assertThat(scan.lastBehind()).isEqualTo(TOTAL);
    }

    @Test
    void shouldFindAZeroedPageInAnOlderFileAndCutTheLaterOne() throws IOException {
        final Path oldest = files().get(0).path();
        final long page = offsetOf(1_500) & -4096L;
        write(oldest, page, new byte[4096]);
        final ScanResult scan = expectCutBefore(Finding.DAMAGED, 1_500, "checksum", "nothing is written", "length");
        assertThat(scan.filesBehind()).hasSize(1);
        assertThat(scan.lastBehind()).isEqualTo(TOTAL);
    }

    @Test
    void shouldFindAZeroedTail() throws IOException {
        final long hit = TOTAL - 50;
        final long from = offsetOf(hit) + 10;
        write(newest(), from, new byte[(int) (Files.size(newest()) - from)]);
        final ScanResult scan = expectCutBefore(Finding.LOST_TAIL, hit, "had been written at byte");
        assertThat(scan.lastGood()).isEqualTo(hit - 1);
        assertThat(scan.bytesAffected()).isPositive();
    }

    @Test
    void shouldFindATruncatedFile() throws IOException {
        final long hit = TOTAL - 700;
        truncate(newest(), offsetOf(hit) + 30);
        assertThat(expectCutBefore(Finding.LOST_TAIL, hit, "impossible").lastGood())
                .isEqualTo(hit - 1);
    }

    @Test
    void shouldFindAFileTruncatedBetweenTwoRecords() throws IOException {
        final long hit = TOTAL - 700;
        truncate(newest(), offsetOf(hit));
        assertThat(expectCutBefore(Finding.LOST_TAIL, hit, "ends").lastGood()).isEqualTo(hit - 1);
    }

    @Test
    void shouldFindAMissingFileInTheMiddle() throws IOException {
        clock.addAndGet(300_000);
        try (JournalDirectory journals = open()) {
            records.append(journals.inputs(), TOTAL + 1, TOTAL + 100);
        }
        Files.delete(files().get(1).path());
        final ScanResult scan = expectCutBefore(Finding.DAMAGED, PER_FILE + 1, "no file goes on");
        assertThat(scan.lastGood()).isEqualTo(PER_FILE);
        assertThat(scan.firstBehind()).isEqualTo(TOTAL + 1);
    }

    @Test
    void shouldFindAGarbageLengthWord() throws IOException {
        for (final int word : new int[] {0x3FFFFFFF, 60, 7, 0x41414141}) {
            final long hit = lastPosition() - 900;
            write(newest(), offsetOf(hit), littleEndian(word));
            final ScanResult scan = expectCutBefore(Finding.DAMAGED, hit, "length", "another");
            assertThat(scan.lastGood()).isEqualTo(hit - 1);
            assertThat(scan.recordsBehind()).isGreaterThan(890);
        }
    }

    @Test
    void shouldFindEachSingleBitFlipInARecord() throws IOException {
        for (int i = 0; i < 12; i++) {
            final long hit = lastPosition() - 20;
            final long start = offsetOf(hit);
            final long at = start + random.nextInt(QueueFile.WORD_BYTES + Envelope.BYTES + Records.bodyLength(hit));
            final byte[] was = read(newest(), at, 1);
            was[0] ^= (byte) (1 << random.nextInt(8));
            write(newest(), at, was);
            final ScanResult scan = JournalVerify.verify(dir).inputs();
            assertThat(scan.finding())
                    .as("seed %d round %d byte %d", SEED, i, at - start)
                    .isEqualTo(Finding.DAMAGED);
            assertThat(scan.lastGood()).isEqualTo(hit - 1);
            assertThat(scan.offset()).isEqualTo(start);
            repairAndGoOn(scan);
        }
    }

    @Test
    void shouldFindABitFlipInTheVeryLastRecord() throws IOException {
        final long at = offsetOf(TOTAL) + 30;
        write(newest(), at, new byte[] {(byte) ~read(newest(), at, 1)[0]});
        assertThat(expectCutBefore(Finding.LOST_TAIL, TOTAL, "checksum").lastGood())
                .isEqualTo(TOTAL - 1);
    }

    @Test
    void shouldCallAHalfWrittenRecordATornTailAndCutIt() throws IOException {
        for (final boolean worded : new boolean[] {true, false}) {
            final long last = lastPosition();
            final long end = JournalVerify.verify(dir).inputs().offset();
            final byte[] half = new byte[5_000];
            random.nextBytes(half);
            System.arraycopy(littleEndian(worded ? 0x80000000 : 0), 0, half, 0, 4);
            write(newest(), end, half);

            final JournalVerify.Report report = JournalVerify.verify(dir);
            assertThat(report.inputs().finding()).isEqualTo(Finding.TORN_TAIL);
            assertThat(report.isSound()).isTrue();
            assertThat(report.inputs().lastGood()).isEqualTo(last);
            assertThat(report.inputs().bytesAffected()).isBetween(4_990L, 5_000L);
            if (worded) {
                assertThat(JournalVerify.repairTornTails(dir)).anyMatch(line -> line.contains("zeroed"));
                assertThat(JournalVerify.verify(dir).inputs().finding()).isEqualTo(Finding.CLEAN);
            }
            repairAndGoOn(JournalVerify.verify(dir).inputs());
        }
    }

    @Test
    void shouldPutAFileWithoutAHeaderAside() throws IOException {
        for (final byte[] start : new byte[][] {littleEndian(0x80000000), new byte[1 << 20], {}}) {
            clock.addAndGet(300_000);
            final Path next = dir.resolve("inputs").resolve(Roll.FIVE_MINUTES.fileName((int) (clock.get() / 300_000)));
            Files.write(next, start);
            final ScanResult scan = JournalVerify.verify(dir).inputs();
            assertThat(scan.finding()).isEqualTo(Finding.TORN_TAIL);
            assertThat(scan.reason()).contains("no header");
            repairAndGoOn(scan);
        }
    }

    @Test
    void shouldCutEverythingWhenTheFirstRecordIsDamaged() throws IOException {
        final long at = offsetOf(1);
        write(files().get(0).path(), at + 20, new byte[] {99});
        final ScanResult scan = expectCutBefore(Finding.DAMAGED, 1, "checksum");
        assertThat(scan.lastGood()).isZero();
    }

    @Test
    void shouldTellReadersOfDamageInsteadOfStoppingSilently() throws IOException {
        final long hit = PER_FILE + 1_500;
        write(newest(), offsetOf(hit), new byte[4096]);
        try (JournalDirectory journals = JournalDirectory.openReadOnly(dir);
                JournalReader reader = journals.inputs().reader()) {
            assertThat(reader.seek(hit - 2)).isTrue();
            assertThat(reader.next()).isTrue();
            assertThatThrownBy(reader::next)
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("position " + hit)
                    .hasMessageContaining("verify");
        }
    }

    @Test
    void shouldFindEveryRecordWhenIndexPagesLeadElsewhere() throws IOException {
        for (int round = 0; round < 3; round++) {
            final Path file = newest();
            // Chronicle's own documents end where the first record starts
            final long firstRecord = offsetOf(StartupScan.firstPosition(file));
            final byte[] pages = read(file, 0, (int) firstRecord);
            final ByteBuffer words = ByteBuffer.wrap(pages).order(ByteOrder.LITTLE_ENDIAN);
            int hits = 0;
            for (int at = 512; at + 8 <= pages.length; at += 8) {
                if (words.getLong(at) >= firstRecord && words.getLong(at) < Files.size(file)) {
                    words.putLong(at, round == 0 ? Files.size(file) * 1_000 : words.getLong(at) + 4 * (1 + round));
                    hits++;
                }
            }
            assertThat(hits).isGreaterThan(3);
            write(file, 0, pages);
            try (JournalDirectory journals = open();
                    JournalReader reader = journals.inputs().reader()) {
                for (long position = TOTAL; position > PER_FILE; position -= 97) {
                    assertThat(reader.seek(position)).isTrue();
                    Records.expectCurrent(reader, position);
                    assertThat(reader.next()).isEqualTo(position < TOTAL + 1_000L * round);
                }
                records.append(journals.inputs(), TOTAL + 1_000L * round + 1, TOTAL + 1_000L * (round + 1));
                Records.expect(journals.inputs(), 1, TOTAL + 1_000L * (round + 1));
            }
            assertThat(JournalVerify.verify(dir).isSound()).isTrue();
        }
    }

    @Test
    void shouldRebuildAFileWhoseHeaderCountsOtherRecords() throws IOException {
        // the count beside the last document's offset, by which Chronicle numbers the next record
        final long at = 0x48;
        final byte[] count = read(newest(), at, 4);
        assertThat(ByteBuffer.wrap(count).order(ByteOrder.LITTLE_ENDIAN).getInt())
                .isEqualTo(PER_FILE - 1);
        write(newest(), at, littleEndian(PER_FILE + 4));
        try (JournalDirectory journals = open()) {
            assertThat(journals.report().repairs()).anyMatch(line -> line.contains("no record is lost"));
            assertThat(journals.inputs().lastPosition()).isEqualTo(TOTAL);
            records.append(journals.inputs(), TOTAL + 1, TOTAL + 1_000);
            Records.expect(journals.inputs(), 1, TOTAL + 1_000);
        }
        assertThat(JournalVerify.verify(dir).isSound()).isTrue();
    }

    @Test
    void shouldTellReadersOfATruncatedFile() throws IOException {
        final long hit = TOTAL - 700;
        truncate(newest(), offsetOf(hit) + 30);
        try (JournalDirectory journals = JournalDirectory.openReadOnly(dir);
                JournalReader reader = journals.inputs().reader()) {
            assertThat(journals.inputs().lastPosition()).isEqualTo(hit - 1);
            assertThat(reader.seek(hit - 1)).isTrue();
            assertThatThrownBy(reader::next)
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("position " + hit)
                    .hasMessageContaining("verify");
        }
    }

    @Test
    void shouldRefuseRecordsOfANewerVersion() throws IOException {
        final long start = offsetOf(TOTAL);
        final byte[] record = read(newest(), start, 4 + Envelope.BYTES + Records.bodyLength(TOTAL));
        final org.agrona.concurrent.UnsafeBuffer buffer = new org.agrona.concurrent.UnsafeBuffer(record);
        buffer.putShort(4 + Envelope.VERSION_OFFSET, (short) (Envelope.VERSION + 1), ByteOrder.LITTLE_ENDIAN);
        Envelope.seal(buffer, 4, record.length - 4, new java.util.zip.CRC32());
        write(newest(), start, record);
        assertThatThrownBy(() -> JournalVerify.verify(dir))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("newer version");
        assertThatThrownBy(this::open).isInstanceOf(JournalException.class).hasMessageContaining("newer version");
    }

    @Test
    void shouldQuarantineOutputsWhoseInputsAreGoneAndRaiseTheEpoch() throws IOException {
        try (JournalDirectory journals = open()) {
            for (int i = 2; i <= 100; i++) {
                journals.outputs().appender().append(records.output(i, TOTAL - 100 + i, 0), 0, records.length());
            }
        }
        final long hit = TOTAL - 49;
        final long from = offsetOf(hit);
        write(newest(), from, new byte[(int) (Files.size(newest()) - from)]);
        final JournalVerify.Report report = JournalVerify.verify(dir);
        assertThat(report.orphanOutputs()).isEqualTo(50);
        assertThat(report.isSound()).isFalse();
        try (JournalDirectory journals = open()) {
            assertThat(journals.inputs().lastPosition()).isEqualTo(TOTAL - 50);
            assertThat(journals.outputs().lastPosition()).isEqualTo(50);
            assertThat(journals.report().epochRose()).isTrue();
            assertThat(journals.report().epoch()).isEqualTo(1);
            assertThat(journals.report().repairs()).anyMatch(line -> line.contains("their inputs are gone"));
        }
        try (JournalDirectory journals = open()) {
            assertThat(journals.report().epoch()).isEqualTo(1);
            assertThat(journals.report().repairs()).isEmpty();
            journals.outputs().appender().append(records.output(51, TOTAL - 50, 1), 0, records.length());
        }
        assertThat(JournalVerify.verify(dir).isSound()).isTrue();
    }

    /** Verify names it, a start repairs it, and the journal goes on. */
    private ScanResult expectCutBefore(final Finding finding, final long hit, final String... reasons) {
        final JournalVerify.Report report = JournalVerify.verify(dir);
        final ScanResult scan = report.inputs();
        System.out.println("damage: " + scan.describe());
        assertThat(scan.finding()).isEqualTo(finding);
        assertThat(report.isSound()).isFalse();
        assertThat(scan.lastGood()).isLessThan(hit);
        assertThat(scan.reason()).matches(reason -> Stream.of(reasons).anyMatch(reason::contains));
        repairAndGoOn(scan);
        return scan;
    }

    private void repairAndGoOn(final ScanResult scan) {
        final long good = scan.lastGood();
        try (JournalDirectory journals = open()) {
            assertThat(journals.inputs().lastPosition()).isEqualTo(good);
            assertThat(journals.report().repairs().isEmpty()).isEqualTo(scan.finding() == Finding.CLEAN);
            records.append(journals.inputs(), good + 1, good + 1_000);
            Records.expect(journals.inputs(), 1, good + 1_000);
        }
        final ScanResult again = JournalVerify.verify(dir).inputs();
        assertThat(again.finding()).as(again.describe()).isEqualTo(Finding.CLEAN);
        assertThat(again.lastGood()).isEqualTo(good + 1_000);
        assertThat(dir.resolve("quarantine")).isDirectoryContaining(path -> Files.exists(path.resolve("report.txt")));
    }

    private JournalDirectory open() {
        return JournalDirectory.open(dir, Records.options(clock).withScanAll(true));
    }

    private List<CycleFile> files() {
        return new QueueDirectory(dir.resolve("inputs"), Roll.FIVE_MINUTES).files();
    }

    private Path newest() {
        final List<CycleFile> files = files();
        return files.get(files.size() - 1).path();
    }

    private long lastPosition() {
        return JournalVerify.verify(dir).inputs().lastGood();
    }

    private long offsetOf(final long position) throws IOException {
        for (final CycleFile each : files()) {
            try (QueueFile file = new QueueFile(each.path())) {
                while (file.next(0, true)) {
                    if (file.sequence() == position) {
                        return file.documentOffset();
                    }
                }
            }
        }
        throw new AssertionError("no position " + position);
    }

    private static byte[] littleEndian(final int word) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(word)
                .array();
    }

    private static byte[] read(final Path file, final long offset, final int count) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            final ByteBuffer bytes = ByteBuffer.allocate(count);
            channel.read(bytes, offset);
            return bytes.array();
        }
    }

    private static void write(final Path file, final long offset, final byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), offset);
        }
    }

    private static void truncate(final Path file, final long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }
}
