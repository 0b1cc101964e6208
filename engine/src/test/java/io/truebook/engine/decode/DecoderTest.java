package io.truebook.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.state.ImageReader;
import io.truebook.engine.state.ImageWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecoderTest {
    private final Decoder kraken = new Decoder(Feeds.venue("kraken"), true);

    private static Decoder decoder(String venue) {
        return new Decoder(Feeds.venue(venue), true);
    }

    private static void refused(DecodedFrame frame, int error) {
        assertThat(frame.status).isEqualTo(DecodedFrame.MALFORMED);
        assertThat(DecodedFrame.errorName(frame.error)).isEqualTo(DecodedFrame.errorName(error));
        assertThat(frame.messageCount()).isZero();
        assertThat(frame.levelCount).isZero();
    }

    private static String levels(DecodedFrame frame, Message message) {
        final StringBuilder text = new StringBuilder();
        for (int i = message.levelFrom; i < message.levelTo; i++) {
            text.append(frame.levelOperation[i] == DecodedFrame.DELETE ? "x" : "")
                    .append(frame.levelSide[i] == DecodedFrame.BID ? "b" : "a")
                    .append(frame.levelPrice[i])
                    .append('/')
                    .append(frame.levelPriceDecimals[i])
                    .append(':')
                    .append(frame.levelSize[i])
                    .append('/')
                    .append(frame.levelSizeDecimals[i])
                    .append(' ');
        }
        return text.toString().strip();
    }

    @Test
    void shouldDecodeABookUpdate() {
        final DecodedFrame frame = Frames.decode(kraken, Frames.KRAKEN_UPDATE);
        assertThat(frame.status).isEqualTo(DecodedFrame.OK);
        assertThat(frame.messageCount()).isEqualTo(1);
        final Message message = frame.message(0);
        assertThat(message.kind).isEqualTo(MessageKind.BOOK_DELTA);
        assertThat(message.channel).isZero();
        assertThat(kraken.symbolName(message.symbol)).isEqualTo("BTC/USD");
        assertThat(message.checksum).isEqualTo(3_726_153_463L);
        assertThat(message.exchangeTimeNs).isEqualTo(1_785_641_751_660_084_000L);
        assertThat(levels(frame, message)).isEqualTo("b633810/1:0/8 b633764/1:5100/8");
    }

    @Test
    void shouldNotCareForTheOrderOfKeysOrForSpace() {
        final String turned =
                "\n{ \"data\" : [ { \"timestamp\":\"2026-08-02T03:35:51.660084Z\", \"checksum\" : 3726153463 ,"
                        + "\"asks\" : [ ], \"bids\":[ { \"qty\" : 0.00000000 , \"price\":63381.0 },{\"price\" :63376.4,\"qty\":0.00005100 } ],"
                        + "\"symbol\":\"BTC\\/USD\" } ] , \"type\" :\"update\",\"channel\": \"b\\u006fok\"}\t";
        final DecodedFrame frame = Frames.decode(kraken, turned);
        assertThat(frame.status).isEqualTo(DecodedFrame.OK);
        assertThat(levels(frame, frame.message(0))).isEqualTo("b633810/1:0/8 b633764/1:5100/8");
        assertThat(kraken.symbolName(frame.message(0).symbol)).isEqualTo("BTC/USD");
        assertThat(frame.message(0).checksum).isEqualTo(3_726_153_463L);
    }

    @Test
    void shouldSkipFieldsThatNobodyKnows() {
        final String more = Frames.KRAKEN_UPDATE.replace(
                "\"type\"", "\"new\":{\"a\":[1,-2.5e+3,{\"type\":\"snapshot\"}],\"b\":null},\"x\":true,\"type\"");
        final DecodedFrame frame = Frames.decode(kraken, more);
        assertThat(frame.status).isEqualTo(DecodedFrame.OK);
        assertThat(frame.message(0).kind).isEqualTo(MessageKind.BOOK_DELTA);
    }

    @Test
    void shouldRefuseAValueThatStandsTwice() {
        refused(
                Frames.decode(
                        kraken,
                        Frames.KRAKEN_UPDATE.replace("\"checksum\":3726153463", "\"checksum\":1,\"checksum\":2")),
                DecodedFrame.ERROR_BAD_VALUE);
        refused(
                Frames.decode(kraken, Frames.KRAKEN_UPDATE.replace("\"asks\":[]", "\"asks\":[],\"asks\":[]")),
                DecodedFrame.ERROR_BAD_VALUE);
    }

    @Test
    void shouldRefuseAKnownKindThatLacksAField() {
        refused(
                Frames.decode(kraken, Frames.KRAKEN_UPDATE.replace("\"symbol\"", "\"simbol\"")),
                DecodedFrame.ERROR_MISSING_FIELD);
        refused(
                Frames.decode(kraken, Frames.KRAKEN_UPDATE.replace("\"checksum\":3726153463", "\"checksum\":null")),
                DecodedFrame.ERROR_MISSING_FIELD);
        refused(
                Frames.decode(kraken, Frames.KRAKEN_UPDATE.replace("\"asks\":[]", "\"asks\":null")),
                DecodedFrame.ERROR_MISSING_FIELD);
        refused(
                Frames.decode(kraken, Frames.KRAKEN_UPDATE.replace(",\"qty\":0.00005100", "")),
                DecodedFrame.ERROR_MISSING_FIELD);
        refused(
                Frames.decode(decoder("binance-usdm"), Frames.USDM_UPDATE.replace("\"pu\":149,", "")),
                DecodedFrame.ERROR_MISSING_FIELD);
    }

    @Test
    void shouldRefuseNumbersThatDoNotFitAndOnesThatAreNone() {
        refused(
                Frames.decode(kraken, Frames.KRAKEN_UPDATE.replace("63376.4", "63376.40000000000000001")),
                DecodedFrame.ERROR_NUMBER_RANGE);
        refused(
                Frames.decode(kraken, Frames.KRAKEN_UPDATE.replace("3726153463", "37261534630000000000")),
                DecodedFrame.ERROR_NUMBER_RANGE);
        refused(
                Frames.decode(decoder("binance-usdm"), Frames.USDM_UPDATE.replace("\"0.0023\"", "\"cheap\"")),
                DecodedFrame.ERROR_BAD_VALUE);
        refused(
                Frames.decode(kraken, Frames.KRAKEN_UPDATE.replace("63376.4", "063376.4")),
                DecodedFrame.ERROR_NOT_JSON);
    }

    @Test
    void shouldRefuseWhatIsNotJson() {
        refused(Frames.decode(kraken, "hello"), DecodedFrame.ERROR_NOT_JSON);
        refused(Frames.decode(kraken, "{\"a\":1} {\"b\":2}"), DecodedFrame.ERROR_NOT_JSON);
        refused(Frames.decode(kraken, "{\"a\":1,}"), DecodedFrame.ERROR_NOT_JSON);
        refused(Frames.decode(kraken, "{\"a\":\u0001}"), DecodedFrame.ERROR_NOT_JSON);
        refused(Frames.decode(kraken, "{\"a\":\"line\nbreak\"}"), DecodedFrame.ERROR_NOT_JSON);
        refused(Frames.decode(kraken, "{\"a\":nul"), DecodedFrame.ERROR_TRUNCATED);
        final DecodedFrame late = Frames.decode(kraken, "{\"channel\":\"book\",x}");
        assertThat(late.errorOffset).isEqualTo(18);
    }

    @Test
    void shouldRefuseNestingTooDeepWithoutBlowingTheStack() {
        refused(Frames.decode(kraken, "[".repeat(100_000)), DecodedFrame.ERROR_TOO_DEEP);
        refused(
                Frames.decode(kraken, "{\"x\":" + "[".repeat(1000) + "]".repeat(1000) + "}"),
                DecodedFrame.ERROR_TOO_DEEP);
        assertThat(Frames.decode(kraken, "{\"x\":" + "[".repeat(64) + "]".repeat(64) + "}").status)
                .isEqualTo(DecodedFrame.UNKNOWN);
    }

    @Test
    void shouldCallUnknownWhatNoMessageFits() {
        assertThat(Frames.decode(kraken, "{\"channel\":\"weather\"}").status).isEqualTo(DecodedFrame.UNKNOWN);
        assertThat(Frames.decode(kraken, "[]").status).isEqualTo(DecodedFrame.UNKNOWN);
        assertThat(Frames.decode(kraken, "7").status).isEqualTo(DecodedFrame.UNKNOWN);
    }

    @Test
    void shouldDecodeAcknowledgementsAndRefusals() {
        final DecodedFrame ack = Frames.decode(kraken, Frames.KRAKEN_ACK);
        assertThat(ack.message(0).kind).isEqualTo(MessageKind.SUBSCRIBED);
        assertThat(ack.message(0).depth).isEqualTo(25);
        assertThat(ack.message(0).requestId).isEqualTo(7);
        assertThat(ack.message(0).channel).isZero();
        final String no =
                "{\"error\":\"Currency pair not supported XBT/USD\",\"method\":\"subscribe\",\"req_id\":3,\"success\":false}";
        final Message refusal = Frames.decode(kraken, no).message(0);
        assertThat(refusal.kind).isEqualTo(MessageKind.REFUSED);
        assertThat(no.substring(refusal.textStart, refusal.textStart + refusal.textLength))
                .isEqualTo("Currency pair not supported XBT/USD");
        assertThat(Frames.decode(kraken, "{\"method\":\"pong\",\"req_id\":101}").message(0).kind)
                .isEqualTo(MessageKind.PONG);
        assertThat(Frames.decode(kraken, "{\"channel\":\"heartbeat\"}").message(0).kind)
                .isEqualTo(MessageKind.HEARTBEAT);

        final Decoder binance = decoder("binance");
        final Message done =
                Frames.decode(binance, "{\"result\":null,\"id\":312}").message(0);
        assertThat(done.kind).isEqualTo(MessageKind.SUBSCRIBED);
        assertThat(done.requestId).isEqualTo(312);
        final Message bad = Frames.decode(binance, "{\"code\":2,\"msg\":\"Invalid request: x\",\"id\":5}")
                .message(0);
        assertThat(bad.kind).isEqualTo(MessageKind.REFUSED);
        assertThat(bad.requestId).isEqualTo(5);
        assertThat(Frames.decode(
                                binance,
                                "{\"stream\":\"!serverShutdown\",\"data\":{\"e\":\"serverShutdown\",\"E\":1770123456789}}")
                        .message(0)
                        .kind)
                .isEqualTo(MessageKind.SHUTDOWN);
    }

    @Test
    void shouldDecodeInstrumentsWithTheirPrecision() {
        final DecodedFrame frame = Frames.decode(kraken, Frames.KRAKEN_INSTRUMENT);
        assertThat(frame.messageCount()).isEqualTo(2);
        final Message euro = frame.message(1);
        assertThat(kraken.symbolName(euro.symbol)).isEqualTo("EUR/USD");
        assertThat(euro.priceDecimals).isEqualTo(5);
        assertThat(euro.sizeDecimals).isEqualTo(8);
        assertThat(euro.mantissa[Message.SIZE_INCREMENT]).isEqualTo(1);
        assertThat(euro.decimals[Message.SIZE_INCREMENT]).isEqualTo(8);
    }

    @Test
    void shouldDecodeEachTradeOfAFrame() {
        final DecodedFrame frame = Frames.decode(kraken, Frames.KRAKEN_TRADES);
        assertThat(frame.messageCount()).isEqualTo(2);
        assertThat(frame.message(0).side).isEqualTo(DecodedFrame.ASK);
        assertThat(frame.message(1).side).isEqualTo(DecodedFrame.BID);
        assertThat(frame.message(1).tradeId).isEqualTo(4_665_907);
        assertThat(frame.message(1).mantissa[Message.PRICE]).isEqualTo(5118);
    }

    @Test
    void shouldDecodeFramesWithAndWithoutTheirEnvelope() {
        final Decoder decoder = decoder("binance-usdm");
        final String raw = Frames.USDM_UPDATE.substring(
                Frames.USDM_UPDATE.indexOf("\"data\":") + 7, Frames.USDM_UPDATE.length() - 1);
        for (final String text : List.of(raw, Frames.USDM_UPDATE)) {
            final DecodedFrame frame = Frames.decode(decoder, text);
            final Message message = frame.message(0);
            assertThat(message.firstId).isEqualTo(157);
            assertThat(message.lastId).isEqualTo(160);
            assertThat(message.previousId).isEqualTo(149);
            assertThat(message.exchangeTimeNs).isEqualTo(123_456_788_000_000L);
            assertThat(levels(frame, message)).isEqualTo("b24/4:10/0 b23/4:0/3 a26/4:100/0");
        }
    }

    @Test
    void shouldReadBestBidAndAskWithTheirUpdateId() {
        final Message ticker = Frames.decode(
                        decoder("binance"),
                        "{\"u\":400900217,\"s\":\"BNBUSDT\",\"b\":\"25.35190000\",\"B\":\"31.21000000\",\"a\":\"25.36520000\",\"A\":\"40.66000000\"}")
                .message(0);
        assertThat(ticker.kind).isEqualTo(MessageKind.TICKER);
        assertThat(ticker.lastId).isEqualTo(400_900_217L);
        assertThat(ticker.mantissa[Message.ASK_SIZE]).isEqualTo(4_066_000_000L);
        assertThat(ticker.decimals[Message.BID]).isEqualTo(8);
    }

    @Test
    void shouldReadSeveralPayloadObjects() {
        final DecodedFrame frame = Frames.decode(decoder("kraken-v1"), Frames.KRAKEN_V1_UPDATE);
        final Message message = frame.message(0);
        assertThat(levels(frame, message)).isEqualTo("a554130000/5:250700000/8 b554120000/5:0/8");
        assertThat(message.checksum).isEqualTo(974_942_666L);
    }

    @Test
    void shouldKeepTheWireTextWhereAChecksumNeedsIt() {
        final String text = "[81757,[7e-7,1,-10000.50],3]";
        final Decoder decoder = decoder("bitfinex");
        Frames.decode(
                decoder, "{\"event\":\"subscribed\",\"channel\":\"book\",\"chanId\":81757,\"symbol\":\"tXRPBTC\"}");
        final DecodedFrame frame = Frames.decode(decoder, text);
        final int price = frame.levelPriceStart[0];
        final int size = frame.levelSizeStart[0];
        assertThat(text.substring(price, price + frame.levelPriceLength[0])).isEqualTo("7e-7");
        assertThat(text.substring(size, size + frame.levelSizeLength[0])).isEqualTo("-10000.50");
    }

    @Test
    void shouldFollowTheChannelMapUntilItIsGone() {
        final Decoder decoder = new Decoder(Feeds.venue("bitfinex"), false);
        decoder.addSymbol("tXRPBTC");
        DecodedFrame frame = Frames.decode(decoder, Frames.BITFINEX_SNAPSHOT);
        assertThat(frame.status).isEqualTo(DecodedFrame.UNKNOWN);
        assertThat(frame.error).isEqualTo(DecodedFrame.ERROR_UNKNOWN_CHANNEL);
        assertThat(frame.connectionSequence).isEqualTo(1);

        Frames.decode(decoder, Frames.BITFINEX_ACK);
        frame = Frames.decode(decoder, Frames.BITFINEX_SNAPSHOT);
        assertThat(frame.message(0).kind).isEqualTo(MessageKind.BOOK_SNAPSHOT);
        assertThat(frame.message(0).symbol).isZero();
        assertThat(levels(frame, frame.message(0))).isEqualTo("b11/7:27151049/2 b7/7:10000/0 a111/8:484713/2");
        frame = Frames.decode(decoder, "[81757,[7e-7,0,1],3]");
        assertThat(levels(frame, frame.message(0))).isEqualTo("xb7/7:1/0");
        frame = Frames.decode(decoder, "[81757,[],4]");
        assertThat(frame.message(0).kind).isEqualTo(MessageKind.BOOK_SNAPSHOT);
        frame = Frames.decode(decoder, "[81757,\"cs\",-1175357890,5]");
        assertThat(frame.message(0).kind).isEqualTo(MessageKind.CHECKSUM);
        assertThat(frame.message(0).checksum).isEqualTo(-1_175_357_890L);
        assertThat(frame.connectionSequence).isEqualTo(5);

        decoder.connectionDown(2);
        assertThat(Frames.decode(decoder, Frames.BITFINEX_SNAPSHOT).status).isEqualTo(DecodedFrame.OK);
        decoder.connectionDown(1);
        assertThat(Frames.decode(decoder, Frames.BITFINEX_SNAPSHOT).error)
                .isEqualTo(DecodedFrame.ERROR_UNKNOWN_CHANNEL);
    }

    @Test
    void shouldGiveEachSymbolOfAFrameItsOwnRows() {
        final Decoder decoder = decoder("bitmex");
        final DecodedFrame frame = Frames.decode(decoder, Frames.BITMEX_UPDATE);
        assertThat(frame.messageCount()).isEqualTo(2);
        assertThat(decoder.symbolName(frame.message(0).symbol)).isEqualTo("XBTUSD");
        assertThat(frame.message(0).levelTo - frame.message(0).levelFrom).isEqualTo(2);
        assertThat(frame.levelRowId[frame.message(0).levelFrom + 1]).isEqualTo(62_400_580_206L);
        assertThat(decoder.symbolName(frame.message(1).symbol)).isEqualTo("ETHUSD");
        assertThat(frame.levelPriceDecimals[frame.message(1).levelFrom]).isEqualTo(Message.ABSENT);
        final DecodedFrame empty = Frames.decode(
                decoder,
                "{\"table\":\"orderBookL2\",\"action\":\"partial\",\"filter\":{\"symbol\":\"XBTUSD\"},\"data\":[]}");
        assertThat(empty.message(0).kind).isEqualTo(MessageKind.BOOK_SNAPSHOT);
        assertThat(decoder.symbolName(empty.message(0).symbol)).isEqualTo("XBTUSD");
        assertThat(Frames.decode(decoder, "pong").message(0).kind).isEqualTo(MessageKind.PONG);
    }

    @Test
    void shouldDecodeEventsOfDifferentKindsInOneFrame() {
        final DecodedFrame frame = Frames.decode(decoder("coinbase"), Frames.COINBASE_UPDATE);
        assertThat(frame.messageCount()).isEqualTo(2);
        assertThat(frame.message(0).kind).isEqualTo(MessageKind.BOOK_DELTA);
        assertThat(frame.message(1).kind).isEqualTo(MessageKind.BOOK_SNAPSHOT);
        assertThat(levels(frame, frame.message(0))).isEqualTo("b6890000/2:200000000/8 a6890100/2:0/8");
        // An event of a new type must not vanish beside those that are understood; the counter still counts.
        final DecodedFrame odd =
                Frames.decode(decoder("coinbase"), Frames.COINBASE_UPDATE.replace("\"snapshot\"", "\"surprise\""));
        refused(odd, DecodedFrame.ERROR_BAD_VALUE);
        assertThat(odd.connectionSequence).isEqualTo(1);
    }

    @Test
    void shouldReadOperationsInWords() {
        final DecodedFrame frame = Frames.decode(decoder("deribit"), Frames.DERIBIT_CHANGE);
        assertThat(levels(frame, frame.message(0))).isEqualTo("b425000/1:9500/1 b424985/1:3000/1 xa425010/1:0/1");
        refused(
                Frames.decode(decoder("deribit"), Frames.DERIBIT_CHANGE.replace("\"new\"", "\"odd\"")),
                DecodedFrame.ERROR_BAD_VALUE);
    }

    @Test
    void shouldTellASymbolThatNobodyAskedFor() {
        final Decoder decoder = new Decoder(Feeds.venue("kraken"), false);
        assertThat(decoder.addSymbol("ETH/USD")).isZero();
        assertThat(decoder.addSymbol("ETH/USD")).isZero();
        final Message message = Frames.decode(decoder, Frames.KRAKEN_UPDATE).message(0);
        assertThat(message.symbol).isEqualTo(-2);
        assertThat(Frames.KRAKEN_UPDATE.substring(message.symbolStart, message.symbolStart + message.symbolLength))
                .isEqualTo("BTC/USD");
        assertThat(decoder.symbolCount()).isEqualTo(1);
    }

    @Test
    void shouldRestoreItsStateAndTellItApart() {
        final Decoder first = decoder("bitfinex");
        Frames.decode(first, Frames.BITFINEX_ACK);
        final byte[] image = image(first);
        final Decoder second = decoder("bitfinex");
        second.visit(new ImageReader(image));
        assertThat(image(second)).isEqualTo(image);
        assertThat(Frames.decode(second, Frames.BITFINEX_SNAPSHOT).status).isEqualTo(DecodedFrame.OK);
        first.connectionDown(1);
        assertThat(image(first)).isNotEqualTo(image);
    }

    private static byte[] image(Decoder decoder) {
        final ImageWriter writer = new ImageWriter();
        decoder.visit(writer);
        return writer.toByteArray();
    }

    /** Found by the simulation: kraken, seed 18, a level after the first whose brace was another character. */
    @Test
    void shouldRefuseABookFrameOfWhichAnyStructuralCharacterIsDamaged() {
        for (String[] known : new String[][] {{"kraken", Frames.KRAKEN_UPDATE}, {"binance-usdm", Frames.USDM_UPDATE}}) {
            final Decoder decoder = decoder(known[0]);
            final byte[] frame = known[1].getBytes(StandardCharsets.UTF_8);
            boolean quoted = false;
            for (int i = 0; i < frame.length; i++) {
                quoted ^= frame[i] == '"';
                if (!quoted && "{}[]:,".indexOf(frame[i]) >= 0) {
                    final byte[] damaged = frame.clone();
                    damaged[i] = '#';
                    final String text = new String(damaged, StandardCharsets.UTF_8);
                    assertThat(Frames.decode(decoder, text).status).as(text).isEqualTo(DecodedFrame.MALFORMED);
                }
            }
        }
    }
}
