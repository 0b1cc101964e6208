package io.truebook.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.engine.venue.DefinitionException;
import io.truebook.engine.venue.VenueDefinition;
import io.truebook.engine.venue.VenueLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a frame is: recognised in and out of its envelope, and filtered by value or pattern. */
class MessageDetectionTest {
    private static final String FILTERED = """
            id: some-venue
            title: Some venue
            websocket:
              url: wss://example.com/ws
              session: {silenceMs: 1000}
              channels:
                - {name: trades, type: trades, messageFilter: {FILTER}}
            decode:
              frames:
                messages:
                  - kind: trade
                    channel: trades
                    when: {'$.type': trade}
                    fields: {symbol: '$.symbol', price: '$.price', size: '$.size'}
            """;

    private static DecodedFrame decode(VenueDefinition venue, String text) {
        return Frames.decode(new Decoder(venue, true), text);
    }

    private static List<String> kinds(DecodedFrame frame) {
        if (frame.status == DecodedFrame.UNKNOWN) {
            return List.of("unknown");
        }
        assertThat(frame.status).isEqualTo(DecodedFrame.OK);
        final List<String> kinds = new ArrayList<>();
        for (int i = 0; i < frame.messageCount(); i++) {
            kinds.add(MessageKind.name(frame.message(i).kind));
        }
        return kinds;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"u":4,"s":"BTCUSDT","b":"1.0","B":"2","a":"1.1","A":"3"}                                  | ticker
            {"e":"trade","E":5,"s":"BTCUSDT","t":9,"p":"1.0","q":"2","T":5,"m":true}                   | trade
            {"e":"depthUpdate","E":5,"s":"BTCUSDT","U":1,"u":2,"b":[["1.0","2"]],"a":[]}               | book_delta
            {"e":"executionReport","E":5,"s":"BTCUSDT","c":"x","S":"BUY","o":"LIMIT","X":"NEW"}        | order
            {"e":"somethingNew","E":5,"s":"BTCUSDT"}                                                   | unknown
            """)
    void shouldTellTickerTradeDepthAndOrderUpdateApartWithAndWithoutTheEnvelope(String frame, String kind) {
        final VenueDefinition binance = Feeds.venue("binance");
        assertThat(kinds(decode(binance, frame))).containsExactly(kind);
        assertThat(kinds(decode(binance, "{\"stream\":\"btcusdt@x\",\"data\":" + frame + "}")))
                .containsExactly(kind);
        assertThat(kinds(decode(binance, "{\"data\":" + frame + ",\"stream\":\"btcusdt@x\"}")))
                .containsExactly(kind);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            field: venue, value: main          | "venue":"main"    | "venue":"maine"
            field: venue, value: main          | "venue":"main"    | "other":1
            field: venue.id, value: 7          | "venue":{"id":7}  | "venue":{"id":77}
            field: venue, pattern: '^ma.n$'    | "venue":"main"    | "venue":"remain"
            field: venue, pattern: '[0-9]{3}'  | "venue":"ab123"   | "venue":"ab12"
            """)
    void shouldPassOnlyWhatFitsTheChannelsFilterAndCallTheRestKnown(String filter, String fits, String other) {
        final VenueDefinition venue = VenueLoader.parse("v.yaml", FILTERED.replace("FILTER", filter));
        final String frame = "{\"type\":\"trade\",\"symbol\":\"A\",%s,\"price\":1,\"size\":2}";
        final Decoder decoder = new Decoder(venue, true);
        for (int round = 0; round < 20; round++) { // the shape of a frame is learnt: it must not decide
            assertThat(kinds(decode(venue, frame.formatted(fits)))).containsExactly("trade");
            for (final String text : List.of(fits, other, fits, other)) {
                final DecodedFrame decoded = Frames.decode(decoder, frame.formatted(text));
                assertThat(decoded.status).isEqualTo(DecodedFrame.OK);
                assertThat(decoded.messageCount() == 1 && decoded.message(0).kind == MessageKind.TRADE)
                        .as(text)
                        .isEqualTo(text.equals(fits));
            }
        }
    }

    @Test
    void shouldRefuseAPatternThatIsNone() {
        assertThatThrownBy(() -> VenueLoader.parse("v.yaml", FILTERED.replace("FILTER", "field: venue, pattern: '['")))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("no regular expression");
    }
}
