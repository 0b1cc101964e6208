package io.truebook.transport.box;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A client of a {@link Dialect}: its connection, what it subscribes to, and what the venue counts for it. Event loop. */
final class Peer {
    private final Session session;
    private final Map<String, Long> topics = new LinkedHashMap<>();
    private final Set<String> begun = new HashSet<>();
    private final Map<String, Long> spokeNs = new HashMap<>();
    private final long openedNs = System.nanoTime();
    private long sequence;
    private long channels;
    private long flags;
    private long windowStartNs;
    private int requests;
    private long beatNs;
    private long beats;

    Peer(Session session) {
        this.session = session;
    }

    Session session() {
        return session;
    }

    void say(String text) {
        session.control(text);
    }

    void say(byte[] text) {
        session.control(new String(text, StandardCharsets.UTF_8));
    }

    boolean hears(String topic) {
        return topics.containsKey(topic);
    }

    /** Topics in order of subscription, each with its channel's number. */
    Map<String, Long> topics() {
        return topics;
    }

    /** The new channel's number, counted from 1 for each connection. */
    long add(String topic) {
        topics.put(topic, ++channels);
        return channels;
    }

    void remove(String topic) {
        topics.remove(topic);
        begun.remove(topic);
    }

    /** Whether the topic's snapshot was sent: what comes before it is not told. */
    boolean begun(String topic) {
        return begun.contains(topic);
    }

    void begin(String topic) {
        begun.add(topic);
    }

    /** Notes that the topic was spoken of. */
    void spoke(String topic) {
        spokeNs.put(topic, System.nanoTime());
    }

    /** When the topic was last spoken of, else when the connection began. */
    long spokeNs(String topic) {
        return spokeNs.getOrDefault(topic, openedNs);
    }

    /** The next number of the connection's counter, from {@code first} on. */
    long next(long first) {
        return first + sequence++;
    }

    long openedNs() {
        return openedNs;
    }

    long flags() {
        return flags;
    }

    void flags(long mask) {
        flags = mask;
    }

    /** Counts a request; true when there were more than {@code most} within the window. */
    boolean over(int most, long windowNs) {
        long nowNs = System.nanoTime();
        if (requests == 0 || nowNs - windowStartNs > windowNs) {
            windowStartNs = nowNs;
            requests = 0;
        }
        return ++requests > most;
    }

    /** Whether it is time again for what comes every so often; the number of the beat, or 0 when it is not. */
    long beat(long nowNs, long everyNs) {
        if (beats > 0 && nowNs - beatNs < everyNs) {
            return 0;
        }
        beatNs = nowNs;
        return ++beats;
    }
}
