package io.truebook.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.book.Condition;
import io.truebook.engine.decode.DecodedFrame;
import io.truebook.engine.journal.MemoryJournal;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.InputType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * One field of one level is altered on its way: whenever that makes another book within the levels that the checksum
 * covers, the book must not stay LIVE; whenever it does not, nothing must be reported.
 */
class MutationTest {
    private static final long SEED = Long.getLong("truebook.seed", 20_261_122L);
    private static final int MUTATIONS = Boolean.getBoolean("truebook.full") ? 1_000_000 : 20_000;
    private static final int CHECKED = 10;
    private static final Pattern ROW = Pattern.compile("\\{\"price\":([0-9.]+),\"qty\":([0-9.]+)}");

    private enum Kind {
        PRICE_DIGIT,
        SIZE_DIGIT,
        DIGIT_LOST,
        SIZE_ZERO,
        ROW_LOST,
        SIDE_CHANGED
    }

    private final Random random = new Random(SEED);
    private final KrakenFeed feed = KrakenFeed.btc(SEED);
    private final Rig rig = new Rig();
    private final Map<Kind, Integer> altered = new EnumMap<>(Kind.class);

    @Test
    void shouldNoticeEveryAlteredFieldThatTheChecksumCovers() {
        System.out.println("MutationTest seed=" + SEED);
        int changed = 0;
        while (changed < MUTATIONS) {
            changed += once() ? 1 : 0;
        }
        System.out.println("MutationTest mutations=" + changed + " by kind=" + altered);
        assertThat(altered).containsOnlyKeys(Kind.values());
        assertThat(altered.values()).allMatch(count -> count >= MUTATIONS / 100);
    }

    /** @return true when the mutation altered levels that the checksum covers */
    private boolean once() {
        if (!rig.isLive()) {
            // ten mismatches with no firm book between them, and checksums are not believed; each is to be the first
            // here
            rig.believeAgain();
            rig.frame(feed.snapshot());
        }
        assertThat(rig.isLive()).as("a sound snapshot").isTrue();
        final TreeMap<BigDecimal, BigDecimal> bids = new TreeMap<>(Collections.reverseOrder());
        bids.putAll(feed.bids());
        final TreeMap<BigDecimal, BigDecimal> asks = new TreeMap<>(feed.asks());
        final String sound = feed.update();
        final Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        final String mutated = mutated(sound, kind);
        if (mutated == null) {
            rig.frame(sound);
            return false;
        }
        apply(mutated, bids, asks);
        final boolean same = top(bids).equals(top(feed.bids())) && top(asks).equals(top(feed.asks()));
        final long bad = rig.counters().checksumsBad + rig.counters().crossed;
        final long good = rig.counters().checksumsOk;
        rig.frame(mutated);
        if (same) {
            assertThat(rig.counters().checksumsOk)
                    .as("unaltered by %s", mutated)
                    .isEqualTo(good + 1);
            // levels that the checksum does not cover are not kept at this depth: the book is the venue's again
            return false;
        }
        assertThat(rig.isLive()).as("%s made of %s", mutated, sound).isFalse();
        // The text of Kraken's checksum has no border between the sides: the worst ask moved to be the best bid leaves
        // it as it was where fewer than ten levels stand on each. Then the book is crossed, and that tells.
        assertThat(rig.counters().checksumsBad + rig.counters().crossed)
                .as(mutated)
                .isGreaterThan(bad);
        altered.merge(kind, 1, Integer::sum);
        return true;
    }

    private String mutated(String frame, Kind kind) {
        final List<int[]> rows = new ArrayList<>();
        final Matcher matcher = ROW.matcher(frame);
        while (matcher.find()) {
            rows.add(new int[] {
                matcher.start(), matcher.end(), matcher.start(1), matcher.end(1), matcher.start(2), matcher.end(2)
            });
        }
        final int[] row = rows.get(random.nextInt(rows.size()));
        return switch (kind) {
            case PRICE_DIGIT -> digit(frame, row[2], row[3]);
            case SIZE_DIGIT -> digit(frame, row[4], row[5]);
            case DIGIT_LOST -> digitLost(frame, row[5]);
            case SIZE_ZERO -> frame.substring(0, row[4]) + "0.00000000" + frame.substring(row[5]);
            case ROW_LOST -> tidy(frame.substring(0, row[0]) + frame.substring(row[1]));
            case SIDE_CHANGED -> sideChanged(frame, row);
        };
    }

