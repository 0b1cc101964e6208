package io.truebook.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Row 154: the fields that a channel's messages must have, by the venues' real frames; P-10 had those of no frame. */
class RequiredFieldsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int remove(JsonNode node, String name) {
        int removed = node instanceof ObjectNode object && object.remove(name) != null ? 1 : 0;
        for (final JsonNode child : node) {
            removed += remove(child, name);
        }
        return removed;
    }

    private static boolean isTaken(Decoder decoder, String frame, String kind) {
        final DecodedFrame decoded = Frames.decode(decoder, frame);
        for (int i = 0; i < decoded.messageCount(); i++) {
            if (MessageKind.name(decoded.message(i).kind).equals(kind)) {
                assertThat(decoded.status).isEqualTo(DecodedFrame.OK);
                return true;
            }
        }
        assertThat(decoded.status).isNotEqualTo(DecodedFrame.OK);
        return false;
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            kraken | book_delta | symbol checksum bids asks price qty | {"channel":"book","type":"update","data":[{"symbol":"A/B","bids":[{"price":1.5,"qty":2}],"asks":[{"price":1.6,"qty":3}],"checksum":7,"timestamp":"2026-08-02T03:35:51.660084Z"}]}
            kraken | ticker | symbol bid bid_qty ask ask_qty | {"channel":"ticker","type":"update","data":[{"symbol":"A/B","bid":1.5,"bid_qty":2,"ask":1.6,"ask_qty":3,"last":1.5,"volume":9}]}
            kraken | trade | symbol side price qty trade_id timestamp | {"channel":"trade","type":"update","data":[{"symbol":"A/B","side":"buy","price":1.5,"qty":2,"ord_type":"market","trade_id":4,"timestamp":"2026-08-02T03:35:51.660084Z"}]}
            binance | book_delta | s U u b a E | {"e":"depthUpdate","E":1700000000000,"s":"AB","U":1,"u":2,"b":[["1.5","2"]],"a":[["1.6","3"]]}
            binance | ticker | s u b B a A | {"u":400900217,"s":"AB","b":"1.5","B":"2","a":"1.6","A":"3"}
            binance | trade | s t p q m T | {"e":"trade","E":1700000000000,"s":"AB","t":12,"p":"1.5","q":"2","T":1700000000000,"m":true}
            binance-usdm | book_delta | s U u pu b a | {"e":"depthUpdate","E":1700000000000,"T":1700000000000,"s":"AB","U":1,"u":2,"pu":0,"b":[["1.5","2"]],"a":[]}
            """)
    void shouldTakeAMessageWithAllItsFieldsAndNoneThatLacksOne(String venue, String kind, String fields, String frame) {
        assertThat(isTaken(new Decoder(Feeds.venue(venue), true), frame, kind)).isTrue();
        // one that has learnt the shape of the frame, and one that has not
        final Decoder learnt = new Decoder(Feeds.venue(venue), true);
        for (int i = 0; i < 10; i++) {
            assertThat(isTaken(learnt, frame, kind)).isTrue();
        }
        for (final String field : fields.split(" ")) {
            final JsonNode tree = tree(frame);
            assertThat(remove(tree, field)).as(field).isPositive();
            assertThat(isTaken(new Decoder(Feeds.venue(venue), true), tree.toString(), kind))
                    .as("without " + field)
                    .isFalse();
            assertThat(isTaken(learnt, tree.toString(), kind))
                    .as("without " + field)
                    .isFalse();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            [336,{"a":[["0.05","1.0","1.1"]],"c":"974947235"},"book-10"]
            [336,{"c":"974947235"},"book-10","XBT/USD"]
            [336,{"a":[["0.05"]],"c":"974947235"},"book-10","XBT/USD"]
            """)
    void shouldTakeNoBookOfKrakenV1WithoutPairOrLevels(String frame) {
        final Decoder decoder = new Decoder(Feeds.venue("kraken-v1"), true);
        assertThat(isTaken(
                        decoder,
                        "[336,{\"a\":[[\"0.05\",\"1.0\",\"1.1\"]],\"c\":\"974947235\"},\"book-10\",\"XBT/USD\"]",
                        "book_delta"))
                .isTrue();
        assertThat(isTaken(decoder, frame, "book_delta")).isFalse();
    }
}
