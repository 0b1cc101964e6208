package io.truebook.transport.box;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Bitfinex's numbers and checksum (docs.bitfinex.com, docs/ws-websocket-checksum, reference/ws-public-books): numbers
 * as JavaScript writes them, below a millionth in scientific notation; the checksum over that very text.
 */
final class BitfinexText {
    private static final int CHECKSUM_LEVELS = 25;
    /** Below ten to this power a number is written with an exponent. */
    private static final int LEAST_PLAIN_EXPONENT = -6;

    private BitfinexText() {}

    static String number(BigDecimal value) {
        if (value.signum() == 0) {
            return "0";
        }
        BigDecimal bare = value.stripTrailingZeros();
        int exponent = bare.precision() - bare.scale() - 1;
        if (exponent >= LEAST_PLAIN_EXPONENT) {
            return bare.toPlainString();
        }
        String digits = bare.unscaledValue().abs().toString();
        return (bare.signum() < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + 'e'
                + exponent;
    }

    /** A tree as the venue writes it. */
    static void append(StringBuilder text, JsonNode node) {
        if (node.isArray()) {
            text.append('[');
            for (int i = 0; i < node.size(); i++) {
                text.append(i == 0 ? "" : ",");
                append(text, node.get(i));
            }
            text.append(']');
        } else {
            text.append(node.isNumber() ? number(node.decimalValue()) : Json.text(node));
        }
    }

    /** {@code [price,count,amount]}: the amount of an ask is negative; a removal counts 0 and has the amount 1 or -1. */
    static String row(boolean bid, Level level, int count) {
        boolean gone = level.size().signum() == 0;
        BigDecimal amount = gone ? BigDecimal.ONE : level.size();
        return "[" + number(level.price()) + ',' + (gone ? 0 : count) + ',' + number(bid ? amount : amount.negate())
                + ']';
    }

    static String rows(List<Level> bids, List<Level> asks) {
        StringBuilder text = new StringBuilder("[");
        for (Level level : bids) {
            text.append(text.length() == 1 ? "" : ",").append(row(true, level, count(level)));
        }
        for (Level level : asks) {
            text.append(text.length() == 1 ? "" : ",").append(row(false, level, count(level)));
        }
        return text.append(']').toString();
    }

    /** The box keeps no orders; any count does, the same for the same level. */
    private static int count(Level level) {
        return 1 + Math.floorMod(level.hashCode(), 9);
    }

    /** CRC32, signed, over the best 25 of each side in turns: {@code price:amount}, joined with colons. */
    static int checksum(List<Level> bids, List<Level> asks) {
        StringBuilder text = new StringBuilder(1024);
        for (int i = 0; i < CHECKSUM_LEVELS; i++) {
            if (i < bids.size()) {
                append(text, bids.get(i).price(), bids.get(i).size());
            }
            if (i < asks.size()) {
                append(text, asks.get(i).price(), asks.get(i).size().negate());
            }
        }
        CRC32 crc = new CRC32();
        crc.update(text.toString().getBytes(StandardCharsets.US_ASCII));
        return (int) crc.getValue();
    }

    private static void append(StringBuilder text, BigDecimal price, BigDecimal amount) {
        text.append(text.length() == 0 ? "" : ":")
                .append(number(price))
                .append(':')
                .append(number(amount));
    }
}
