package io.truebook.transport.box;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A venue's protocol as far as venues are alike: clients and what they subscribe to, the books, snapshots for those who
 * come late, faults and the delivery log. The rest is the venue's {@link Dialect}.
 */
final class DialectProtocol implements VenueProtocol, Dialect.Desk {
    private final String venue;
    private final Dialect dialect;
    private final Feed feed;
    private final Host host;
    private final BookSender sender;
    private final Counters counters;
    private final boolean logging;
    private final Map<Session, Peer> peers = new LinkedHashMap<>();
    private final Map<String, BoxBook> books = new LinkedHashMap<>();

    DialectProtocol(
            String venue,
            Dialect dialect,
            Feed feed,
            Host host,
            BookSender sender,
            Counters counters,
            boolean logging) {
        this.venue = venue;
        this.dialect = dialect;
        this.feed = feed;
        this.host = host;
        this.sender = sender;
        this.counters = counters;
        this.logging = logging;
        feed.instruments().forEach((symbol, instrument) -> books.put(symbol, new BoxBook(instrument)));
        if (sender.sendsStaleSnapshots()) {
            books.values().forEach(BoxBook::remember);
        }
    }

    @Override
    public String venue() {
        return venue;
    }

    @Override
    public Map<String, Instrument> instruments() {
        return feed.instruments();
    }

    @Override
    public boolean accepts(String path) {
        return dialect.accepts(path);
    }

    @Override
    public void opened(Session session, String path, Map<String, List<String>> parameters) {
        Peer peer = new Peer(session);
        peers.put(session, peer);
        dialect.opened(peer, this);
    }

    @Override
    public void text(Session session, String text) {
        Peer peer = peers.get(session);
        if (peer != null) {
            dialect.text(peer, text, this);
        }
    }

    @Override
    public void closed(Session session) {
        peers.remove(session);
    }

    @Override
    public void disconnectAll() {
        peers.keySet().forEach(Session::disconnect);
    }

    @Override
    public Answer get(String path, Map<String, List<String>> parameters) {
        return dialect.get(path, parameters, this);
    }

    @Override
    public BoxBook find(String symbol) {
        return books.get(symbol);
    }

    @Override
    public Collection<BoxBook> books() {
        return books.values();
    }

    @Override
    public Counters counters() {
        return counters;
    }

    @Override
    public void subscribe(Peer peer, String topic, String symbol) {
        if (symbol == null) {
            return;
        }
        BoxBook book = books.get(symbol);
        sender.joined(peer.session(), symbol);
        if (book.known() && !peer.begun(topic)) {
            counters.snapshots++;
            peer.begin(topic);
            boolean stale = book.older() != null && sender.stale(symbol);
            BoxBook told = stale ? book.older() : book;
            // The log has what was told: no client can know better before the next frame.
            sender.made(peer.session(), dialect.snapshot(peer, topic, told), log("snapshot", told), stale);
            peer.session().flush();
        }
        host.startFeed();
    }

    @Override
    public void publish(FeedFrame frame) {
        List<BookMessage> messages = dialect.read(frame);
        if (messages == null) {
            counters.feedMalformed++;
            return;
        }
        messages.forEach(message -> publish(message, frame));
    }

    private void publish(BookMessage message, FeedFrame frame) {
        if (message.kind() == BookMessage.Kind.OTHER) {
            other(message, frame);
            return;
        }
        BoxBook book = books.get(message.symbol());
        if (book == null) {
            return;
        }
        book.apply(message, frame.timeNs(), dialect.truncates());
        if (message.checksum() != null && book.known() && !message.checksum().equals(dialect.checksum(book))) {
            counters.feedChecksumsBad++;
        }
        boolean snapshot = message.kind() == BookMessage.Kind.SNAPSHOT;
        String log = null;
        for (Peer peer : peers.values()) {
            if (!peer.hears(message.topic()) || peer.session().closed()) {
                continue;
            }
            if (snapshot) {
                peer.begin(message.topic());
            }
            if (!peer.begun(message.topic()) || !dialect.wants(peer, message)) {
                continue;
            }
            log = log == null ? log(snapshot ? "snapshot" : "delta", book) : log;
            Supplier<byte[]> payload = () -> dialect.render(peer, message, frame);
            if (snapshot) {
                sender.snapshot(peer.session(), message.symbol(), payload, log);
            } else {
                sender.delta(peer.session(), message.symbol(), payload, log);
            }
        }
    }

    private void other(BookMessage message, FeedFrame frame) {
        String log = dialect.log(message);
        for (Peer peer : peers.values()) {
            if (!peer.hears(message.topic()) || peer.session().closed()) {
                continue;
            }
            Supplier<byte[]> payload = () -> dialect.render(peer, message, frame);
            if (log == null) {
                peer.session().send(payload.get(), null, null);
            } else if (peer.begun(message.topic())) {
                sender.delta(peer.session(), message.topic(), payload, log);
            }
        }
    }

    /** Never null: that it is a book's frame is counted even where no log is kept. */
    private String log(String kind, BoxBook book) {
        int depth = book.instrument().depth();
        return logging ? DeliveryLog.body(kind, oracle(book, depth == 0 ? DeliveryLog.USUAL_LEVELS : depth)) : "";
    }

    private OracleBook oracle(BoxBook book, int most) {
        return new OracleBook(
                venue,
                book.symbol(),
                book.id(),
                book.levels().bids(most),
                book.levels().asks(most));
    }

    @Override
    public boolean admits(FeedFrame frame) {
        return true;
    }

    @Override
    public boolean ready() {
        return peers.keySet().stream().allMatch(Session::ready);
    }

    @Override
    public boolean listening() {
        return peers.values().stream()
                .anyMatch(peer -> !peer.session().closed() && !peer.topics().isEmpty());
    }

    @Override
    public boolean drained() {
        return peers.keySet().stream().allMatch(Session::drained) && sender.drained();
    }

    @Override
    public void flush() {
        peers.keySet().forEach(Session::flush);
    }

    @Override
    public void tick(long nowNs) {
        sender.tick(nowNs);
        peers.values().stream()
                .filter(peer -> !peer.session().closed())
                .forEach(peer -> dialect.tick(peer, nowNs, this));
    }

    @Override
    public OracleBook book(String symbol) {
        BoxBook book = books.get(symbol);
        return book == null ? null : oracle(book, Integer.MAX_VALUE);
    }
}
