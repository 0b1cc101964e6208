package io.truebook.tools.simulate;

import io.truebook.engine.record.ConnectionDownBody;
import io.truebook.engine.record.InputType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A venue and the network to it: connections, subscriptions, a market that moves by itself, heartbeats and pings. What
 * the core asks for arrives after a latency, and so does what the venue answers. Faults strike on the way.
 */
final class SimulatedVenue {
    private static final long MILLI_NS = 1_000_000;
    private static final long SECOND_NS = 1_000_000_000;
    /** Nobody hears the market: it goes on, slower, so that a long back-off costs little. */
    private static final int UNHEARD_SLOWER = 25;

    private static final int LOST_CODE = 1006;
    private static final int RESTART_CODE = 1012;

    private final VenueProtocol protocol;
    private final Schedule schedule;
    private final SplittableRandom random;
    private final FaultDice dice;
    private final Map<String, SymbolFeed> feeds = new LinkedHashMap<>();
    private final List<SymbolFeed> feedList;
    private final int defaultDepth;
    private DeltaLine line;
    private CoreSide core;
    private Oracle oracle;
    private Link link;
    private long lastSentNs;
    private long stepNs;
    private boolean marketOpen = true;
    private int slower = 1;
    private int stormLeft;

    SimulatedVenue(
            VenueProtocol protocol,
            List<SymbolFeed> feeds,
            int defaultDepth,
            Schedule schedule,
            SplittableRandom random,
            FaultDice dice) {
        this.protocol = protocol;
        this.schedule = schedule;
        this.random = random;
        this.dice = dice;
        this.defaultDepth = defaultDepth;
        feeds.forEach(feed -> this.feeds.put(feed.listing().symbol(), feed));
        feedList = List.copyOf(feeds);
    }

    /** Begins; {@code meanStepNs} is the market's pace. */
    void open(CoreSide to, Oracle judge, long meanStepNs) {
        core = to;
        oracle = judge;
        stepNs = meanStepNs;
        line = new DeltaLine(protocol, schedule, random.split(), dice, this);
        schedule.after(stepNs, this::step);
        schedule.after(SECOND_NS, this::heartbeat);
        if (protocol.pingEveryNs() > 0) {
            schedule.after(protocol.pingEveryNs(), this::ping);
        }
    }

    /** The market moves, or stands still. */
    void market(boolean moves) {
        marketOpen = moves;
    }

    /** The market's pace is so much slower: nobody but the core's own clock is waited for. */
    void slowDown(int times) {
        slower = times;
    }

    // ---- what the core asks

    void connect(int connection) {
        link = new Link(connection);
        final Link made = link;
        final boolean fails = stormLeft > 0 && dice.isOn() && random.nextInt(3) == 0;
        stormLeft -= fails ? 1 : 0;
        schedule.after(5 * MILLI_NS + random.nextLong(40 * MILLI_NS), () -> {
            if (fails) {
                made.open = false;
                core.down(made.id, ConnectionDownBody.CONNECT_FAILED, 0);
            } else {
                up(made);
            }
        });
    }

    private void up(Link made) {
        made.serving = true;
        feedList.forEach(feed -> feed.subscribed = false);
        oracle.connected();
        core.up(made.id);
        final byte[] greeting = protocol.greeting(made);
        if (greeting != null) {
            control(made, greeting);
        }
        if (stormLeft > 0 && dice.isOn()) {
            stormLeft--;
            schedule.after(random.nextLong(60 * MILLI_NS), () -> lose(made));
        }
    }

    void send(int connection, String text) {
        final Link on = link;
        if (on == null || on.id != connection || !on.serving) {
            return;
        }
        schedule.at(on.heardNs(schedule.nowNs(), latencyNs()), () -> {
            if (on.serving) {
                protocol.onText(text, on, schedule.nowNs(), client(on));
            }
        });
    }

    void ping(int connection) {
        final Link on = link;
        if (on != null && on.id == connection && on.serving) {
            schedule.at(on.arrivalNs(schedule.nowNs(), 2 * latencyNs()), () -> {
                if (on.open) {
                    core.control(InputType.PONG, on.id);
                }
            });
        }
    }

