package io.truebook.tools.engine;

import io.truebook.engine.record.ConfiguredBody.ConfigFile;
import io.truebook.engine.ring.RingOptions;
import io.truebook.journal.JournalOptions;
import io.truebook.transport.TransportOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a run needs.
 *
 * @param directory the journal folder
 * @param files the profile, then the definitions of its venues in the profile's order
 * @param ring layout, waiting, sizes, durability
 * @param journal roll, block size
 * @param transport time-outs, trust
 * @param checkpointInputs a checkpoint is written behind every so many inputs, 0 for only at a clean stop
 * @param pin CPU by thread name ({@code fused}, {@code journal}, {@code decode}, {@code core}, {@code publish},
 *     {@code ticker})
 * @param upkeep retention and disk alerts
 */
public record EngineOptions(
        Path directory,
        List<ConfigFile> files,
        RingOptions ring,
        JournalOptions journal,
        TransportOptions transport,
        long checkpointInputs,
        Map<String, Integer> pin,
        Upkeep upkeep) {

    public static final long DEFAULT_CHECKPOINT_INPUTS = 250_000;

    /** Everything by default but what has no default. */
    public static EngineOptions of(Path directory, List<ConfigFile> files) {
        return new EngineOptions(
                directory,
                files,
                RingOptions.defaults(),
                JournalOptions.defaults(),
                TransportOptions.defaults(),
                DEFAULT_CHECKPOINT_INPUTS,
                Map.of(),
                Upkeep.defaults());
    }

    public EngineOptions with(RingOptions ring) {
        return new EngineOptions(directory, files, ring, journal, transport, checkpointInputs, pin, upkeep);
    }

    public EngineOptions with(JournalOptions journal) {
        return new EngineOptions(directory, files, ring, journal, transport, checkpointInputs, pin, upkeep);
    }

    public EngineOptions withCheckpointInputs(long checkpointInputs) {
        return new EngineOptions(directory, files, ring, journal, transport, checkpointInputs, pin, upkeep);
    }

    public EngineOptions withPin(Map<String, Integer> pin) {
        return new EngineOptions(directory, files, ring, journal, transport, checkpointInputs, Map.copyOf(pin), upkeep);
    }

    public EngineOptions with(Upkeep upkeep) {
        return new EngineOptions(directory, files, ring, journal, transport, checkpointInputs, pin, upkeep);
    }
}
