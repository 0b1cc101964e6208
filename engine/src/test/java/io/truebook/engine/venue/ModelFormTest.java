package io.truebook.engine.venue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.engine.document.DeltaType;
import io.truebook.engine.document.SnapshotType;
import io.truebook.engine.venue.VenueDefinition.Continuity;
import io.truebook.engine.venue.VenueDefinition.DataType;
import io.truebook.engine.venue.VenueDefinition.OnMismatch;
import io.truebook.engine.venue.VenueDefinition.Proof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Definitions that hold nothing but {@code websocket.reconciliation}. */
class ModelFormTest {
    private static final String SMALL = """
            websocket:
              reconciliation:
                enabled: true
                snapshots:
                  book: {type: orderBook, symbol: A/B, data: {}, timestamp: 0, sequenceId: 0}
                deltas:
                  book: {type: update, path: 'bids[0]', data: {}, sequenceId: 0}
                checksums:
                  book: {algorithm: crc32, fields: [price, amount], expectedPath: checksum}
                rules: {maxGapBeforeResync: 10}
            """;

    private static Path root() {
        final String named = System.getProperty("truebook.root");
        return named == null || named.isEmpty() ? Path.of("..") : Path.of(named);
    }

    @Test
    void shouldLoadTheModelsOwnExampleAsItIs() throws IOException {
        final Path file = root().resolve("../shared/requirements/example-config.json");
        Assumptions.setPreferredAssumptionException(org.assertj.core.configuration.PreferredAssumptionException.JUNIT5);
        Assumptions.assumeThat(file).as("the shared example is not here").exists();
        final VenueDefinition venue = VenueLoader.parse("example-config.json", Files.readString(file));
        assertThat(venue.id()).isEqualTo("example-config");
        assertThat(venue.book().proof()).isEqualTo(Proof.BOTH);
        assertThat(venue.book().continuity()).isEqualTo(Continuity.PREVIOUS);
        assertThat(venue.book().reconciliation().maxGapBeforeResync()).isEqualTo(10);
        assertThat(venue.book().reconciliation().onMismatch()).isEqualTo(OnMismatch.RESYNC);
        assertThat(venue.book().checksum().format()).isEqualTo("{price},{amount}");
        final ModelRules.ModelChannel channel =
                venue.decode().model().channels().get(0);
        assertThat(channel.name()).isEqualTo("orderbook");
        assertThat(channel.type()).isEqualTo(SnapshotType.ORDER_BOOK);
        assertThat(channel.symbol()).isEqualTo("BTC/USDT");
        assertThat(channel.deltaType()).isEqualTo(DeltaType.UPDATE);
        assertThat(channel.deltaPath().text()).isEqualTo("bids[0]");
        assertThat(channel.checksumPath().text()).isEqualTo("checksum");
    }

    @Test
    void shouldLoadAllFourTypesFromTheShippedSample() {
        final VenueDefinition venue = VenueLoader.load(root().resolve("config/venues/generic.yaml"));
        assertThat(venue.id()).isEqualTo("generic");
        assertThat(venue.channels().stream().map(VenueDefinition.Channel::type))
                .containsExactly(DataType.BOOK, DataType.TICKER, DataType.TRADES, DataType.OTHER);
        assertThat(venue.decode().model().channels().stream().map(ModelRules.ModelChannel::type))
                .containsExactly(
                        SnapshotType.ORDER_BOOK, SnapshotType.TICKER, SnapshotType.TRADES, SnapshotType.BALANCE);
    }

    @Test
    void shouldLeaveAloneWhatTheFileSays() {
        final VenueDefinition venue = VenueLoader.parse(
                "x.yaml", "id: mine\ntitle: Mine\n" + SMALL.replace("websocket:\n", "websocket:\n  url: wss://x/y\n"));
        assertThat(venue.id()).isEqualTo("mine");
        assertThat(venue.webSocketUrl()).isEqualTo("wss://x/y");
        assertThat(VenueLoader.parse("/a/My Venue.v2.yaml", SMALL).id()).isEqualTo("my-venue-v2");
    }

