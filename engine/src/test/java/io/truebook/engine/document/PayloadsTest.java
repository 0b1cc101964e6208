package io.truebook.engine.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadsTest {
    private static final String TICKER =
            "{\"symbol\":\"X\",\"high\":3,\"low\":\"1.0\",\"bid\":2,\"ask\":2.5,\"last\":2,"
                    + "\"volume\":\"10.000\",\"timestamp\":1700000000000}";

    @Test
    void shouldReadAnOrderBookWithBestPricesAndMid() {
        final OrderBookPayload book = OrderBookPayload.parse(
                Value.parse("{\"bids\":[[\"100.1\",1],[100,2]],\"asks\":[[100.2,\"0.5\"],[101,1]],\"nonce\":7}"));
        assertThat(book.bestBid().price().text()).isEqualTo("100.1");
        assertThat(book.bestAsk().amount().text()).isEqualTo("0.5");
        assertThat(book.mid().text()).isEqualTo("100.15");
        assertThat(book.nonce()).isEqualTo(7);
        assertThat(book.isCrossed()).isFalse();
        final OrderBookPayload half = OrderBookPayload.parse(Value.parse("{\"bids\":[[1,1]],\"asks\":[]}"));
        assertThat(half.mid()).isNull();
        assertThat(half.bestAsk()).isNull();
        assertThat(Payloads.check(SnapshotType.ORDER_BOOK, Value.parse("{\"bids\":[[2,1]],\"asks\":[[2,1]]}")))
                .containsExactly("the book is crossed");
    }

    /** Defect E-17: what a caller gets cannot be written, and shows no later change. */
    @Test
    void shouldGiveCopiesThatAreIndependent() {
        final OrderBookPayload book = OrderBookPayload.parse(Value.parse("{\"bids\":[[1,1]],\"asks\":[]}"));
        assertThatThrownBy(() -> book.bids().clear()).isInstanceOf(UnsupportedOperationException.class);
        final java.util.ArrayList<Value> list = new java.util.ArrayList<>(java.util.List.of(Literal.NULL));
        final ArrayValue array = ArrayValue.of(list);
        list.set(0, Literal.TRUE);
        assertThat(array.get(0)).isSameAs(Literal.NULL);
        assertThatThrownBy(() -> array.toList().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{\"bids\":[[1,1],[2,1]],\"asks\":[]}~bids[1]: 2 stands behind 1, bids descend",
                "{\"bids\":[],\"asks\":[[1,1],[1.0,1]]}~asks[1]: 1.0 stands behind 1, asks ascend",
                "{\"bids\":[[1,0.00]],\"asks\":[]}~bids[0]: a level of a snapshot needs an amount",
                "{\"bids\":[[1,1,1]],\"asks\":[]}~exactly two",
                "{\"bids\":[1],\"asks\":[]}~bids[0]: a level is",
                "{\"bids\":[]}~needs an array of asks",
                "{\"bids\":[],\"asks\":[],\"nonce\":-1}~nonce must be a whole number",
                "[]~orderBook must be an object",
            })
    void shouldRefuseAnOrderBookThatIsNone(String data, String message) {
        assertThatThrownBy(() -> Payloads.check(SnapshotType.ORDER_BOOK, Value.parse(data)))
                .hasMessageContaining(message);
    }

    @Test
    void shouldReadTrades() {
        final TradesPayload payload = TradesPayload.parse(Value.parse("{\"trades\":[{\"id\":9007199254740993,"
                + "\"price\":\"1.50\",\"amount\":2,\"side\":\"buy\",\"timestamp\":1700000000000},{\"id\":\"b\","
                + "\"price\":1,\"amount\":1,\"side\":\"sell\",\"timestamp\":1700000000001}]}"));
        assertThat(payload.trades()).hasSize(2);
        assertThat(payload.trades().get(0).id()).isEqualTo("9007199254740993");
        assertThat(payload.trades().get(0).bought()).isTrue();
        assertThat(payload.trades().get(0).price().text()).isEqualTo("1.50");
        assertThat(payload.trades().get(1).bought()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{}~trades is missing",
                "{\"trades\":{}}~trades must be an array",
                "{\"trades\":[{\"price\":1,\"amount\":1,\"side\":\"buy\",\"timestamp\":0}]}~trades[0]: id is missing",
                "{\"trades\":[{\"id\":1,\"price\":1,\"amount\":1,\"side\":\"b\",\"timestamp\":0}]}~side must be buy or sell",
                "{\"trades\":[{\"id\":1,\"price\":1,\"amount\":-1,\"side\":\"buy\",\"timestamp\":0}]}~amount is negative",
                "{\"trades\":[{\"id\":1,\"price\":\"x\",\"amount\":1,\"side\":\"buy\",\"timestamp\":0}]}~price must be a decimal",
                "{\"trades\":[{\"id\":null,\"price\":1,\"amount\":1,\"side\":\"buy\",\"timestamp\":0}]}~id must be a string",
                "{\"trades\":[{\"id\":1,\"price\":1,\"amount\":1,\"side\":\"buy\",\"timestamp\":1.5}]}~timestamp must be a whole",
            })
    void shouldRefuseTradesThatAreNone(String data, String message) {
        assertThatThrownBy(() -> Payloads.check(SnapshotType.TRADES, Value.parse(data)))
                .hasMessageContaining(message);
    }

    @Test
    void shouldReadATickerAndNameEachMissingMember() {
        final ObjectValue data = (ObjectValue) Value.parse(TICKER);
        assertThat(TickerPayload.parse(data).volume().text()).isEqualTo("10.000");
        for (int i = 0; i < data.size(); i++) {
            final String name = data.name(i);
            assertThatThrownBy(() -> Payloads.check(SnapshotType.TICKER, data.without(name)))
                    .hasMessage(name + " is missing");
            assertThatThrownBy(() -> Payloads.check(SnapshotType.TICKER, data.with(name, Literal.NULL)))
                    .hasMessageStartingWith(name + " must be");
        }
    }

    @Test
    void shouldReadBalancesAndWarnWhereTheyDoNotAddUp() {
        final Value data = Value.parse("{\"BTC\":{\"free\":\"0.1\",\"used\":\"0.2\",\"total\":\"0.3\"},"
                + "\"EUR\":{\"free\":1,\"used\":0,\"total\":1.01}}");
        final BalancePayload balance = BalancePayload.parse(data);
        assertThat(balance.of("BTC").addsUp()).isTrue();
        assertThat(balance.of("XRP")).isNull();
        assertThat(Payloads.check(SnapshotType.BALANCE, data))
                .containsExactly("currency EUR: free 1 and used 0 make 1, total is 1.01");
        assertThatThrownBy(() -> BalancePayload.parse(Value.parse("{\"BTC\":{\"free\":1,\"used\":0}}")))
                .hasMessage("currency BTC: total is missing");
        assertThatThrownBy(() -> BalancePayload.parse(Value.parse("{\"BTC\":1}")))
                .hasMessageContaining("BTC");
    }

    @Test
    void shouldCheckThatIdsDoNotFallAndTimesAreMilliseconds() {
        final Snapshot first = snapshot(1_700_000_000_000L, 10);
        assertThat(Payloads.invariants(null, first)).isEmpty();
        assertThat(Payloads.invariants(first, snapshot(1_700_000_000_001L, 11))).isEmpty();
        assertThat(Payloads.invariants(first, snapshot(1_699_999_999_999L, 9)))
                .containsExactly("id falls from 10 to 9", "timestamp falls from 1700000000000 to 1699999999999");
        assertThat(Payloads.invariants(null, snapshot(1_700_000_000L, 9))).hasSize(1); // seconds
        assertThat(Payloads.invariants(null, snapshot(1_700_000_000_000_000L, 9)))
                .hasSize(1); // microseconds
    }

    private static Snapshot snapshot(long timestampMs, long id) {
        return new Snapshot(SnapshotType.TICKER, "X", ObjectValue.EMPTY, timestampMs, Snapshot.NO_ID, id, null);
    }
}
