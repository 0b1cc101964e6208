package io.truebook.bench;

import io.truebook.bench.feed.Feed;
import io.truebook.bench.feed.Tape;
import io.truebook.engine.core.BookView;
import io.truebook.engine.core.Core;
import io.truebook.engine.core.Counters;
import io.truebook.engine.core.InputDecoder;
import io.truebook.engine.core.OutputBatch;
import io.truebook.engine.decode.DecodedFrame;
import io.truebook.engine.journal.MemoryJournal;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Truebook's decoder and core over a tape, pass after pass, outputs written and thrown away; no journal. Everything that
 * the running engine does to a frame between its two journals happens here too. One thread.
 */
public final class EngineSide {
    private static final int LEVELS = 4096;
    private static final int BATCH_BYTES = 256 << 10;

    private final Tape tape;
    private final InputDecoder decoder = new InputDecoder();
    private final DecodedFrame frame = new DecodedFrame(LEVELS);
    private final OutputBatch batch = new OutputBatch(BATCH_BYTES);
    private final Core core;
    private long position;

    public EngineSide(Feed feed) {
        tape = new Tape(feed);
        // a reader that is never moved: passes start with their snapshot, so nothing waits for one
        core = new Core(new MemoryJournal(1 << 16).reader());
        final UnsafeBuffer configured = Tape.configured(feed, ++position);
        decoder.onInput(configured, 0, configured.capacity(), frame);
        core.onInput(configured, 0, configured.capacity(), frame, batch);
    }

    /** Feeds every record once; returns the bytes of output written, for whoever must keep the work alive. */
    public long pass() {
        long bytes = 0;
        for (int i = 0; i < tape.count(); i++) {
            bytes += feed(i);
        }
        return bytes;
    }

    /** Decodes every record once; returns the number of levels found. */
    public long decodePass() {
        long levels = 0;
        for (int i = 0; i < tape.count(); i++) {
            levels += decode(i);
        }
        return levels;
    }

    /** Decodes every record into a frame of its own, for {@link #applyPass}. */
    public DecodedFrame[] decodeAll() {
        final DecodedFrame[] frames = new DecodedFrame[tape.count()];
        for (int i = 0; i < frames.length; i++) {
            decoder.onInput(tape.buffer(), tape.offset(i), tape.length(i), frame);
            frames[i] = new DecodedFrame(Math.max(4, frame.levelCount));
            decoder.onInput(tape.buffer(), tape.offset(i), tape.length(i), frames[i]);
        }
        return frames;
    }

    /** Sequencing, apply, proof and outputs alone, on frames decoded before. */
    public long applyPass(DecodedFrame[] frames) {
        long bytes = 0;
        for (int i = 0; i < tape.count(); i++) {
            bytes += apply(frames, i);
        }
        return bytes;
    }

    int feed(int index) {
        tape.position(index, ++position);
        batch.reset();
        decoder.onInput(tape.buffer(), tape.offset(index), tape.length(index), frame);
        core.onInput(tape.buffer(), tape.offset(index), tape.length(index), frame, batch);
        return batch.length();
    }

    int decode(int index) {
        decoder.onInput(tape.buffer(), tape.offset(index), tape.length(index), frame);
        return frame.levelCount;
    }

    int apply(DecodedFrame[] frames, int index) {
        tape.position(index, ++position);
        batch.reset();
        core.onInput(tape.buffer(), tape.offset(index), tape.length(index), frames[index], batch);
        return batch.length();
    }

    public BookView book() {
        return core.venues().get(0).view(0);
    }

    public Counters counters() {
        return core.venues().get(0).counters();
    }

    /** Records of one pass. */
    public int records() {
        return tape.count();
    }
}
