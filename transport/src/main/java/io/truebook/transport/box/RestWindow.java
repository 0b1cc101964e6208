package io.truebook.transport.box;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** A venue's limit of REST requests in a fixed window, and small helps for answering. Event loop. */
final class RestWindow {
    private final int most;
    private final long lengthMs;
    private long window = -1;
    private int used;

    RestWindow(int most, long lengthMs) {
        this.most = most;
        this.lengthMs = lengthMs;
    }

    /** Counts a request; true when it is one too many. */
    boolean over() {
        long now = System.currentTimeMillis() / lengthMs;
        if (now != window) {
            window = now;
            used = 0;
        }
        return ++used > most;
    }

    static String first(Map<String, List<String>> parameters, String name, String otherwise) {
        List<String> values = parameters.get(name);
        return values == null || values.isEmpty() ? otherwise : values.get(0);
    }

    /** The smallest step of so many decimals. */
    static String increment(int decimals) {
        return BigDecimal.ONE.movePointLeft(decimals).toPlainString();
    }
}
