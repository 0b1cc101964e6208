package io.truebook.tools.oracle;

import io.truebook.transport.box.DeliveryLog;
import io.truebook.transport.box.DeliveryLog.Delivery;
import io.truebook.transport.box.OracleBook;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A delivery log, found by where each thing was delivered. */
final class Deliveries {
    private final Map<String, Delivery> frames = new HashMap<>();
    private final Map<String, List<Long>> connections = new HashMap<>();
    private final Map<String, Delivery> answers = new HashMap<>();
    private final Map<String, OracleBook> last = new HashMap<>();
    private final Map<String, Delivery> newest = new HashMap<>();

    Deliveries(Path file) {
        DeliveryLog.read(file, this::add);
    }

    /** What was in that text frame of that connection (both from 1); null when it bore no book. */
    Delivery frame(long connection, long frame) {
        return frames.get(connection + "/" + frame);
    }

    /** The box's connections on which a book stood in the text frame of that number and CRC-32, in order of accept. */
    List<Long> connections(long frame, long crc) {
        return connections.getOrDefault(frame + "/" + crc, List.of());
    }

    /** The REST answer with that update id; null when none was given. */
    Delivery answer(String book, long updateId) {
        return answers.get(book + "/" + updateId);
    }

    /** {@code VENUE:SYMBOL} to the venue's book at the end of what was delivered. */
    Map<String, OracleBook> last() {
        return last;
    }

    static String name(OracleBook book) {
        return book.venue() + ":" + book.symbol();
    }

    /**
     * Whether a delivery tells of a later state than the one before. On one connection what comes later does, even
     * with a smaller id: a venue may reset its ids. Over several connections, and between frames and answers, the ids
     * decide, but a snapshot in a frame begins a connection's books anew.
     */
    static boolean replaces(Delivery delivery, Delivery before) {
        if (before == null || delivery.book().updateId() == OracleBook.NO_ID) {
            return true;
        }
        final boolean inOrder = delivery.query() == 0
                && (delivery.connection() == before.connection()
                        || delivery.kind().equals("snapshot"));
        return inOrder || delivery.book().updateId() >= before.book().updateId();
    }

    private void add(Delivery delivery) {
        final OracleBook book = delivery.book();
        if (delivery.query() > 0) {
            answers.put(name(book) + "/" + book.updateId(), delivery);
        } else {
            frames.put(delivery.connection() + "/" + delivery.frame(), delivery);
            connections
                    .computeIfAbsent(delivery.frame() + "/" + delivery.crc(), any -> new ArrayList<>(1))
                    .add(delivery.connection());
        }
        final Delivery before = newest.get(name(book));
        if (replaces(delivery, before)) {
            newest.put(name(book), delivery);
            last.put(name(book), book);
        }
    }
}