    /** Paths are compiled when the file loads: what is wrong is named with file, line and key (decision 5). */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "bids[-1]~7~websocket.reconciliation.deltas.book.path~position 5",
                "bids[*]~7~websocket.reconciliation.deltas.book.path~position 5",
                "bids[0~7~websocket.reconciliation.deltas.book.path~close the bracket",
                "a..b~7~websocket.reconciliation.deltas.book.path~a name is missing",
                "bids[1000001]~7~websocket.reconciliation.deltas.book.path~at most 1000000",
            })
    void shouldRefuseABadPathWithFileLineAndKey(String path, int line, String key, String what) {
        assertThatThrownBy(() -> VenueLoader.parse("v.yaml", SMALL.replace("bids[0]", path)))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("v.yaml:" + line + ": " + key)
                .hasMessageContaining(what);
        assertThatThrownBy(() -> VenueLoader.parse("v.yaml", SMALL.replace("Path: checksum", "Path: '" + path + "'")))
                .hasMessageContaining("v.yaml:9: websocket.reconciliation.checksums.book.expectedPath");
    }

    /** Defects E-21 and E-23, rows 94 and 98: valid and invalid samples of each definition. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "type: orderBook~type: orderbook~snapshots.book.type",
                "symbol: A/B~symbol: ''~snapshots.book.symbol",
                "timestamp: 0~timestamp: -1~snapshots.book.timestamp",
                "timestamp: 0, ~''~snapshots.book.timestamp",
                "timestamp: 0, sequenceId: 0~timestamp: 0, sequenceId: 1, nonce: 2~snapshots.book.nonce",
                "type: update~type: upsert~deltas.book.type",
                "path: 'bids[0]'~path: ''~deltas.book.path",
                "data: {}, sequenceId: 0}~sequenceId: 0}~deltas.book.data",
                "sequenceId: 0}|    checksums~previousSequenceId: -1}|    checksums~deltas.book",
                "algorithm: crc32~algorithm: crc64~checksums.book.algorithm",
                "algorithm: crc32~algorithm: custom~checksums.book.customFunction",
                "[price, amount]~[]~checksums.book.fields",
                "maxGapBeforeResync: 10~maxGapBeforeResync: -1~rules.maxGapBeforeResync",
                "maxGapBeforeResync: 10~maxBufferSize: 0~rules.maxBufferSize",
                "maxGapBeforeResync: 10~snapshotInterval: -5~rules.snapshotInterval",
                "maxGapBeforeResync: 10~onMismatch: retry~rules.onMismatch",
                "maxGapBeforeResync: 10~maxGap: 10~rules.maxGap",
            })
    void shouldRefuseInvalidSamples(String good, String bad, String key) {
        final String from = good.replace("|", "\n");
        final String to = bad.replace("|", "\n").replace("''", bad.equals("''") ? "" : "''");
        assertThat(SMALL).contains(from);
        final int at = key.startsWith("deltas.book.data") ? SMALL.indexOf("deltas:") : 0;
        final String text = SMALL.substring(0, at)
                + SMALL.substring(at)
                        .replaceFirst(
                                java.util.regex.Pattern.quote(from), java.util.regex.Matcher.quoteReplacement(to));
        assertThatThrownBy(() -> VenueLoader.parse("v.yaml", text))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("websocket.reconciliation." + key);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "data: {}, sequenceId: 0}~data: 5, sequenceId: 0}",
                "data: {}, sequenceId: 0}~data: null, sequenceId: 0}",
                "data: {}, sequenceId: 0}~data: [[1, 2]], sequenceId: 0, firstSequenceId: 0}",
                "data: {}, sequenceId: 0}~data: x, sequenceId: 0, previousSequenceId: 0}",
                "type: update, path: 'bids[0]'~type: snapshot, path: ''",
                "maxGapBeforeResync: 10~snapshotInterval: null",
                "maxGapBeforeResync: 10~maxGapBeforeResync: 0",
            })
    void shouldAcceptValidSamples(String from, String to) {
        final int at = SMALL.indexOf(from.startsWith("data") ? "deltas:" : "websocket:");
        final String text = SMALL.substring(0, at) + SMALL.substring(at).replace(from, to);
        assertThat(text).isNotEqualTo(SMALL);
        assertThat(VenueLoader.parse("v.yaml", text).book()).isNotNull();
    }
}
