package io.truebook.engine.recording;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** One stream of recorded bytes: a file, inflated when it is compressed, or one file inside a zip. */
final class Source {
    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int ZIP_MAGIC = 0x504b;
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final String entry;
    private final String name;
    private Container container;

    private Source(Path file, String entry) {
        this.file = file;
        this.entry = entry;
        this.name = entry == null ? file.getFileName().toString() : file.getFileName() + "!" + entry;
    }

    /** The recognised sources of a file, at least one. */
    static List<Source> open(Path file) {
        List<Source> sources = new ArrayList<>();
        try {
            if (magic(file) == ZIP_MAGIC) {
                addEntries(file, sources);
            } else {
                sources.add(new Source(file, null));
            }
        } catch (IOException e) {
            throw new RecordingException(file, "cannot be read: " + e.getMessage() + "; check the file", e);
        }
        for (Source source : sources) {
            source.container = Recogniser.recognise(source);
        }
        return sources;
    }

    private static void addEntries(Path file, List<Source> sources) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
                ZipEntry next = all.nextElement();
                if (!next.isDirectory()) {
                    sources.add(new Source(file, next.getName()));
                }
            }
        }
        if (sources.isEmpty()) {
            throw new RecordingException(file, "the zip holds no file; put the recording into it");
        }
    }

    private static int magic(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            int first = in.read();
            int second = in.read();
            return first < 0 || second < 0 ? -1 : first << 8 | second;
        }
    }

    Path file() {
        return file;
    }

    /** What stands for a connection's name where the container has none. */
    String name() {
        return name;
    }

    Container container() {
        return container;
    }

    /** The bytes, inflated; the caller closes. */
    LineInput input() {
        try {
            return new LineInput(inflate(raw()));
        } catch (IOException e) {
            throw new RecordingException(file, "cannot be read: " + e.getMessage() + "; check the file", e);
        }
    }

    private InputStream raw() throws IOException {
        if (entry == null) {
            return new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
        }
        ZipFile zip = new ZipFile(file.toFile());
        InputStream in = zip.getInputStream(zip.getEntry(entry));
        return new BufferedInputStream(in, BUFFER_BYTES) {
            @Override
            public void close() throws IOException {
                super.close();
                zip.close();
            }
        };
    }

    private static InputStream inflate(InputStream in) throws IOException {
        in.mark(2);
        int first = in.read();
        int second = in.read();
        in.reset();
        return (first << 8 | second) == GZIP_MAGIC ? new GZIPInputStream(in, BUFFER_BYTES) : in;
    }

    RecordingReader reader() {
        LineInput input = input();
        return switch (container) {
            case CRYPTOFEED_TEXT -> new LineRecordReader(this, input, new CryptofeedTextParser(this));
            case CRYPTOFEED_JSON -> new LineRecordReader(this, input, LineParsers.cryptofeedJson(this));
            case CBCAP -> new CbcapReader(this, input);
            case STAMPED_LINES -> new LineRecordReader(this, input, LineParsers.stamped(this));
            case RX_NS_LINES -> new LineRecordReader(this, input, LineParsers.rxNs(this));
            case JOINED -> new JoinedReader(this, input);
            case DOCUMENT -> new DocumentReader(this, input);
            case SINGLE_FRAME -> new SingleFrameReader(this, input);
            case PLAIN_LINES -> new LineRecordReader(this, input, LineParsers.plain(this));
        };
    }

    void close(LineInput input) {
        try {
            input.close();
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be closed", e);
        }
    }
}
