package io.truebook.engine.recording;

import io.truebook.engine.recording.Entry.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Crossbook's {@code CBCAP1 <venue> <symbol> <start unix ns>}, then per frame {@code <ns> <byte length>\n<bytes>\n}.
 * Older captures stamp frames with a monotonic clock of another origin: when the first stamp is more than a day away
 * from the header's start, stamps are moved so that the first one falls on the start.
 */
final class CbcapReader implements RecordingReader {
    static final String MAGIC = "CBCAP1 ";

    private static final long DAY_NS = 86_400_000_000_000L;

    private final Source source;
    private final LineInput input;
    private final List<String> notes = new ArrayList<>();
    private long startNs = Times.INVALID;
    private long shiftNs;
    private long record;

    CbcapReader(Source source, LineInput input) {
        this.source = source;
        this.input = input;
    }

    @Override
    public Entry next() {
        try {
            if (startNs < 0) {
                readHeader();
            }
            if (!input.nextLine()) {
                noteBrokenOff();
                return null;
            }
            return readFrame();
        } catch (IOException e) {
            throw new RecordingException(
                    source.file(), "cannot be read after record " + record + ": " + e.getMessage(), e);
        }
    }

    private void readHeader() throws IOException {
        input.nextLine();
        String header = new String(input.bytes(), input.from(), input.length(), StandardCharsets.UTF_8);
        int last = header.lastIndexOf(' ');
        byte[] time = header.substring(last + 1).getBytes(StandardCharsets.UTF_8);
        startNs = Times.integer(time, 0, time.length);
        if (startNs < 0) {
            throw new RecordingException(
                    source.file(), 1, "expected 'CBCAP1 <venue> <symbol> <start unix ns>'; mend the header");
        }
    }

    private Entry readFrame() throws IOException {
        record++;
        int space = input.from();
        int end = space + input.length();
        while (space < end && input.bytes()[space] != ' ') {
            space++;
        }
        long ns = Times.integer(input.bytes(), input.from(), space);
        long length = space == end ? Times.INVALID : Times.integer(input.bytes(), space + 1, end);
        if (!input.terminated()) {
            noteCut();
            return null;
        }
        if (ns < 0 || length < 0 || length > LineInput.MAX_RECORD_BYTES) {
            throw new RecordingException(
                    source.file(),
                    record,
                    "expected '<ns> <byte length>' before a frame; cut the file before record " + record);
        }
        if (record == 1) {
            shiftNs = Math.abs(ns - startNs) > DAY_NS ? startNs - ns : 0;
        }
        input.nextBytes((int) length);
        if (!input.terminated()) {
            noteCut();
            return null;
        }
        byte[] payload = input.copy();
        int newline = input.read();
        if (newline >= 0 && newline != '\n') {
            throw new RecordingException(
                    source.file(),
                    record,
                    "the frame is longer than its stated " + length + " bytes; cut the file before" + " record "
                            + record);
        }
        return new Entry(Kind.FRAME, ns + shiftNs, source.name(), "", payload, source.file(), record);
    }

    private void noteCut() {
        notes.add(source.file() + ": record " + record
                + " at the end is cut off; it is left out, everything before it is" + " kept");
    }

    private void noteBrokenOff() {
        if (input.brokenOff() != null && notes.isEmpty()) {
            notes.add(source.file() + ": " + input.brokenOff() + " after record " + record
                    + "; everything before it is kept");
        }
    }

    @Override
    public List<String> notes() {
        return List.copyOf(notes);
    }

    @Override
    public void close() {
        source.close(input);
    }
}
