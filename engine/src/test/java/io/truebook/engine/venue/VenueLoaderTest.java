package io.truebook.engine.venue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.engine.venue.VenueDefinition.AckBinding;
import io.truebook.engine.venue.VenueDefinition.ChecksumOrder;
import io.truebook.engine.venue.VenueDefinition.Continuity;
import io.truebook.engine.venue.VenueDefinition.Mode;
import io.truebook.engine.venue.VenueDefinition.NumberFormat;
import io.truebook.engine.venue.VenueDefinition.OnMismatch;
import io.truebook.engine.venue.VenueDefinition.Proof;
import io.truebook.engine.venue.VenueDefinition.SnapshotSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VenueLoaderTest {
    private static final String GOOD = """
            id: some-venue
            title: Some venue
            websocket:
              url: wss://example.com/ws
              session: {silenceMs: 1000}
              channels:
                - {name: book, type: book}
              reconciliation:
                enabled: true
                snapshots:
                  book: {type: orderBook, symbol: A/B, data: {}, timestamp: 0}
                checksums:
                  book: {algorithm: crc32, fields: [price, amount], format: '{price}{amount}'}
                rules: {onMismatch: warn, maxBufferSize: 7}
                channelRules:
                  book: {maxBufferSize: 9}
            book:
              channel: book
              snapshot: {source: in-band}
              continuity: none
              proof: checksum
            decode:
              frames:
                tables:
                  rows: {at: '$.rows', row: {price: 0, size: 1}, side: bid}
                messages:
                  - kind: book_delta
                    channel: book
                    when: {'$.type': delta}
                    fields: {symbol: '$.symbol'}
                    levels: [rows]
            """;

    private static Path venues() {
        final String named = System.getProperty("truebook.root");
        return (named == null ? Path.of("..") : Path.of(named)).resolve("config/venues");
    }

    private static List<String> errors(String text) {
        try {
            VenueLoader.parse("v.yaml", text);
        } catch (DefinitionException e) {
            return e.errors();
        }
        return List.of();
    }

    @Test
    void shouldLoadEveryShippedDefinitionWithReconciliationOn() throws IOException {
        try (Stream<Path> files = Files.list(venues())) {
            final List<Path> definitions =
                    files.filter(file -> file.toString().endsWith(".yaml")).toList();
            assertThat(definitions).hasSizeGreaterThanOrEqualTo(9);
            for (final Path file : definitions) {
                final VenueDefinition venue = VenueLoader.load(file);
                assertThat(file.getFileName()).hasToString(venue.id() + ".yaml");
                if (venue.book() != null) {
                    assertThat(venue.book().reconciliation().enabled()).isTrue();
                }
            }
        }
    }

    @Test
    void shouldReadWhatTheCoreNeedsOfAnInBandVenue() {
        final VenueDefinition venue = VenueLoader.load(venues().resolve("kraken.yaml"));
        assertThat(venue.webSocketUrl()).isEqualTo("wss://ws.kraken.com/v2");
        assertThat(venue.session().silenceNs()).isEqualTo(5_000_000_000L);
        assertThat(venue.book().bookChannel()).isEqualTo(venue.channelIndex("book"));
        assertThat(venue.book().instrumentChannel()).isEqualTo(venue.channelIndex("instrument"));
        assertThat(venue.book().source()).isEqualTo(SnapshotSource.IN_BAND);
        assertThat(venue.book().truncate()).isTrue();
        assertThat(venue.book().proof()).isEqualTo(Proof.CHECKSUM);
        assertThat(venue.book().depths()).containsExactly(10, 25, 100, 500, 1000);
        assertThat(venue.book().checksum().order()).isEqualTo(ChecksumOrder.ASKS_THEN_BIDS);
        assertThat(venue.book().checksum().numberFormat()).isEqualTo(NumberFormat.STRIP_DOT_AND_LEADING_ZEROS);
        assertThat(venue.channels().get(1).perSymbol()).isFalse();
        assertThat(venue.unconfirmed()).isNotEmpty();
    }

    @Test
    void shouldReadWhatTheCoreNeedsOfVenuesThatStitch() {
        final VenueDefinition spot = VenueLoader.load(venues().resolve("binance.yaml"));
        assertThat(spot.book().source()).isEqualTo(SnapshotSource.REST);
        assertThat(spot.book().restTemplate()).isEqualTo("/api/v3/depth?symbol=${symbol}&limit=${limit}");
        assertThat(spot.book().continuity()).isEqualTo(Continuity.RANGE);
        assertThat(spot.book().bridgeOffset()).isEqualTo(1);
        assertThat(spot.channels().get(0).ack()).isEqualTo(AckBinding.BY_REQUEST);
        assertThat(spot.session().lifetimeNs()).isEqualTo(86_400_000_000_000L);
        final VenueDefinition futures = VenueLoader.load(venues().resolve("binance-usdm.yaml"));
        assertThat(futures.book().continuity()).isEqualTo(Continuity.PREVIOUS);
        assertThat(futures.book().bridgeOffset()).isZero();
    }

    @Test
    void shouldLetAChannelsRulesWinOverTheGeneralOnes() {
        final VenueDefinition venue = VenueLoader.parse("v.yaml", GOOD);
        assertThat(venue.book().reconciliation().maxBufferSize()).isEqualTo(9);
        assertThat(venue.book().reconciliation().onMismatch()).isEqualTo(OnMismatch.WARN);
        assertThat(venue.book().reconciliation().maxGapBeforeResync()).isEqualTo(1);
        assertThat(venue.maxFrameBytes()).isEqualTo(8 << 20);
    }

    @Test
    void shouldSwitchReconciliationOffWhenTheFileDoesNotSpeakOfIt() {
        final VenueDefinition venue = VenueLoader.parse("v.yaml", GOOD.replace("    enabled: true\n", ""));
        assertThat(venue.book().reconciliation().enabled()).isFalse();
    }

    @Test
    void shouldNameFileLineAndKeyOfAWrongType() {
        assertThat(errors(GOOD.replace("silenceMs: 1000", "silenceMs: soon")))
                .singleElement()
                .asString()
                .startsWith("v.yaml:5: websocket.session.silenceMs: wrong type");
    }

    @Test
    void shouldNameFileLineAndKeyOfAnUnknownKey() {
        assertThat(errors(GOOD.replace("    enabled: true", "    enabeld: true")))
                .singleElement()
                .asString()
                .isEqualTo(
                        "v.yaml:9: websocket.reconciliation.enabeld: unknown key, remove it or correct its spelling");
    }

    @Test
    void shouldNameAMissingField() {
        assertThat(errors(GOOD.replace("title: Some venue\n", "")))
                .singleElement()
                .asString()
                .isEqualTo("v.yaml:1: title: missing, add it");
    }

    @Test
    void shouldRefuseACustomChecksumThatNobodyRegistered() {
        final String custom = GOOD.replace(
                "{algorithm: crc32, fields: [price, amount], format: '{price}{amount}'}",
                "{algorithm: custom, fields: [price], customFunction: mine}");
        assertThat(errors(custom))
                .singleElement()
                .asString()
                .startsWith(
                        "v.yaml:13: websocket.reconciliation.checksums.book.customFunction: checksum function 'mine'"
                                + " is not registered");
        assertThat(VenueLoader.parse("v.yaml", custom, Set.of("mine"))
                        .book()
                        .checksum()
                        .customFunction())
                .isEqualTo("mine");
    }

    @Test
    void shouldRequireACustomFunctionExactlyWhenTheAlgorithmIsCustom() {
        assertThat(errors(GOOD.replace("algorithm: crc32", "algorithm: custom")))
                .singleElement()
                .asString()
                .contains("v.yaml:13: websocket.reconciliation.checksums.book.customFunction: missing");
        assertThat(errors(GOOD.replace("algorithm: crc32,", "algorithm: crc32, customFunction: mine,")))
                .singleElement()
                .asString()
                .contains("customFunction");
    }

    @Test
    void shouldNameTheLineOfBadYaml() {
        assertThat(errors(GOOD.replace("  url: wss://example.com/ws", "  url: [wss")))
                .singleElement()
                .asString()
                .matches("v\\.yaml:[45]: -: bad YAML: .*");
        assertThat(errors("")).singleElement().asString().contains("empty");
        assertThat(errors("id: a\nid: b\n").toString()).contains("v.yaml:2: id: stands twice");
        assertThat(errors("a: &x 1\nb: *x\n").toString()).contains("aliases are not allowed");
    }

    @Test
    void shouldNameAnUnknownChannel() {
        assertThat(errors(GOOD.replace("  channel: book\n  snapshot", "  channel: boook\n  snapshot"))
                        .toString())
                .contains("v.yaml:18: book.channel: unknown channel 'boook'");
        assertThat(errors(GOOD.replace("channelRules:\n      book:", "channelRules:\n      orderbook:")))
                .singleElement()
                .asString()
                .contains("unknown channel 'orderbook'");
    }

    @Test
    void shouldNameAPathThatIsNone() {
        assertThat(errors(GOOD.replace("at: '$.rows'", "at: '$.rows[x]'")))
                .singleElement()
                .asString()
                .contains("decode.frames.tables.rows.at: path '$.rows[x]', position 6: expected a number");
    }

    @Test
    void shouldReportAllProblemsOfAFileInOrder() {
        final List<String> errors =
                errors(GOOD.replace("levels: [rows]", "levels: [row]").replace("proof: checksum", "proof: chain"));
        assertThat(errors).hasSize(2);
        assertThat(errors.get(0)).startsWith("v.yaml:21: book.proof: a chain needs a continuity");
        assertThat(errors.get(1)).contains("unknown table 'row'");
    }

    @Test
    void shouldAcceptTheModelsOwnExample() {
        // requirements/example-config.json: dummies for values, a path with an index, data that is an object.
        final String example = GOOD.replace(
                        "    snapshots:\n      book: {type: orderBook, symbol: A/B, data: {}, timestamp: 0}",
                        "    snapshots:\n      book: {type: orderBook, symbol: BTC/USDT, data: {}, timestamp: 0, sequenceId: 0}\n"
                                + "    deltas:\n      book: {type: update, path: 'bids[0]', data: {}, sequenceId: 0}")
                .replace("format: '{price}{amount}'", "expectedPath: checksum")
                .replace(
                        "rules: {onMismatch: warn, maxBufferSize: 7}",
                        "rules: {snapshotInterval: 60000, maxGapBeforeResync: 10, checksumValidation: true, onMismatch: resync,"
                                + " bufferDeltas: true, maxBufferSize: 1000}");
        assertThat(VenueLoader.parse("v.yaml", example).book().reconciliation().maxGapBeforeResync())
                .isEqualTo(10);
    }

    private static Mode mode(String rules) {
        final String deltas = GOOD.replace(
                "    snapshots:\n      book: {type: orderBook, symbol: A/B, data: {}, timestamp: 0}",
                "    snapshots:\n      book: {type: orderBook, symbol: A/B, data: {}, timestamp: 0}\n"
                        + "    deltas:\n      book: {type: update, path: bids, data: {}, sequenceId: 0}");
        return VenueLoader.parse("v.yaml", deltas.replace("maxBufferSize: 7", rules + "maxBufferSize: 7"))
                .book()
                .reconciliation()
                .mode();
    }

    @Test
    void shouldDeriveTheModeFromTheIntervalUnlessItIsStated() {
        assertThat(mode("")).isEqualTo(Mode.DELTA_ONLY);
        assertThat(mode("snapshotInterval: null, ")).isEqualTo(Mode.DELTA_ONLY);
        assertThat(mode("snapshotInterval: 0, ")).isEqualTo(Mode.SNAPSHOT_ONLY);
        assertThat(mode("snapshotInterval: 60000, ")).isEqualTo(Mode.HYBRID);
        assertThat(mode("mode: SNAPSHOT_ONLY, snapshotInterval: 60000, ")).isEqualTo(Mode.SNAPSHOT_ONLY);
        assertThat(mode("mode: DELTA_ONLY, snapshotInterval: 0, ")).isEqualTo(Mode.DELTA_ONLY);
        assertThat(VenueLoader.parse("v.yaml", GOOD.replace("maxBufferSize: 7", "snapshotInterval: 60000"))
                        .book()
                        .reconciliation()
                        .mode())
                .as("no deltas on the channel")
                .isEqualTo(Mode.SNAPSHOT_ONLY);
    }

    @Test
    void shouldRefuseAnIntervalThatTheModeContradicts() {
        assertThat(errors(GOOD.replace("maxBufferSize: 7", "mode: HYBRID")).toString())
                .contains("snapshotInterval: mode HYBRID compares at an interval, set it above 0");
        assertThat(errors(GOOD.replace("maxBufferSize: 7", "mode: DELTA_ONLY, snapshotInterval: 5"))
                        .toString())
                .contains("choose HYBRID");
    }

    @Test
    void shouldRefuseTheModelsDefects() {
        assertThat(errors(GOOD.replace("maxBufferSize: 7", "maxBufferSize: 0")).toString())
                .contains("maxBufferSize");
        assertThat(errors(GOOD.replace("maxBufferSize: 7", "maxGapBeforeResync: -1"))
                        .toString())
                .contains("maxGapBeforeResync");
        assertThat(errors(GOOD.replace("maxBufferSize: 7", "snapshotInterval: null")))
                .isEmpty();
        assertThat(errors(GOOD.replace("fields: [price, amount]", "fields: []")).toString())
                .contains("checksums.book.fields");
        assertThat(errors(GOOD.replace("format: '{price}{amount}'", "format: '{price}{size}'"))
                        .toString())
                .contains("'size' is not among fields");
    }

    @Test
    void shouldSayThatAFileCannotBeRead() {
        assertThatThrownBy(() -> VenueLoader.load(Path.of("nowhere.yaml")))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("nowhere.yaml:1: -: cannot be read");
    }

    @Test
    void shouldGiveTheSameDefinitionForTheSameText() {
        assertThat(VenueLoader.parse("v.yaml", GOOD)).isEqualTo(VenueLoader.parse("v.yaml", GOOD));
    }
}
