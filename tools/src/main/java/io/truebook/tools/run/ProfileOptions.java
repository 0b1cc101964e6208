package io.truebook.tools.run;

import io.truebook.engine.record.ConfiguredBody.ConfigFile;
import io.truebook.engine.ring.RingOptions;
import io.truebook.engine.venue.Configuration;
import io.truebook.journal.JournalOptions;
import io.truebook.tools.cli.ToolException;
import io.truebook.tools.engine.EngineOptions;
import io.truebook.tools.engine.Upkeep;
import io.truebook.tools.profile.Profile;
import io.truebook.tools.venue.Venues;
import io.truebook.transport.TransportOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Turns a profile into what the engine's assembly needs. */
final class ProfileOptions {
    private ProfileOptions() {}

    /**
     * Gathers the definitions of the profile's venues and checks everything before anything starts.
     *
     * @throws ToolException when a venue has no definition (exit code 3)
     * @throws io.truebook.engine.venue.DefinitionException when the profile asks for what a definition does not have
     */
    static EngineOptions of(Profile profile, Path directory) {
        final List<ConfigFile> files = new ArrayList<>();
        files.add(new ConfigFile(profile.name(), profile.text()));
        for (Profile.Venue venue : profile.venues()) {
            final Path file = Venues.file(venue.id());
            files.add(new ConfigFile(file.getFileName().toString(), read(file)));
        }
        final int maxFrameBytes = Configuration.parse(files).venues().stream()
                .mapToInt(venue -> venue.definition().maxFrameBytes())
                .max()
                .orElse(RingOptions.DEFAULT_MAX_FRAME_BYTES);
        final RingOptions ring = RingOptions.defaults()
                .with(profile.threads().layout())
                .with(profile.threads().waitStrategy())
                .with(profile.journal().durability())
                .withRingSize(profile.threads().ringSize())
                .withMaxFrameBytes(maxFrameBytes);
        return new EngineOptions(
                directory,
                files,
                ring,
                JournalOptions.defaults().withRoll(profile.journal().roll()),
                TransportOptions.defaults(),
                EngineOptions.DEFAULT_CHECKPOINT_INPUTS,
                profile.threads().pin(),
                new Upkeep(
                        profile.journal().retentionDays(),
                        profile.journal().retentionBytes(),
                        profile.journal().lowDiskBytes(),
                        Upkeep.defaults().forecastHours()));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw ToolException.missing(file + ": cannot be read; check its permissions", e);
        }
    }
}
