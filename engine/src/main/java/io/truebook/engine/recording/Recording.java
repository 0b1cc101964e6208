package io.truebook.engine.recording;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Recorded traffic of one session, in one file or in several that are merged by time (entries of equal time keep the
 * order of the files). The container of each file is recognised by content: see {@link Container}. Reading streams:
 * memory is bounded by the longest record, not by the file. Any thread; each {@link #read} is an independent pass.
 */
public final class Recording {
    private final List<Path> files;
    private final List<List<Source>> sources;

    private Recording(List<Path> files, List<List<Source>> sources) {
        this.files = List.copyOf(files);
        this.sources = sources;
    }

    /**
     * Opens the files of one session and recognises their containers.
     *
     * @throws RecordingException when a file is missing, empty or of no known container
     */
    public static Recording open(List<Path> files) {
        if (files.isEmpty()) {
            throw new IllegalArgumentException("no recording named: give at least one file");
        }
        List<List<Source>> sources = new ArrayList<>();
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new RecordingException(file, "no such file: check the path of the recording");
            }
            sources.add(Source.open(file));
        }
        return new Recording(files, sources);
    }

    public static Recording open(Path... files) {
        return open(List.of(files));
    }

    /** {@code A} or {@code A,B}: the command line's way of naming a session. */
    public static Recording parse(String argument) {
        List<Path> files = new ArrayList<>();
        for (String part : argument.split(",", -1)) {
            if (part.isBlank()) {
                throw new IllegalArgumentException(
                        "recording '" + argument + "': a file name is empty; write A or A,B");
            }
            files.add(Path.of(part.strip()));
        }
        return open(files);
    }

    public List<Path> files() {
        return files;
    }

    /** The container of each part, in the order of {@link #files()}; a zip has one for each file in it. */
    public List<Container> containers() {
        List<Container> all = new ArrayList<>();
        for (List<Source> file : sources) {
            for (Source source : file) {
                all.add(source.container());
            }
        }
        return all;
    }

    /** Starts a pass from the beginning. */
    public RecordingReader read() {
        List<RecordingReader> readers = new ArrayList<>();
        for (List<Source> file : sources) {
            readers.add(new SequenceReader(file));
        }
        return readers.size() == 1 ? readers.get(0) : new MergedReader(readers);
    }

    /**
     * Hands every entry to the handler, in order, on this thread.
     *
     * @return what was cut at the end of files: empty for a whole recording
     * @throws RecordingException as in {@link RecordingReader#next}
     */
    public List<String> forEach(EntryHandler handler) {
        try (RecordingReader reader = read()) {
            for (Entry entry = reader.next(); entry != null; entry = reader.next()) {
                handler.onEntry(entry);
            }
            return reader.notes();
        }
    }
}
