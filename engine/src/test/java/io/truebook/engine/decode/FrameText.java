package io.truebook.engine.decode;

/** Everything that a decoded frame says, as one text to compare. */
final class FrameText {
    private FrameText() {}

    /** @param wire whether texts of the wire are kept of the levels */
    static String of(DecodedFrame f, boolean wire) {
        final StringBuilder text = new StringBuilder(256);
        put(text, f.status, f.error, f.errorOffset, f.hasConnectionSequence ? 1 : 0, f.connectionSequence);
        for (int i = 0; i < f.messageCount(); i++) {
            message(text.append('\n'), f.message(i));
        }
        for (int i = 0; i < f.levelCount; i++) {
            text.append('\n');
            put(text, f.levelSide[i], f.levelOperation[i], f.levelSize[i], f.levelSizeDecimals[i]);
            put(text, f.levelPriceDecimals[i]);
            if (f.levelPriceDecimals[i] != Message.ABSENT) {
                put(text, f.levelPrice[i]);
            }
            if (wire) {
                put(text, f.levelPriceStart[i], f.levelPriceLength[i]);
                put(text, f.levelSizeStart[i], f.levelSizeLength[i]);
            }
        }
        return text.toString();
    }

    private static void message(StringBuilder text, Message m) {
        put(text, m.kind, m.channel, m.symbol, m.symbolStart, m.symbolLength, m.present, m.firstId, m.lastId);
        put(text, m.previousId, m.checksum, m.requestId, m.tradeId, m.side, m.exchangeTimeNs, m.depth);
        put(text, m.priceDecimals, m.sizeDecimals, m.levelFrom, m.levelTo, m.textStart, m.textLength);
        for (int i = 0; i < Message.VALUES; i++) {
            put(text, m.decimals[i], m.decimals[i] == Message.ABSENT ? 0 : m.mantissa[i]);
        }
        put(text, m.mapId, m.digestLength);
        for (int i = 0; i < m.digestLength; i++) {
            put(text, m.digest[i]);
        }
    }

    private static void put(StringBuilder text, long... values) {
        for (final long value : values) {
            text.append(value).append(' ');
        }
    }
}
