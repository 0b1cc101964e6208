package io.truebook.transport;

import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Reads what a venue says about its limits. */
final class LimitHeaders {
    static final int ABSENT = -1;

    private LimitHeaders() {}

    /** The first of the named headers that holds a number. */
    static int usedWeight(HttpHeaders headers, List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            int value = number(headers.get(names.get(i)));
            if (value != ABSENT) {
                return value;
            }
        }
        return ABSENT;
    }

    /** Seconds, also where the header gives a date: that is counted from the answer's own date, else from now. */
    static int retryAfterSeconds(HttpHeaders headers, long nowNs) {
        String text = headers.get(HttpHeaderNames.RETRY_AFTER);
        int seconds = number(text);
        if (seconds != ABSENT || text == null) {
            return seconds;
        }
        Date until = DateFormatter.parseHttpDate(text);
        if (until == null) {
            return ABSENT;
        }
        String dateText = headers.get(HttpHeaderNames.DATE);
        Date date = dateText == null ? null : DateFormatter.parseHttpDate(dateText);
        long fromMs = date == null ? TimeUnit.NANOSECONDS.toMillis(nowNs) : date.getTime();
        long leftMs = Math.max(0, until.getTime() - fromMs);
        return (int) Math.min(Integer.MAX_VALUE, (leftMs + 999) / 1000);
    }

    private static int number(String text) {
        if (text == null || text.isBlank()) {
            return ABSENT;
        }
        try {
            return Math.max(ABSENT, Integer.parseInt(text.trim()));
        } catch (NumberFormatException e) {
            return ABSENT;
        }
    }
}
