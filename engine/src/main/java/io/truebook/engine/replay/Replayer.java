package io.truebook.engine.replay;

import io.truebook.engine.core.Core;
import io.truebook.engine.core.InputDecoder;
import io.truebook.engine.core.OutputBatch;
import io.truebook.engine.decode.DecodedFrame;
import io.truebook.engine.journal.Journal;
import io.truebook.engine.journal.JournalException;
import io.truebook.engine.journal.JournalReader;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.InputType;
import io.truebook.engine.state.HashingVisitor;
import io.truebook.engine.state.ImageReader;
import io.truebook.engine.state.ImageWriter;
import io.truebook.engine.state.StateVisitor;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * Drives a core and a decoder of its own through journaled inputs. One thread; not closed over any clock, so that the
 * same journal gives the same outputs each time.
 */
public final class Replayer implements AutoCloseable {
    private final Journal inputs;
    private final JournalReader reader;
    private final JournalReader readBack;
    private final Core core;
    private final InputDecoder decoder = new InputDecoder();
    private final DecodedFrame frame = new DecodedFrame(1024);
    private final OutputBatch batch = new OutputBatch(64 << 10);
    private final CRC32 crc = new CRC32();
    private final Set<Long> skipped = new HashSet<>();
    private final Set<Long> named = new HashSet<>();
    private boolean skipsKnown;
    private long position;

    /** Sees the outputs of each input. */
    @FunctionalInterface
    public interface Listener {
        /**
         * @param position of the input
         * @param outputs complete but for sequence, publish time and CRC
         * @return false to stop after this input
         */
        boolean onOutputs(long position, OutputBatch outputs);
    }

    /** Places the replayer before the first input that the journal holds. */
    public Replayer(Journal inputs) {
        this.inputs = inputs;
        reader = inputs.reader();
        readBack = inputs.reader();
        core = new Core(readBack);
        position = inputs.firstPosition() - 1;
    }

    public Core core() {
        return core;
    }

    public InputDecoder decoder() {
        return decoder;
    }

    /** Leaves out the input at that position, beside those that the journal names. */
    public void skip(long poisoned) {
        skipped.add(poisoned);
    }

    /** True when the journal itself says, behind where this replayer began, that the input is left out. */
    public boolean isNamed(long poisoned) {
        return named.contains(poisoned);
    }

    /** Core and decoder were fed by the ring since; they stand at that position now. */
    public Replayer standAt(long ringPosition) {
        position = ringPosition;
        return this;
    }

    /** Position of the last input that was fed; while one is being fed, its own. */
    public long position() {
        return position;
    }

    /** Bytes from which {@link #restore} brings core and decoder to where they are now. */
    public byte[] image() {
        final ImageWriter writer = new ImageWriter();
        visit(writer);
        return writer.toByteArray();
    }

    /** Hash of the state of core and decoder together; what an image is checked against. */
    public long hash() {
        final HashingVisitor hasher = new HashingVisitor();
        visit(hasher);
        return hasher.hash();
    }

    /**
     * Restores what {@link #image} wrote; only before the first input is fed.
     *
     * @throws JournalException when the image is not one of this version, or its hash is another than it should be
     */
    public void restore(byte[] image, long imagePosition, long expectedHash) {
        try {
            final ImageReader in = new ImageReader(image);
            visit(in);
            if (in.remaining() != 0) {
                throw new JournalException("checkpoint at position " + imagePosition + " has " + in.remaining()
                        + " bytes too many; delete it to replay from an earlier one");
            }
        } catch (JournalException e) {
            throw e;
        } catch (RuntimeException e) {
            // a count or a text that an image of this version cannot hold; what it breaks first is chance
            throw new JournalException(
                    "checkpoint at position " + imagePosition
                            + " is too short or damaged; delete it to replay from an earlier one",
                    e);
        }
        if (hash() != expectedHash) {
            throw new JournalException(
                    "checkpoint at position " + imagePosition + " gives another state hash than it states");
        }
        position = imagePosition;
    }

    /**
     * Feeds inputs up to and including {@code last}, or to the end of the journal.
     *
     * @return the number of inputs fed
     * @throws JournalException where an input is damaged
     */
    public long run(long last, Listener listener) {
        learnSkips();
        long fed = 0;
        boolean more = position < last && reader.seek(position + 1);
        while (more) {
            position = Envelope.sequence(reader.buffer(), reader.offset());
            requireReadable();
            batch.reset();
            if (!skipped.contains(position)) {
                decoder.onInput(reader.buffer(), reader.offset(), reader.length(), frame);
                core.onInput(reader.buffer(), reader.offset(), reader.length(), frame, batch);
            }
            fed++;
            more = listener.onOutputs(position, batch) && position < last && reader.next();
        }
        return fed;
    }

    @Override
    public void close() {
        reader.close();
        readBack.close();
    }

    private void visit(StateVisitor v) {
        core.visit(v);
        if (v.isRestore() && core.configured() != null) {
            decoder.configure(core.configured());
        }
        decoder.visit(v);
    }

    private void requireReadable() {
        final int version = Envelope.version(reader.buffer(), reader.offset());
        if (version > Envelope.VERSION) {
            throw new JournalException("input at position " + position + " is of version " + version
                    + ", this Truebook reads up to " + Envelope.VERSION + "; use a newer one");
        }
        if (!Envelope.isIntact(reader.buffer(), reader.offset(), reader.length(), crc)) {
            throw new JournalException("input at position " + position + " is damaged; run 'truebook verify'");
        }
    }

    /** Inputs that crashed the core are named by a later input; replay must leave out the same ones. */
    private void learnSkips() {
        if (skipsKnown) {
            return;
        }
        skipsKnown = true;
        try (JournalReader skips = inputs.reader()) {
            boolean more = skips.seek(position + 1);
            while (more) {
                if (Envelope.type(skips.buffer(), skips.offset()) == InputType.SKIP) {
                    named.add(skips.buffer().getLong(skips.offset() + Envelope.BYTES, ByteOrder.LITTLE_ENDIAN));
                }
                more = skips.next();
            }
        }
        skipped.addAll(named);
    }
}
