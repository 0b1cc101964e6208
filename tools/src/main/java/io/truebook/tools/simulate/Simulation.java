package io.truebook.tools.simulate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.engine.book.Reason;
import io.truebook.engine.core.Core;
import io.truebook.engine.core.EventKind;
import io.truebook.engine.record.ConfiguredBody;
import io.truebook.engine.record.ConfiguredBody.ConfigFile;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.EventBody;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.record.RequestBody;
import io.truebook.tools.cli.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;

/** One seed: a venue, faults, the core, and the oracle between them. One thread; use once. */
public final class Simulation {
    private static final long MILLI_NS = 1_000_000;
    private static final long SECOND_NS = 1_000_000_000;
    /** Everything must be well again this long after the last fault: back-off and retries end below it. */
    private static final long HEAL_NS = 600 * SECOND_NS;

    private static final long CALM_NS = 300 * MILLI_NS;
    /** Recoveries without a back-off are done by then. */
    private static final long SOON_NS = 2 * SECOND_NS;

    private static final int BACK_OFF_SLOWER = 10;
    private static final int LEAST_KINDS = 5;
    /** A run in which a fault does not happen by then ends all the same, and fails. */
    private static final int PATIENCE = 4;

    private static final int DEFAULT_DEPTH = 1000;
    /** Inputs after each command in the calm, in which nothing may fail any more: no fault is left to blame. */
    private static final int CALM_INPUTS = 120;

    private static final int CALM_ROUNDS = 2;
    private static final int PAST_STEPS = 200;

    private final SimulationOptions options;
    private final SplittableRandom random;
    private final Shapes shapes = new Shapes();
    private final VenueProtocol protocol;
    private final FaultDice dice;
    private final Schedule schedule = new Schedule(Texts.START_NS);
    private final List<SymbolFeed> feeds = new ArrayList<>();
    private final List<String> channels;
    private final int depth;
    private final String definition;
    private final SimulatedVenue venue;
    private final Oracle oracle;
    private final CoreSide core;
    private final List<String> unprovoked = new ArrayList<>();
    private boolean calm;
    private long continuesSeen;

    /**
     * @param definition text of the venue's definition
     * @throws IllegalArgumentException for a venue that nobody simulates, or a fault that it does not know
     */
    public Simulation(SimulationOptions options, String definition) {
        this.options = options;
        this.definition = definition;
        // venues that speak alike shall not have the same runs
        random = new SplittableRandom(options.seed() ^ (long) options.venue().hashCode() << Integer.SIZE);
        protocol = Protocols.of(options.venue(), random.split(), shapes);
        dice = new FaultDice(chooseFaults(), random.split());
        depth = protocol.depths()[random.nextInt(protocol.depths().length)];
        channels = protocol.channels();
        final int symbols = Math.min(protocol.listings().size(), 2 + random.nextInt(3));
        final int window = protocol.window(depth) == 0 ? Integer.MAX_VALUE : protocol.window(depth);
        final int levels = Math.min(window, 12 + random.nextInt(50));
        for (Listing listing : protocol.listings().subList(0, symbols)) {
            feeds.add(feed(new SymbolMarket(
                    listing, random.split(), levels, Math.min(window, 2 * levels), protocol.idStep())));
        }
        venue = new SimulatedVenue(protocol, feeds, DEFAULT_DEPTH, schedule, random.split(), dice);
        oracle = new Oracle(feeds, protocol.standing());
        core = new CoreSide(schedule, this::onOutput);
    }

    /** With a past, for stale snapshots. */
    private SymbolFeed feed(SymbolMarket market) {
        final SymbolFeed feed = new SymbolFeed(market);
        for (int i = 0; i < PAST_STEPS; i++) {
            market.step();
            feed.tell();
            protocol.number(feed);
        }
        return feed;
    }

    /** Runs it to its end. */
    public SimulationResult run() {
        core.configured(configuration());
        core.started();
        venue.open(core, oracle, 500_000 + random.nextLong(4 * MILLI_NS));
        while (core.position() < options.events()
                || !dice.allStruck() && core.position() < PATIENCE * options.events()) {
            next();
        }
        dice.stop();
        final long faultsEndNs = schedule.nowNs();
        List<String> unequal = heal(faultsEndNs + HEAL_NS);
        final long healedNs = schedule.nowNs() - faultsEndNs;
        if (unequal.isEmpty()) {
            unequal = beCalm();
        }
        if (unequal.isEmpty()) {
            unequal = heal(schedule.nowNs() + HEAL_NS);
        }
        return new SimulationResult(
                options.seed(),
                core.position(),
                oracle.compared(),
                oracle.wrongCount(),
                List.copyOf(oracle.wrong()),
                unequal,
                List.copyOf(unprovoked),
                dice.counts(),
                shapes.frames(),
                shapes.counts(protocol.shapes()),
                healedNs,
                core.core().stateHash());
    }

    /**
     * Without a fault no checksum fails, no id is missing and every frame can be read; not even when an operator has the
     * books made anew, one after the other, while their deltas go on. The first round only removes what the faults left
     * where no checksum reaches: a level far down may be wrong, and is found when it rises.
     *
     * @return what is not well after the first round, in words
     */
    private List<String> beCalm() {
        remake();
        final List<String> unequal = heal(schedule.nowNs() + HEAL_NS);
        calm = true;
        for (int round = 0; unequal.isEmpty() && round < CALM_ROUNDS; round++) {
            remake();
        }
        calm = false;
        return unequal;
    }