    private String digit(String frame, int from, int to) {
        int at = from;
        do {
            at = from + random.nextInt(to - from);
        } while (frame.charAt(at) == '.');
        final char other = (char) ('0' + (frame.charAt(at) - '0' + 1 + random.nextInt(9)) % 10);
        // JSON has no leading zeros
        return at == from && other == '0' && frame.charAt(from + 1) != '.'
                ? null
                : frame.substring(0, at) + other + frame.substring(at + 1);
    }

    /** One of the eight digits behind the point of the size that ends there. */
    private String digitLost(String frame, int end) {
        final int at = end - 1 - random.nextInt(8);
        return frame.substring(0, at) + frame.substring(at + 1);
    }

    private static String sideChanged(String frame, int[] row) {
        final String level = frame.substring(row[0], row[1]);
        final boolean bid = row[0] < frame.indexOf("\"asks\":[");
        final String without = tidy(frame.substring(0, row[0]) + frame.substring(row[1]));
        final String side = bid ? "\"asks\":[" : "\"bids\":[";
        return without.replace(side, side + level + ",").replace("},]", "}]");
    }

    private static String tidy(String frame) {
        return frame.replace("[,", "[").replace(",]", "]").replace(",,", ",");
    }

    private static void apply(
            String frame, TreeMap<BigDecimal, BigDecimal> bids, TreeMap<BigDecimal, BigDecimal> asks) {
        final int border = frame.indexOf("\"asks\":[");
        final Matcher row = ROW.matcher(frame);
        while (row.find()) {
            final TreeMap<BigDecimal, BigDecimal> side = row.start() < border ? bids : asks;
            final BigDecimal price = new BigDecimal(row.group(1)).setScale(1);
            final BigDecimal size = new BigDecimal(row.group(2)).setScale(8);
            if (size.signum() == 0) {
                side.remove(price);
            } else {
                side.put(price, size);
            }
        }
    }

    private static List<Map.Entry<BigDecimal, BigDecimal>> top(Map<BigDecimal, BigDecimal> side) {
        final List<Map.Entry<BigDecimal, BigDecimal>> top = new ArrayList<>(CHECKED);
        for (final Map.Entry<BigDecimal, BigDecimal> level : side.entrySet()) {
            if (top.size() == CHECKED) {
                break;
            }
            top.add(Map.entry(level.getKey(), level.getValue()));
        }
        return top;
    }

    /** A passive core that keeps neither inputs nor outputs: a million frames fit. */
    private static final class Rig {
        private final InputDecoder decoder = new InputDecoder();
        private final DecodedFrame frame = new DecodedFrame(64);
        private final OutputBatch batch = new OutputBatch(1 << 14);
        private final Core core = new Core(new MemoryJournal(1 << 12).reader());
        private long position;

        Rig() {
            feed(
                    InputType.CONFIGURED,
                    0,
                    -1,
                    Configs.of(Configs.passive("kraken")).encode());
        }

        void frame(String text) {
            feed(InputType.FRAME, 1, 0, Output.utf8(text));
        }

        void believeAgain() {
            if (!core.venues().get(0).instruments().isEmpty()) {
                feed(InputType.COMMAND, 0, -1, Output.utf8("resync kraken:BTC/USD"));
            }
        }

        private void feed(int type, int source, int venue, byte[] body) {
            final UnsafeBuffer record = new UnsafeBuffer(new byte[Envelope.BYTES + body.length]);
            record.putBytes(Envelope.BYTES, body);
            position++;
            Envelope.write(record, 0, type, 0, position, 0, source, venue, CoreRun.START_NS + position * CoreRun.MS);
            batch.reset();
            decoder.onInput(record, 0, record.capacity(), frame);
            core.onInput(record, 0, record.capacity(), frame, batch);
        }

        boolean isLive() {
            return !core.venues().get(0).instruments().isEmpty()
                    && core.venues().get(0).view(0).condition() == Condition.LIVE;
        }

        Counters counters() {
            return core.venues().get(0).counters();
        }
    }
}
