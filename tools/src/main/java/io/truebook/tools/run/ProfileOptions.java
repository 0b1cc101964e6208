package io.truebook.tools.run;

import io.truebook.engine.record.ConfiguredBody.ConfigFile;
import io.truebook.engine.ring.RingOptions;
import io.truebook.engine.venue.DefinitionException;
import io.truebook.engine.venue.VenueDefinition;
import io.truebook.engine.venue.VenueDefinition.BookRules;
import io.truebook.engine.venue.VenueLoader;
import io.truebook.journal.JournalOptions;
import io.truebook.tools.cli.ToolException;
import io.truebook.tools.engine.EngineOptions;
import io.truebook.tools.engine.Upkeep;
import io.truebook.tools.profile.Profile;
import io.truebook.tools.profile.ProfileReader;
import io.truebook.tools.venue.Venues;
import io.truebook.transport.TransportOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.openhft.affinity.Affinity;

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
        files.add(new ConfigFile(Path.of(profile.name()).getFileName().toString(), profile.text()));
        final List<VenueDefinition> definitions = new ArrayList<>();
        for (Profile.Venue venue : profile.venues()) {
            final Path file = Venues.file(venue.id());
            definitions.add(VenueLoader.load(file));
            files.add(new ConfigFile(file.getFileName().toString(), read(file)));
        }
        requireOffered(profile, definitions);
        final int maxFrameBytes = definitions.stream()
                .mapToInt(VenueDefinition::maxFrameBytes)
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
                transport(profile),
                EngineOptions.DEFAULT_CHECKPOINT_INPUTS,
                profile.threads().pin(),
                new Upkeep(
                        profile.journal().retentionDays(),
                        profile.journal().retentionBytes(),
                        profile.journal().lowDiskBytes(),
                        Upkeep.defaults().forecastHours()));
    }

    private static TransportOptions transport(Profile profile) {
        final Integer cpu = profile.threads().pin().get(ProfileReader.NETWORK_THREAD);
        return TransportOptions.builder()
                .busySelect(profile.threads().busySelect())
                .threadFactory(task -> new Thread(
                        () -> {
                            if (cpu != null) {
                                Affinity.setAffinity(cpu);
                            }
                            task.run();
                        },
                        "truebook-network"))
                .build();
    }

    /** What only the definitions can judge. */
    private static void requireOffered(Profile profile, List<VenueDefinition> definitions) {
        final List<String> errors = new ArrayList<>();
        for (int i = 0; i < definitions.size(); i++) {
            final Profile.Venue venue = profile.venues().get(i);
            final VenueDefinition definition = definitions.get(i);
            for (String channel : venue.channels()) {
                if (definition.channelIndex(channel) < 0) {
                    errors.add(profile.name() + ":" + venue.channelsLine() + ": venues." + i + ".channels: "
                            + venue.id() + " has no channel " + channel + ", only "
                            + definition.channels().stream()
                                    .map(VenueDefinition.Channel::name)
                                    .toList());
                }
            }
            final BookRules book = definition.book();
            final boolean choice = book != null && !book.depths().isEmpty();
            if (choice && venue.depth() != 0 && !book.depths().contains(venue.depth())) {
                errors.add(profile.name() + ":" + venue.depthLine() + ": venues." + i + ".depth: " + venue.id()
                        + " offers " + book.depths() + ", not " + venue.depth());
            }
        }
        if (!errors.isEmpty()) {
            throw new DefinitionException(errors);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw ToolException.missing(file + ": cannot be read; check its permissions", e);
        }
    }
}