    private void remake() {
        for (SymbolFeed feed : feeds) {
            core.command("resync " + protocol.venue() + ':' + feed.listing().symbol());
            oracle.judge(core.position());
            final long end = core.position() + CALM_INPUTS;
            while (core.position() < end) {
                next();
            }
        }
    }

    /** Lets the market go on until all is well, then stops it and looks what arrived. */
    private List<String> heal(long untilNs) {
        List<String> unequal = List.of("");
        final long slowFromNs = schedule.nowNs() + SOON_NS;
        while (!unequal.isEmpty() && schedule.nowNs() < untilNs) {
            if (schedule.nowNs() > slowFromNs) {
                venue.slowDown(BACK_OFF_SLOWER); // a back-off of a minute shall not cost a minute's frames
            }
            run(CALM_NS);
            if (!oracle.allLive()) {
                continue;
            }
            venue.market(false);
            run(CALM_NS);
            unequal = oracle.unequalNow();
            venue.market(true);
        }
        venue.slowDown(1);
        return unequal.isEmpty() ? unequal : oracle.unequalNow();
    }

    private void run(long forNs) {
        final long endNs = schedule.nowNs() + forNs;
        while (schedule.nextNs() < endNs || core.core().nextDeadlineNs() < endNs) {
            next();
        }
        schedule.advance(endNs);
    }

    /** The next thing that happens: a deadline of the core, or what was set. */
    private void next() {
        final long deadlineNs = core.core().nextDeadlineNs();
        if (deadlineNs <= schedule.nextNs()) {
            schedule.advance(deadlineNs);
            core.timer();
            if (core.core().nextDeadlineNs() <= deadlineNs) {
                throw new IllegalStateException("the core's deadline stands still: ns=" + deadlineNs);
            }
        } else {
            schedule.runNext();
        }
        oracle.judge(core.position());
        if (core.core().continueCount() != continuesSeen) {
            continuesSeen = core.core().continueCount();
            schedule.after(1 + random.nextLong(MILLI_NS / 2), core::continueWork);
        }
    }

    private void onOutput(DirectBuffer buffer, int offset, int length) {
        final int type = Envelope.type(buffer, offset);
        final int body = offset + Envelope.BYTES;
        if (type == OutputType.EVENT && calm) {
            failsUnprovoked(EventBody.kind(buffer, body), EventBody.actual(buffer, body));
        }
        if (type != OutputType.REQUEST) {
            oracle.onOutput(buffer, offset);
            return;
        }
        final int connection = RequestBody.connection(buffer, body);
        switch (RequestBody.kind(buffer, body)) {
            case RequestBody.CONNECT -> venue.connect(connection);
            case RequestBody.SEND -> venue.send(connection, RequestBody.text(buffer, body));
            case RequestBody.PING -> venue.ping(connection);
            case RequestBody.CLOSE -> venue.close(connection);
            case RequestBody.QUERY -> venue.query(RequestBody.requestId(buffer, body), RequestBody.text(buffer, body));
            default -> throw new IllegalStateException("unknown request: kind=" + RequestBody.kind(buffer, body));
        }
    }

    /** @param actual of a resync, its reason: an operator's is none, nor is a market that left what the snapshot covers */
    private void failsUnprovoked(int kind, long actual) {
        final boolean failure = kind == EventKind.CHECKSUM_FAILED
                || kind == EventKind.SEQUENCE_GAP
                || kind == EventKind.MALFORMED
                || kind == EventKind.RESYNC_TRIGGERED && actual != Reason.OPERATOR && actual != Reason.SPAN_LEFT;
        if (failure && unprovoked.size() < LEAST_KINDS) {
            final String why = kind == EventKind.RESYNC_TRIGGERED ? " (" + Reason.name((int) actual) + ")" : "";
            unprovoked.add(
                    "input " + core.position() + ": " + EventKind.name(kind) + why + ", though nothing went wrong");
        }
    }

    private Set<FaultKind> chooseFaults() {
        final Set<FaultKind> known = protocol.faults();
        if (!options.faults().isEmpty()) {
            if (!known.containsAll(options.faults())) {
                final Set<FaultKind> unknown = EnumSet.copyOf(options.faults());
                unknown.removeAll(known);
                throw new IllegalArgumentException(
                        unknown.iterator().next().label() + " cannot happen on " + protocol.venue());
            }
            return options.faults();
        }
        final List<FaultKind> all = new ArrayList<>(known);
        Collections.shuffle(all, new Random(random.nextLong()));
        return EnumSet.copyOf(all.subList(0, LEAST_KINDS + random.nextInt(all.size() - LEAST_KINDS + 1)));
    }

    private ConfiguredBody configuration() {
        final ObjectNode profile = Json.object();
        final ObjectNode entry = profile.putArray("venues").addObject().put("id", protocol.venue());
        feeds.stream().map(feed -> feed.listing().symbol()).forEach(entry.withArray("symbols")::add);
        channels.forEach(entry.withArray("channels")::add);
        if (depth > 0) {
            entry.put("depth", depth);
        }
        return new ConfiguredBody(
                Core.VERSION,
                options.seed(),
                options.seed(),
                List.of(
                        new ConfigFile("simulate", Json.line(profile)),
                        new ConfigFile(protocol.venue() + ".yaml", definition)));
    }
}
