package io.truebook.transport.box;

import java.util.List;
import java.util.Map;

/** The server side of one venue's protocol, with the venue's books. Event loop, unless said otherwise. */
interface VenueProtocol {
    /** What the protocol needs of the server around it. */
    interface Host {
        /** A client listens: the feed begins, if it has not. */
        void startFeed();
    }

    /** What a REST call is answered; {@code logBody} is the delivery log's line when a book is answered, else null. */
    record Answer(int status, String body, Map<String, String> headers, String logBody) {}

    String venue();

    /** Any thread: the feed's instruments by symbol. */
    Map<String, Instrument> instruments();

    /** Whether a WebSocket may be opened at the path (without the venue's prefix). */
    boolean accepts(String path);

    /** The connection stands. {@code parameters} are those of the address. */
    void opened(Session session, String path, Map<String, List<String>> parameters);

    void text(Session session, String text);

    void closed(Session session);

    /** Ends every connection without a close frame. */
    void disconnectAll();

    /** Answers a GET (path without the venue's prefix), or null when the path is not the venue's. */
    Answer get(String path, Map<String, List<String>> parameters);

    /** Takes the feed's next frame: into the books and to those who listen. */
    void publish(FeedFrame frame);

    /** False while the feed has to wait for a client before this frame. */
    boolean admits(FeedFrame frame);

    /** False while a listener takes no more. */
    boolean ready();

    /** Whether anybody subscribes to what the feed carries. */
    boolean listening();

    /** Whether nothing is held back for any client. */
    boolean drained();

    /** Writes out what was sent since the last flush. */
    void flush();

    /** Called several times a second: heartbeats, pings. */
    void tick(long nowNs);

    /** The book, or null when the symbol is unknown. */
    OracleBook book(String symbol);
}
