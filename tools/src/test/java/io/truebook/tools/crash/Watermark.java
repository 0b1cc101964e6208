package io.truebook.tools.crash;

import io.truebook.engine.journal.Journal;
import io.truebook.engine.journal.JournalException;
import io.truebook.engine.journal.JournalReader;
import io.truebook.engine.record.Envelope;
import io.truebook.journal.JournalDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import org.agrona.DirectBuffer;

/**
 * An outside reader of the outputs that remembers every key with the hash of its content: what has been seen once must
 * be there for ever, once and the same. One thread.
 */
final class Watermark implements AutoCloseable {
    private static final int COMPLAINTS = 10;

    /** An output's key. */
    record Key(int epoch, long cause, int ordinal) {
        static Key of(DirectBuffer buffer, int offset) {
            return new Key(
                    Envelope.epoch(buffer, offset), Envelope.cause(buffer, offset), Envelope.source(buffer, offset));
        }
    }

    private final Path folder;
    private final Map<Key, Long> seen = new HashMap<>();
    private long position;
    private JournalDirectory journal;
    private JournalReader reader;

    Watermark(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    /** Position of the last output seen. */
    long position() {
        return position;
    }

    int size() {
        return seen.size();
    }

    /** Reads what has come since; opens the journal when it is there. */
    void poll() {
        if (reader == null) {
            if (!open()) {
                return;
            }
            reader = journal.outputs().reader();
            if (position > 0 && !reader.seek(position)) {
                throw new AssertionError("output position " + position + " was seen and cannot be reached any more");
            }
        }
        while (reader.next()) {
            position = Envelope.sequence(reader.buffer(), reader.offset());
            final Key key = Key.of(reader.buffer(), reader.offset());
            final Long before = seen.put(key, hash(reader));
            if (before != null && before != hash(reader)) {
                throw new AssertionError(key + " at output position " + position + " is another than the one seen");
            }
        }
    }

    /** False while the first engine has not made the journal yet, or was killed before it had. */
    private boolean open() {
        try {
            journal = JournalDirectory.openReadOnly(folder);
            return true;
        } catch (JournalException e) {
            if (position > 0) {
                throw e;
            }
            return false;
        }
    }

    @Override
    public void close() {
        letGo();
    }

    /** Lets go of the files; the next poll opens them again and goes on after the last position. */
    void letGo() {
        if (reader != null) {
            reader.close();
            journal.close();
            reader = null;
        }
    }

    /** The outputs were cut: reads all that is there again, and it must be what it was. */
    void rewind() {
        letGo();
        position = 0;
    }

    /** What is wrong with the outputs, in words, given what was seen: lost, changed, or there twice. */
    List<String> complaints(Journal outputs) {
        return complaints(outputs, key -> false);
    }

    /** As above; what {@code mayBeGone} need not be there, but must not be there as something else. */
    List<String> complaints(Journal outputs, Predicate<Key> mayBeGone) {
        final List<String> complaints = new ArrayList<>();
        final Set<Key> missing = new HashSet<>(seen.keySet());
        Key before = new Key(0, 0, -1);
        try (JournalReader all = outputs.reader()) {
            while (all.next() && complaints.size() < COMPLAINTS) {
                final Key key = Key.of(all.buffer(), all.offset());
                if (!follows(before, key)) {
                    complaints.add(key + " follows " + before + ": there twice, or one is missing");
                }
                before = key;
                missing.remove(key);
                final Long hash = seen.get(key);
                if (hash != null && hash != hash(all)) {
                    complaints.add(key + " is another than the one seen");
                }
            }
        }
        missing.removeIf(mayBeGone);
        if (complaints.size() < COMPLAINTS && !missing.isEmpty()) {
            complaints.add(missing.size() + " outputs that were seen are missing, one is "
                    + missing.iterator().next());
        }
        return complaints;
    }

    private static boolean follows(Key before, Key key) {
        return key.epoch() >= before.epoch()
                && (key.cause() == before.cause()
                        ? key.ordinal() == before.ordinal() + 1
                        : key.cause() > before.cause() && key.ordinal() == 0);
    }

    /** Of what replay compares too: type, venue and body. */
    private static long hash(JournalReader reader) {
        final byte[] body = new byte[reader.length() - Envelope.BYTES];
        reader.buffer().getBytes(reader.offset() + Envelope.BYTES, body);
        final CRC32 crc = new CRC32();
        crc.update(body);
        return crc.getValue() << 32
                ^ (long) Envelope.type(reader.buffer(), reader.offset()) << 16
                ^ Envelope.venue(reader.buffer(), reader.offset());
    }
}
