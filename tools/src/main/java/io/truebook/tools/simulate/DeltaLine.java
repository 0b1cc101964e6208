package io.truebook.tools.simulate;

import java.util.SplittableRandom;

/** The way of a delta to the client, with what goes wrong on it. */
final class DeltaLine {
    private static final long MILLI_NS = 1_000_000;

    private final VenueProtocol protocol;
    private final Schedule schedule;
    private final SplittableRandom random;
    private final FaultDice dice;
    private final SimulatedVenue venue;
    private final Tamper tamper;

    DeltaLine(
            VenueProtocol protocol, Schedule schedule, SplittableRandom random, FaultDice dice, SimulatedVenue venue) {
        this.protocol = protocol;
        this.schedule = schedule;
        this.random = random;
        this.dice = dice;
        this.venue = venue;
        tamper = new Tamper(random.split());
    }

    Tamper tamper() {
        return tamper;
    }

    /**
     * @param id what the frame shows
     * @param whole it replaces the book: one that came twice or late would be taken for a new one by any client
     */
    void send(Link link, SymbolFeed feed, byte[] frame, long id, boolean whole) {
        feed.wholesSent += whole ? 1 : 0;
        if (hit(FaultKind.LOSS)) {
            return;
        }
        byte[] sent = frame;
        long shown = id;
        if (hit(FaultKind.TRUNCATION)) {
            sent = tamper.cut(frame);
            shown = 0;
        } else if (hit(FaultKind.CORRUPTION)) {
            final Tamper.Levels levels = protocol.checkedLevels();
            final boolean digit = levels != Tamper.Levels.UNCHECKED && random.nextInt(4) != 0;
            sent = digit ? tamper.digit(frame, levels) : tamper.structure(frame);
            shown = digit ? id : 0;
        }
        if (hit(FaultKind.DELAY)) {
            link.holdUntil(schedule.nowNs() + 50 * MILLI_NS + random.nextLong(750 * MILLI_NS));
        }
        final long jitter = random.nextLong(2 * MILLI_NS);
        final boolean late = !whole && hit(FaultKind.REORDERING);
        final long arrival = late
                ? link.lateNs(schedule.nowNs(), jitter + (3 + random.nextLong(20)) * MILLI_NS)
                : link.arrivalNs(schedule.nowNs(), jitter);
        if (late) {
            deliverLate(arrival, link, feed, sent, shown);
        } else {
            deliver(arrival, link, feed, sent, shown);
        }
        if (!whole && hit(FaultKind.DUPLICATION)) {
            deliverLate(arrival + (random.nextBoolean() ? 1 : random.nextLong(60 * MILLI_NS)), link, feed, sent, shown);
        }
        if (hit(FaultKind.DISCONNECT)) {
            venue.lose(link);
        }
        if (hit(FaultKind.RECONNECT_STORM)) {
            venue.storm(link);
        }
        if (dice.strikes(FaultKind.SILENT_SYMBOL)) {
            feed.silencing = true;
            feed.silentUntilNs = schedule.nowNs() + 200 * MILLI_NS + random.nextLong(3_000 * MILLI_NS);
        }
        if (dice.strikes(FaultKind.WRONG_CHECKSUM)) {
            feed.wrongChecksums = 1 + random.nextInt(4);
        }
    }

    private void deliver(long timeNs, Link link, SymbolFeed feed, byte[] frame, long id) {
        schedule.at(timeNs, () -> venue.arrive(link, feed, frame, id, false));
    }

    /**
     * Where numbers come again, what comes later than a whole book which the venue sent after it is lost: its number may be
     * just the one that follows now, and no client could know.
     */
    private void deliverLate(long timeNs, Link link, SymbolFeed feed, byte[] frame, long id) {
        final int wholes = feed.wholesSent;
        schedule.at(timeNs, () -> {
            if (!protocol.numbersComeAgain() || wholes == feed.wholesSent) {
                venue.arrive(link, feed, frame, id, false);
            }
        });
    }

    private boolean hit(FaultKind kind) {
        if (!dice.strikes(kind)) {
            return false;
        }
        dice.struck(kind);
        return true;
    }
}
