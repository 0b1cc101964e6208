package io.truebook.engine.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.engine.recording.Entry.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingTest {
    @TempDir
    Path folder;

    @Test
    void shouldReadEveryKindOfCryptofeedLine() throws IOException {
        Path file = write("configuration: {\"ticker\":[]}\nwss://x/y <-> 1619093531.891181\n"
                + "wss://x/y <- 1619093532.7708359: {\"sub\": 1}\n1619093533.5: {\"a\": \"b: c\"}\n"
                + "https://x/depth?s=1&l=2 -> 1619093533.764683123: {\"id\":1}\n\n");

        List<Entry> entries = read(file);

        assertThat(entries).extracting(Entry::kind).containsExactly(Kind.CONNECTED, Kind.SENT, Kind.FRAME, Kind.ANSWER);
        assertThat(entries)
                .extracting(Entry::timeNs)
                .containsExactly(
                        1619093531891181000L, 1619093532770835900L, 1619093533500000000L, 1619093533764683123L);
        assertThat(entries.get(2).text()).isEqualTo("{\"a\": \"b: c\"}");
        assertThat(entries.get(2).connection()).isEqualTo("wss://x/y");
        assertThat(entries.get(3).url()).isEqualTo("https://x/depth?s=1&l=2");
        assertThat(entries.get(3).record()).isEqualTo(5);
    }

    @Test
    void shouldUnescapeTheFrameOfACryptofeedObject() throws IOException {
        Path file = write(
                "{\"t\":\"header\",\"format\":2}\n"
                        + "{\"t\":\"connect\",\"conn\":\"X.ws.1\",\"ts\":1786309548.03,\"addr\":\"wss://x\"}\n"
                        + "{\"t\":\"recv\",\"conn\":\"X.ws.1\",\"ts\":1786309548.6290078,\"data\":\"{\\\"a\\\":\\\"\\u00e9\\ud83d\\ude00\\/\\n\\\"}\"}\n");

        List<Entry> entries = read(file);

        assertThat(entries).extracting(Entry::kind).containsExactly(Kind.CONNECTED, Kind.FRAME);
        assertThat(entries.get(1).text()).isEqualTo("{\"a\":\"\u00e9\uD83D\uDE00/\n\"}");
        assertThat(entries.get(1).timeNs()).isEqualTo(1786309548629007800L);
        assertThat(entries.get(1).connection()).isEqualTo("X.ws.1");
    }

    @Test
    void shouldReadStampedLinesAndRxNsLines() throws IOException {
        assertThat(read(write("1723161253937085768 {\"u\":1}\n1723161253937085769 {\"lastUpdateId\":7}\n")))
                .extracting(e -> e.timeNs() + e.text())
                .containsExactly("1723161253937085768{\"u\":1}", "1723161253937085769{\"lastUpdateId\":7}");
        assertThat(read(write("{\"rx_ns\":5,\"frame\":\"[1,\\\"x\\\"]\"}\n{\"frame\":{\"b\":1e-8},\"rx_ns\":\"6\"}\n")))
                .extracting(e -> e.timeNs() + e.text())
                .containsExactly("5[1,\"x\"]", "6{\"b\":1e-8}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"[1,2]\",\"{\\\"a\\\":1}\"]",
                "{\"meta\":{\"pairs\":[\"X\"]},\"deep\":{\"any\":[\"[1,2]\",\n\"{\\\"a\\\":1}\"]},\"after\":[1,\"y\"]}",
                "[1,2];;{\"a\":1}",
                "[1,2];;;;{\"a\":1};;\n",
                "[1,2]\n{\"a\":1}",
                "[1,2]\r\n\r\n{\"a\":1}\r\n",
            })
    void shouldFindTheSameFramesInEveryContainerWithoutTimes(String text) throws IOException {
        List<Entry> entries = read(write(text));

        assertThat(entries).extracting(Entry::text).containsExactly("[1,2]", "{\"a\":1}");
        assertThat(entries).allSatisfy(e -> assertThat(e.timeNs()).isEqualTo(Entry.NO_TIME));
    }

    @Test
    void shouldTakeADocumentWithoutFrameStringsForOneFrame() throws IOException {
        assertThat(read(write("{\n  \"e\": \"x\",\n  \"b\": [\"1\"]\n}\n")))
                .extracting(Entry::text)
                .containsExactly("{\n  \"e\": \"x\",\n  \"b\": [\"1\"]\n}");
    }

    @Test
    void shouldKeepAMalformedFrameAmongPlainLines() throws IOException {
        assertThat(read(write("{\"a\":\n{\"b\":2}\nnonsense\n{\"c\":3}\n")))
                .extracting(Entry::text)
                .containsExactly("{\"a\":", "{\"b\":2}", "nonsense", "{\"c\":3}");
    }

    @Test
    void shouldReadEveryFileOfAZipAndEveryMemberOfAGzip() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(zipped)) {
            zip.putNextEntry(new ZipEntry("a/one"));
            zip.write(bytes("{\"a\":1}\n{\"a\":2}\n"));
            zip.putNextEntry(new ZipEntry("two.gz"));
            zip.write(gzip("{\"a\":3}\n{\"a\":4}\n"));
        }
        Path file = write(zipped.toByteArray());
        assertThat(read(file))
                .extracting(Entry::text)
                .containsExactly("{\"a\":1}", "{\"a\":2}", "{\"a\":3}", "{\"a\":4}");

        byte[] first = gzip("{\"a\":1}\n");
        byte[] second = gzip("{\"a\":2}\n");
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        assertThat(read(write(both))).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1}\n{\"a\":2}\n{\"a\":",
                "1723161253937085768 {\"a\":1}\n1723161253937085769 {\"a\":2}\n1723161253937085770 {\"a\"",
                "1723161253937085768 {\"a\":1}\n1723161253937085769 {\"a\":2}\n17231612539",
                "1619093533.5: {\"a\":1}\n1619093533.6: {\"a\":2}\n1619093533.7: {\"a",
                "1619093533.5: {\"a\":1}\n1619093533.6: {\"a\":2}\n16190",
                "{\"a\":1};;{\"a\":2};;{\"a\"",
                "[\"{\\\"a\\\":1}\",\"{\\\"a\\\":2}\",\"{\\\"a\\\"",
                "{\"rx_ns\":5,\"frame\":{\"a\":1}}\n{\"rx_ns\":5,\"frame\":{\"a\":2}}\n{\"rx_ns\":5,\"fra",
                "CBCAP1 x Y/Z 1785641750295158100\n1785641750295158100 7\n{\"a\":1}\n1785641750295158101 7\n{\"a\":2}\n178564 7\n{\"a",
                "CBCAP1 x Y/Z 1785641750295158100\n1785641750295158100 7\n{\"a\":1}\n1785641750295158101 7\n{\"a\":2}\n178564175",
            })
    void shouldKeepWhatStandsBeforeACutAndReportIt(String text) throws IOException {
        Path file = write(text);
        List<Entry> entries = new ArrayList<>();

        List<String> notes = Recording.open(file).forEach(entries::add);

        assertThat(entries).extracting(Entry::text).containsExactly("{\"a\":1}", "{\"a\":2}");
        assertThat(notes)
                .singleElement()
                .asString()
                .startsWith(file.toString())
                .contains("everything before it is kept");
    }

    @Test
    void shouldKeepWhatACutGzipStillGives() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            text.append("{\"a\":").append(i * 7919L % 10007).append("}\n");
        }
        byte[] whole = gzip(text.toString());
        Path file = write(Arrays.copyOf(whole, whole.length / 2));
        List<Entry> entries = new ArrayList<>();

        List<String> notes = Recording.open(file).forEach(entries::add);

        assertThat(entries).hasSizeBetween(100, 4999);
        assertThat(entries)
                .allSatisfy(e -> assertThat(e.text()).startsWith("{\"a\":").endsWith("}"));
        assertThat(notes).singleElement().asString().contains("breaks off");
    }

    @Test
    void shouldNameFileAndLineOfALineThatIsNone() throws IOException {
        Path file = write("1723161253937085768 {\"u\":1}\nrubbish\n1723161253937085769 {\"u\":2}\n");

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(RecordingException.class)
                .hasMessageStartingWith(file + ":2: ")
                .hasMessageContaining("mend or remove the line");
    }

    @Test
    void shouldRefuseWhatIsNoRecording() throws IOException {
        Path text = write("hello\nworld\n");
        Path empty = write("");
        assertThatThrownBy(() -> Recording.open(text))
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("not a known recording");
        assertThatThrownBy(() -> Recording.open(empty)).hasMessageContaining("holds no record");
        assertThatThrownBy(() -> Recording.open(folder.resolve("absent"))).hasMessageContaining("no such file");
        assertThatThrownBy(() -> Recording.parse("a,,b")).hasMessageContaining("a file name is empty");
    }

    private List<Entry> read(Path file) {
        List<Entry> entries = new ArrayList<>();
        assertThat(Recording.open(file).forEach(entries::add)).isEmpty();
        return entries;
    }

    private int files;

    private Path write(String text) throws IOException {
        return write(bytes(text));
    }

    private Path write(byte[] content) throws IOException {
        return Files.write(folder.resolve("recording" + files++), content);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes(text));
        }
        return out.toByteArray();
    }
}
