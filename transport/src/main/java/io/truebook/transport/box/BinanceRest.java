package io.truebook.transport.box;

import io.truebook.transport.box.VenueProtocol.Answer;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Binance's REST, as far as books need it: ping, time, exchangeInfo, depth; weights counted a minute and refused with
 * 429 beyond the limit.
 */
final class BinanceRest {
    private static final long MINUTE_MS = 60_000;
    private static final int INFO_WEIGHT = 20;

    private final String venue;
    private final BinanceFlavour flavour;
    private final Map<String, Instrument> instruments;
    private final Function<String, BinanceBook> books;
    private final Map<String, byte[]> firstSnapshots;
    private final boolean logging;
    private final Consumer<String> asked;
    private long minute;
    private int usedWeight;

    /** {@code books} gives the book that a query is answered with; {@code asked} is told the symbol of every depth query that was answered. */
    BinanceRest(
            String venue,
            BinanceFlavour flavour,
            Map<String, Instrument> instruments,
            Function<String, BinanceBook> books,
            Map<String, byte[]> firstSnapshots,
            boolean logging,
            Consumer<String> asked) {
        this.venue = venue;
        this.flavour = flavour;
        this.instruments = instruments;
        this.books = books;
        this.firstSnapshots = firstSnapshots;
        this.logging = logging;
        this.asked = asked;
    }

    Answer get(String path, Map<String, List<String>> parameters) {
        if (!path.startsWith(flavour.rest + '/')) {
            return null;
        }
        return switch (path.substring(flavour.rest.length())) {
            case "/ping" -> charged(1, "{}", null);
            case "/time" -> charged(1, "{\"serverTime\":" + System.currentTimeMillis() + '}', null);
            case "/exchangeInfo" -> charged(INFO_WEIGHT, exchangeInfo(), null);
            case "/depth" -> depth(parameters);
            default -> null;
        };
    }

    private Answer depth(Map<String, List<String>> parameters) {
        String symbol = first(parameters, "symbol");
        if (symbol == null || symbol.isEmpty()) {
            return error(-1102, "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed.");
        }
        BinanceBook book = books.apply(symbol);
        if (book == null) {
            return error(-1121, "Invalid symbol.");
        }
        String text = first(parameters, "limit");
        int limit = flavour.defaultLimit;
        if (text != null) {
            if (!text.matches("[0-9]{1,6}") || Integer.parseInt(text) < 1) {
                return error(-1100, "Illegal characters found in parameter 'limit'; legal range is '^[0-9]{1,20}$'.");
            }
            limit = Integer.parseInt(text);
            if (!flavour.limits.isEmpty() && !flavour.limits.contains(limit)) {
                return error(-4021, "Invalid depth limit. Valid limits: " + flavour.limits + ".");
            }
            limit = Math.min(limit, flavour.maxLimit);
        }
        int weight = flavour.depthWeight(limit);
        if (!book.known()) {
            // The recorder's own query was answered with this; the client's buffered diffs will bridge to it.
            BinanceBook first = new BinanceBook(flavour.futures, new Counters());
            first.snapshot(Json.parse(firstSnapshots.get(symbol)));
            return answered(weight, symbol, first, limit);
        }
        return answered(weight, symbol, book, limit);
    }

    private Answer answered(int weight, String symbol, BinanceBook book, int limit) {
        List<Level> bids = book.levels().bids(limit);
        List<Level> asks = book.levels().asks(limit);
        StringBuilder body = new StringBuilder(64 + 32 * (bids.size() + asks.size()));
        body.append("{\"lastUpdateId\":").append(book.lastId());
        if (flavour.futures) {
            body.append(",\"E\":").append(book.eventMs()).append(",\"T\":").append(book.transactionMs());
        }
        if (flavour == BinanceFlavour.COINM) {
            body.append(",\"symbol\":\"").append(symbol).append("\",\"pair\":\"");
            body.append(symbol.split("_", 2)[0]).append('"');
        }
        body.append(",\"bids\":");
        Json.appendPairs(body, bids);
        body.append(",\"asks\":");
        Json.appendPairs(body, asks);
        String log = null;
        if (logging) {
            int most = DeliveryLog.USUAL_LEVELS;
            log = DeliveryLog.body(
                    "rest",
                    new OracleBook(
                            venue,
                            symbol,
                            book.lastId(),
                            book.levels().bids(most),
                            book.levels().asks(most)));
        }
        Answer answer = charged(weight, body.append('}').toString(), log);
        if (answer.status() == 200) {
            asked.accept(symbol);
        }
        return answer;
    }

    /** The body, unless the minute's weight is used up. */
    private Answer charged(int weight, String body, String log) {
        long nowMs = System.currentTimeMillis();
        if (nowMs / MINUTE_MS != minute) {
            minute = nowMs / MINUTE_MS;
            usedWeight = 0;
        }
        usedWeight += weight;
        Map<String, String> headers = new TreeMap<>();
        headers.put("X-MBX-USED-WEIGHT", Integer.toString(usedWeight));
        headers.put("X-MBX-USED-WEIGHT-1M", Integer.toString(usedWeight));
        if (usedWeight > flavour.weightPerMinute) {
            headers.put("Retry-After", Long.toString((MINUTE_MS - nowMs % MINUTE_MS) / 1000 + 1));
            return new Answer(
                    429,
                    "{\"code\":-1003,\"msg\":\"Too much request weight used; current limit is "
                            + flavour.weightPerMinute + " request weight per 1 MINUTE.\"}",
                    headers,
                    null);
        }
        return new Answer(200, body, headers, log);
    }

    private Answer error(int code, String message) {
        Answer charged = charged(1, "", null);
        return charged.status() == 200
                ? new Answer(400, "{\"code\":" + code + ",\"msg\":\"" + message + "\"}", charged.headers(), null)
                : charged;
    }

    private String exchangeInfo() {
        StringBuilder text = new StringBuilder("{\"timezone\":\"UTC\",\"serverTime\":")
                .append(System.currentTimeMillis())
                .append(",\"rateLimits\":[{\"rateLimitType\":\"REQUEST_WEIGHT\",\"interval\":\"MINUTE\","
                        + "\"intervalNum\":1,\"limit\":")
                .append(flavour.weightPerMinute)
                .append("}],\"exchangeFilters\":[],\"symbols\":[");
        String separator = "";
        for (Instrument instrument : instruments.values()) {
            text.append(separator).append("{\"symbol\":\"").append(instrument.symbol());
            text.append("\",\"status\":\"TRADING\",\"filters\":[{\"filterType\":\"PRICE_FILTER\",\"tickSize\":\"");
            text.append(increment(instrument.priceDecimals()));
            text.append("\"},{\"filterType\":\"LOT_SIZE\",\"stepSize\":\"");
            text.append(increment(instrument.sizeDecimals())).append("\"}]}");
            separator = ",";
        }
        return text.append("]}").toString();
    }

    private static String increment(int decimals) {
        return BigDecimal.ONE.movePointLeft(decimals).toPlainString();
    }

    private static String first(Map<String, List<String>> parameters, String name) {
        List<String> values = parameters.get(name);
        return values == null || values.isEmpty() ? null : values.get(0);
    }
}
