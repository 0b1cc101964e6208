package io.truebook.engine.decode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** Frames in the shape of each venue's, written for tests. */
final class Frames {
    static final String KRAKEN_UPDATE =
            "{\"channel\":\"book\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\",\"bids\":[{\"price\":63381.0,\"qty\":0.00000000},"
                    + "{\"price\":63376.4,\"qty\":0.00005100}],\"asks\":[],\"checksum\":3726153463,\"timestamp\":\"2026-08-02T03:35:51.660084Z\"}]}";
    static final String KRAKEN_ACK =
            "{\"method\":\"subscribe\",\"result\":{\"channel\":\"book\",\"depth\":25,\"snapshot\":true,\"symbol\":\"BTC/USD\"},\"success\":true,"
                    + "\"time_in\":\"2026-08-02T03:35:50.983359Z\",\"time_out\":\"2026-08-02T03:35:50.983398Z\",\"req_id\":7}";
    static final String KRAKEN_INSTRUMENT =
            "{\"channel\":\"instrument\",\"type\":\"snapshot\",\"data\":{\"assets\":[{\"id\":\"USD\",\"precision\":4}],\"pairs\":["
                    + "{\"symbol\":\"BTC/USD\",\"base\":\"BTC\",\"status\":\"online\",\"qty_precision\":8,\"qty_increment\":1e-08,\"price_precision\":1,\"price_increment\":0.1},"
                    + "{\"symbol\":\"EUR/USD\",\"base\":\"EUR\",\"status\":\"online\",\"qty_precision\":8,\"qty_increment\":1e-08,\"price_precision\":5,\"price_increment\":1e-05}]}}";
    static final String KRAKEN_TRADES =
            "{\"channel\":\"trade\",\"type\":\"update\",\"data\":[{\"symbol\":\"MATIC/USD\",\"side\":\"sell\",\"price\":0.5117,\"qty\":40.0,\"ord_type\":\"market\",\"trade_id\":4665906,\"timestamp\":\"2023-09-25T07:49:37.708706Z\"},"
                    + "{\"symbol\":\"MATIC/USD\",\"side\":\"buy\",\"price\":0.5118,\"qty\":41.5,\"ord_type\":\"limit\",\"trade_id\":4665907,\"timestamp\":\"2023-09-25T07:49:38Z\"}]}";
    static final String USDM_UPDATE =
            "{\"stream\":\"btcusdt@depth@100ms\",\"data\":{\"e\":\"depthUpdate\",\"E\":123456789,\"T\":123456788,\"s\":\"BTCUSDT\",\"U\":157,\"u\":160,\"pu\":149,"
                    + "\"b\":[[\"0.0024\",\"10\"],[\"0.0023\",\"0.000\"]],\"a\":[[\"0.0026\",\"100\"]]}}";
    static final String KRAKEN_V1_UPDATE =
            "[1234,{\"a\":[[\"5541.30000\",\"2.50700000\",\"1534614248.456738\"]]},{\"b\":[[\"5541.20000\",\"0.00000000\",\"1534614335.345903\",\"r\"]],\"c\":\"974942666\"},\"book-10\",\"XBT/USD\"]";
    static final String BITFINEX_ACK =
            "{\"event\":\"subscribed\",\"channel\":\"book\",\"chanId\":81757,\"symbol\":\"tXRPBTC\",\"prec\":\"P0\",\"freq\":\"F0\",\"len\":\"25\",\"pair\":\"XRPBTC\"}";
    static final String BITFINEX_SNAPSHOT =
            "[81757,[[0.0000011,13,271510.49],[7e-7,1,10000],[0.00000111,1,-4847.13]],1]";
    static final String BITMEX_UPDATE =
            "{\"table\":\"orderBookL2\",\"action\":\"update\",\"data\":[{\"symbol\":\"XBTUSD\",\"id\":62400580205,\"side\":\"Sell\",\"size\":40000},"
                    + "{\"symbol\":\"ETHUSD\",\"id\":1,\"side\":\"Buy\",\"size\":5},{\"symbol\":\"XBTUSD\",\"id\":62400580206,\"side\":\"Buy\",\"size\":7}]}";
    static final String COINBASE_UPDATE =
            "{\"channel\":\"l2_data\",\"client_id\":\"\",\"timestamp\":\"2026-04-07T14:30:01.456789Z\",\"sequence_num\":1,\"events\":[{\"type\":\"update\",\"product_id\":\"BTC-USD\",\"updates\":["
                    + "{\"side\":\"bid\",\"event_time\":\"2026-04-07T14:30:01.456789Z\",\"price_level\":\"68900.00\",\"new_quantity\":\"2.00000000\"},"
                    + "{\"side\":\"offer\",\"event_time\":\"2026-04-07T14:30:01.456789Z\",\"price_level\":\"68901.00\",\"new_quantity\":\"0.00000000\"}]},"
                    + "{\"type\":\"snapshot\",\"product_id\":\"ETH-USD\",\"updates\":[]}]}";
    static final String DERIBIT_CHANGE =
            "{\"jsonrpc\":\"2.0\",\"method\":\"subscription\",\"params\":{\"channel\":\"book.BTC-PERPETUAL.100ms\",\"data\":{\"type\":\"change\",\"instrument_name\":\"BTC-PERPETUAL\",\"timestamp\":1699999999500,"
                    + "\"change_id\":123456790,\"prev_change_id\":123456789,\"bids\":[[\"change\",42500.0,950.0],[\"new\",42498.5,300.0]],\"asks\":[[\"delete\",42501.0,0.0]]}}}";

    /** Venue and frame. */
    static final List<String[]> ALL = List.of(
            new String[] {"kraken", KRAKEN_UPDATE},
            new String[] {"kraken", KRAKEN_ACK},
            new String[] {"kraken", KRAKEN_INSTRUMENT},
            new String[] {"kraken", KRAKEN_TRADES},
            new String[] {"binance-usdm", USDM_UPDATE},
            new String[] {"kraken-v1", KRAKEN_V1_UPDATE},
            new String[] {"bitfinex", BITFINEX_ACK},
            new String[] {"bitfinex", BITFINEX_SNAPSHOT},
            new String[] {"bitmex", BITMEX_UPDATE},
            new String[] {"coinbase", COINBASE_UPDATE},
            new String[] {"deribit", DERIBIT_CHANGE});

    private Frames() {}

    static UnsafeBuffer buffer(String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.UTF_8));
    }

    static DecodedFrame decode(Decoder decoder, String text) {
        final DecodedFrame out = new DecodedFrame(4);
        final UnsafeBuffer buffer = buffer(text);
        decoder.decodeFrame(1, buffer, 0, buffer.capacity(), out);
        return out;
    }
}
