package io.truebook.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What a pass is made of. JMH divides the time by each: {@code frames} is ns a frame, {@code levels} ns a level. One per
 * benchmark thread.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class Figures {
    /** Frames done in the iteration. */
    public long frames;

    /** Levels done in the iteration, those of the snapshot included. */
    public long levels;

    @Setup(Level.Iteration)
    public void clear() {
        frames = 0;
        levels = 0;
    }
}