    void close(int connection) {
        final Link on = link;
        if (on == null || on.id != connection || !on.open) {
            return;
        }
        on.serving = false;
        on.open = false;
        schedule.after(MILLI_NS, () -> core.down(on.id, ConnectionDownBody.CLOSED_BY_US, 1000));
    }

    /** {@code GET URL}. */
    void query(long requestId, String request) {
        final String url = request.substring(request.indexOf(' ') + 1);
        final SymbolFeed feed = feeds.get(parameter(url, "symbol"));
        final int limit = Integer.parseInt(parameter(url, "limit"));
        schedule.after(5 * MILLI_NS + latencyNs(), () -> answer(requestId, url, feed, limit));
    }

    // ---- what the venue does

    /** The connection is lost; what is on its way still arrives. */
    void lose(Link lost) {
        if (!lost.serving) {
            return;
        }
        lost.serving = false;
        final boolean said = random.nextBoolean();
        schedule.at(lost.arrivalNs(schedule.nowNs(), latencyNs()), () -> {
            if (lost.open) {
                lost.open = false;
                core.down(
                        lost.id,
                        said ? ConnectionDownBody.CLOSED_BY_PEER : ConnectionDownBody.LOST,
                        said ? RESTART_CODE : LOST_CODE);
            }
        });
    }

    /** This connection is lost, and so are some that follow. */
    void storm(Link lost) {
        stormLeft = 2 + random.nextInt(4);
        lose(lost);
    }

    /**
     * A frame of a book arrives.
     *
     * @param id what it shows, 0 where it is damaged so that it shows nothing
     * @param answer it is the snapshot that a subscription asked for
     */
    void arrive(Link on, SymbolFeed feed, byte[] frame, long id, boolean answer) {
        if (!on.open) {
            return;
        }
        if (id != 0) {
            oracle.delivered(feed.listing().symbol(), id, answer);
        }
        core.frame(on.id, frame);
    }

    private void step() {
        final boolean heard = link != null && link.serving;
        schedule.after(1 + random.nextLong(2 * stepNs * (heard ? slower : UNHEARD_SLOWER)), this::step);
        if (!marketOpen) {
            return;
        }
        final SymbolFeed feed = feedList.get(random.nextInt(feedList.size()));
        feed.market.step();
        tell(feed);
    }

    /** Tells the client what changed, where it listens. */
    private void tell(SymbolFeed feed) {
        final long now = schedule.nowNs();
        final Link on = link;
        if (on == null || !on.serving || !feed.subscribed) {
            feed.tell();
            protocol.number(feed);
            return;
        }
        final boolean silent = now < feed.silentUntilNs;
        final boolean wrong = feed.wrongChecksums > 0;
        final boolean checked = protocol.tell(feed, on, now, wrong, (frame, shown, whole) -> {
            if (!silent) {
                lastSentNs = now;
                line.send(on, feed, frame, shown, whole);
            } else if (feed.silencing) {
                feed.silencing = false;
                dice.struck(FaultKind.SILENT_SYMBOL);
            }
        });
        if (wrong && checked && !silent) {
            feed.wrongChecksums--;
            dice.struck(FaultKind.WRONG_CHECKSUM);
        }
    }

    private VenueProtocol.Client client(Link on) {
        return new VenueProtocol.Client() {
            @Override
            public void answer(byte[] frame) {
                control(on, frame);
            }

            @Override
            public void subscribe(String symbol, int depth) {
                final SymbolFeed feed = feeds.get(symbol);
                feed.subscribed = true;
                feed.depth = depth;
                if (!protocol.hasQueries()) {
                    feed.tell();
                    protocol.number(feed);
                    final byte[] frame = snapshot(feed, on, depth);
                    final long shown = feed.pastShown(protocol.standing());
                    schedule.at(
                            on.arrivalNs(schedule.nowNs(), latencyNs()), () -> arrive(on, feed, frame, shown, true));
                }
            }

            @Override
            public void unsubscribe(String symbol) {
                feeds.get(symbol).subscribed = false;
            }
        };
    }

