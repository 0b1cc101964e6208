package io.truebook.transport;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Where a URL points: parsed by hand, because venues put brackets, quotes and letters outside ASCII into query strings,
 * which {@link URI} refuses. What may not stand in a request line is percent-encoded as UTF-8; what is encoded already
 * stays as it is.
 *
 * @param target path and query, as they go into the request line
 */
record Endpoint(boolean tls, String host, int port, String target) {

    private static final String KEPT = "-._~:/?@!$&'()*+,;=%";

    /**
     * Parses {@code ws://}, {@code wss://}, {@code http://} or {@code https://}.
     *
     * @throws IllegalArgumentException naming the URL and what is wrong with it
     */
    static Endpoint parse(String url, String plainScheme, String tlsScheme) {
        int schemeEnd = url.indexOf("://");
        String scheme = schemeEnd < 0 ? "" : url.substring(0, schemeEnd).toLowerCase(Locale.ROOT);
        if (!scheme.equals(plainScheme) && !scheme.equals(tlsScheme)) {
            throw wrong(url, "must begin with " + plainScheme + ":// or " + tlsScheme + "://");
        }
        boolean tls = scheme.equals(tlsScheme);
        int hostStart = schemeEnd + 3;
        int hostEnd = hostStart;
        while (hostEnd < url.length() && "/?#".indexOf(url.charAt(hostEnd)) < 0) {
            hostEnd++;
        }
        String authority = url.substring(hostStart, hostEnd);
        if (authority.indexOf('@') >= 0) {
            throw wrong(url, "must not hold a user or password");
        }
        int fragment = url.indexOf('#', hostEnd);
        String rest = url.substring(hostEnd, fragment < 0 ? url.length() : fragment);
        String target = encode(rest.startsWith("/") ? rest : "/" + rest);
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']');
        String host = hasPort ? authority.substring(0, colon) : authority;
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isEmpty() || !host.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw wrong(url, "has no valid host");
        }
        int port = hasPort ? port(url, authority.substring(colon + 1)) : tls ? 443 : 80;
        return new Endpoint(tls, host, port, target);
    }

    /** What goes into the Host header. */
    String hostHeader() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == (tls ? 443 : 80) ? name : name + ":" + port;
    }

    /** Connections with the same key may be shared. */
    String poolKey() {
        return (tls ? "https://" : "http://") + host + ":" + port;
    }

    URI webSocketUri() {
        return URI.create((tls ? "wss://" : "ws://") + hostHeader() + target);
    }

    private static int port(String url, String text) {
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port <= 0xffff) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw wrong(url, "has a port that is not a number: " + text);
        }
        throw wrong(url, "has a port outside 1..65535: " + text);
    }

    private static String encode(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean alphanumeric = c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
            if (alphanumeric || KEPT.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%').append(hex(c >> 4)).append(hex(c & 0xf));
            }
        }
        return out.toString();
    }

    private static char hex(int nibble) {
        return "0123456789ABCDEF".charAt(nibble);
    }

    private static IllegalArgumentException wrong(String url, String what) {
        return new IllegalArgumentException("URL " + url + " " + what);
    }
}
