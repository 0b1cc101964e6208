package io.truebook.tools.read;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.engine.book.Condition;
import io.truebook.engine.book.ProofKind;
import io.truebook.engine.book.Reason;
import io.truebook.engine.record.BookBody;
import io.truebook.engine.record.ConditionBody;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.OutputType;
import io.truebook.tools.cli.Json;
import io.truebook.tools.cli.Moment;
import io.truebook.tools.print.BookStatsFields;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/**
 * One book rebuilt from what was published: levels, condition, and the positions that vouch for it. Decimals, so that a
 * scale that widens on the way changes nothing.
 */
public final class BookAt {
    private final String symbol;
    private final NavigableMap<BigDecimal, BigDecimal> bids = new TreeMap<>(Comparator.reverseOrder());
    private final NavigableMap<BigDecimal, BigDecimal> asks = new TreeMap<>();
    private byte condition = Condition.EMPTY;
    private byte proof = ProofKind.NONE;
    private int reason = Reason.NONE;
    private int provenDepth;
    private long provenAt;
    private long snapshotAt;
    private long changedAt;
    private long conditionAt;
    private long asOfNs;
    private long lastId;
    /** The newest that the book said of itself, null before. */
    private ObjectNode statistics;

    public BookAt(String symbol) {
        this.symbol = symbol;
    }

    /** Takes one output of this instrument. */
    public void apply(DirectBuffer buffer, int offset) {
        final int body = offset + Envelope.BYTES;
        final long cause = Envelope.cause(buffer, offset);
        switch (Envelope.type(buffer, offset)) {
            case OutputType.BOOK_SNAPSHOT -> {
                bids.clear();
                asks.clear();
                snapshotAt = cause;
                levels(buffer, body, cause);
            }
            case OutputType.BOOK_DELTA -> levels(buffer, body, cause);
            case OutputType.CONDITION -> {
                condition = ConditionBody.to(buffer, body);
                reason = ConditionBody.reason(buffer, body);
                proof = ConditionBody.proof(buffer, body);
                provenDepth = ConditionBody.provenDepth(buffer, body);
                provenAt = ConditionBody.provenAt(buffer, body);
                conditionAt = cause;
            }
            case OutputType.BOOK_STATS -> {
                statistics = Json.object();
                BookStatsFields.add(statistics, buffer, body);
            }
            default -> {
                // other outputs of the instrument change nothing here
            }
        }
    }

    private void levels(DirectBuffer buffer, int body, long cause) {
        final int priceScale = BookBody.priceScale(buffer, body);
        final int sizeScale = BookBody.sizeScale(buffer, body);
        final int count = BookBody.levelCount(buffer, body);
        for (int i = 0; i < count; i++) {
            final Map<BigDecimal, BigDecimal> side = BookBody.levelSide(buffer, body, i) == 0 ? bids : asks;
            final BigDecimal price = BigDecimal.valueOf(BookBody.levelPrice(buffer, body, i), priceScale);
            final long size = BookBody.levelSize(buffer, body, i);
            // a put would keep the old key, and with it the old number of decimals
            side.remove(price);
            if (size != 0) {
                side.put(price, BigDecimal.valueOf(size, sizeScale));
            }
        }
        condition = BookBody.condition(buffer, body);
        proof = BookBody.proof(buffer, body);
        provenDepth = BookBody.provenDepth(buffer, body);
        provenAt = BookBody.provenAt(buffer, body);
        lastId = BookBody.lastId(buffer, body);
        asOfNs = BookBody.receiveTimeNs(buffer, body);
        changedAt = cause;
    }

    /** {@code VENUE:SYMBOL}. */
    public String symbol() {
        return symbol;
    }

    /** One of {@link Condition}. */
    public byte condition() {
        return condition;
    }

    /** Levels per side, from the best, for which the proof holds. */
    public int provenDepth() {
        return provenDepth;
    }

    /** The venue's id of the last change applied, 0 where it has none. */
    public long lastId() {
        return lastId;
    }

    /** Best first. */
    public NavigableMap<BigDecimal, BigDecimal> bids() {
        return bids;
    }

    /** Best first. */
    public NavigableMap<BigDecimal, BigDecimal> asks() {
        return asks;
    }

    /** The book with its evidence; at most {@code depth} levels a side. */
    public ObjectNode json(int depth) {
        final ObjectNode node = Json.object();
        node.put("symbol", symbol);
        node.put("condition", Condition.name(condition));
        node.put("proof", ProofKind.name(proof));
        node.put("provenDepth", provenDepth);
        node.putObject("evidence")
                .put("provenAt", provenAt)
                .put("snapshotAt", snapshotAt)
                .put("changedAt", changedAt)
                .put("conditionAt", conditionAt)
                .put("reason", Reason.name(reason))
                .put("lastId", lastId);
        node.put("asOf", asOfNs == 0 ? null : Moment.print(asOfNs));
        if (statistics != null) {
            node.set("statistics", statistics);
        }
        node.put("bidLevels", bids.size());
        node.put("askLevels", asks.size());
        side(node.putArray("bids"), bids, depth);
        side(node.putArray("asks"), asks, depth);
        return node;
    }

    private static void side(ArrayNode array, NavigableMap<BigDecimal, BigDecimal> side, int depth) {
        side.entrySet().stream()
                .limit(depth)
                .forEach(level -> array.addArray()
                        .add(level.getKey().toPlainString())
                        .add(level.getValue().toPlainString()));
    }
}