    private void control(Link on, byte[] frame) {
        lastSentNs = schedule.nowNs();
        schedule.at(on.arrivalNs(schedule.nowNs(), latencyNs()), () -> {
            if (on.open) {
                core.frame(on.id, frame);
            }
        });
    }

    /** The book now, or where that fault strikes as it was; {@code feed.past} stands there afterwards. */
    private byte[] snapshot(SymbolFeed feed, Link on, int limit) {
        final int changes = feed.market.history().count();
        int at = changes;
        if (dice.strikes(FaultKind.STALE_SNAPSHOT)) {
            at = changes - 1 - random.nextInt(Math.min(400, changes / 2));
        }
        feed.goBack(at, protocol.standing());
        if (feed.past.cursor() < changes) {
            dice.struck(FaultKind.STALE_SNAPSHOT);
        }
        return protocol.snapshot(feed, on, schedule.nowNs(), limit == 0 ? defaultDepth : limit);
    }

    private void answer(long requestId, String url, SymbolFeed feed, int limit) {
        final int retryAfter = 1 + random.nextInt(2);
        if (dice.strikes(FaultKind.RATE_LIMIT)) {
            dice.struck(FaultKind.RATE_LIMIT);
            final byte[] body = Texts.ascii("{\"code\":-1003,\"msg\":\"Too much request weight used\"}");
            outcome(requestId, random.nextInt(4) == 0 ? 418 : 429, 0, retryAfter, url, body, latencyNs());
            return;
        }
        final byte[] body = snapshot(feed, link, limit);
        if (dice.strikes(FaultKind.REST_FAILURE)) {
            dice.struck(FaultKind.REST_FAILURE);
            fail(requestId, url, body);
            return;
        }
        outcome(requestId, 200, 0, -1, url, body, random.nextInt(5) == 0 ? 30 * latencyNs() : latencyNs());
    }

    private void fail(long requestId, String url, byte[] body) {
        final byte[] none = new byte[0];
        switch (random.nextInt(5)) {
            case 0 -> outcome(requestId, 503, 0, -1, url, Texts.ascii("<html>busy</html>"), latencyNs());
            case 1 -> outcome(requestId, 0, 1, -1, url, none, 5 * SECOND_NS);
            case 2 -> outcome(requestId, 0, 4, -1, url, none, latencyNs());
            case 3 -> outcome(requestId, 200, 0, -1, url, line.tamper().cut(body), latencyNs());
            default -> {
                // no answer at all: the core's own time-out must find it
            }
        }
    }

    private void outcome(
            long requestId, int status, int failure, int retryAfter, String url, byte[] body, long afterNs) {
        schedule.after(afterNs, () -> core.outcome(requestId, status, failure, retryAfter, url, body));
    }

    private void heartbeat() {
        schedule.after(SECOND_NS / 4, this::heartbeat);
        final boolean quiet = schedule.nowNs() - lastSentNs >= SECOND_NS;
        if (quiet && link != null && link.serving && feedList.stream().anyMatch(f -> f.subscribed)) {
            final byte[] frame = protocol.heartbeat(link, schedule.nowNs());
            if (frame != null) {
                control(link, frame);
            }
        }
    }

    private void ping() {
        schedule.after(protocol.pingEveryNs(), this::ping);
        if (link != null && link.serving) {
            final Link on = link;
            schedule.at(on.arrivalNs(schedule.nowNs(), latencyNs()), () -> {
                if (on.open) {
                    core.control(InputType.PING, on.id);
                }
            });
        }
    }

    private long latencyNs() {
        return random.nextLong(2 * MILLI_NS);
    }

    private static String parameter(String url, String name) {
        final List<String> found = new ArrayList<>();
        for (String part : url.substring(url.indexOf('?') + 1).split("&")) {
            if (part.startsWith(name + '=')) {
                found.add(part.substring(name.length() + 1));
            }
        }
        if (found.size() != 1) {
            throw new IllegalStateException("the core asked for no " + name + ": url=" + url);
        }
        return found.get(0);
    }
}
