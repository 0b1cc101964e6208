package io.truebook.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.truebook.bench.feed.Feed;
import io.truebook.bench.feed.Feeds;
import io.truebook.bench.feed.Tape;
import io.truebook.bench.yardstick.HandBinance;
import io.truebook.bench.yardstick.HandKraken;
import io.truebook.bench.yardstick.HandScanner;
import io.truebook.engine.decode.DecodedFrame;
import io.truebook.engine.decode.Decoder;
import io.truebook.engine.decode.Message;
import io.truebook.engine.venue.Configuration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The compiled plan against a scanner written by hand for the same frames, and that against Jackson's streaming parser,
 * so that it is a real yardstick. Each fork is a process of its own that measures all three in interleaved rounds; the
 * median over the forks counts. One thread each.
 */
public final class Yardstick {
    /** A plan may take so many times as long as the scanner written by hand. */
    public static final double PLAN_LIMIT = 1.3;

    /** The scanner written by hand is at least so many times as fast as Jackson. */
    public static final double HAND_LEAST = 3.0;

    private static final JsonFactory JSON = new JsonFactory();
    private static final int WARM_ROUNDS = 12;

    private final Feed feed;
    private final UnsafeBuffer buffer;
    private final int[] offsets;
    private final byte[][] payloads;
    private final Decoder decoder;
    private final DecodedFrame decoded = new DecodedFrame(8192);
    private final HandScanner hand;

    /** Times of a frame in one fork, ns; medians over its rounds. */
    public record Times(double hand, double plan, double jackson) {}

    /** What came out, each the median over the forks. */
    public record Result(Feed feed, int forks, double planByHand, double jacksonByHand, Times times) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "yardstick %s (%s): the plan takes %.2f times as long as a scanner written by hand, wanted at most"
                            + " %.1f; that is %.1f times as fast as Jackson, wanted %.1f; by hand %.0f ns a frame,"
                            + " plan %.0f, Jackson %.0f; %d forks",
                    feed.venue(),
                    feed.origin(),
                    planByHand,
                    PLAN_LIMIT,
                    jacksonByHand,
                    HAND_LEAST,
                    times.hand(),
                    times.plan(),
                    times.jackson(),
                    forks);
        }

        public boolean held() {
            return planByHand <= PLAN_LIMIT && jacksonByHand >= HAND_LEAST;
        }
    }

    Yardstick(Feed whole, HandScanner hand) {
        feed = whole;
        this.hand = hand;
        // a REST answer has another plan, and is one of thousands
        final List<byte[]> frames =
                whole.snapshotIsAnswer() ? whole.payloads().subList(1, whole.frames()) : whole.payloads();
        payloads = frames.toArray(new byte[0][]);
        offsets = new int[payloads.length];
        int end = 0;
        for (int i = 0; i < payloads.length; i++) {
            offsets[i] = end;
            end += payloads[i].length;
        }
        buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(end));
        for (int i = 0; i < payloads.length; i++) {
            buffer.putBytes(offsets[i], payloads[i]);
        }
        decoder = new Decoder(
                Configuration.parse(Tape.configuration(whole).files())
                        .venues()
                        .get(0)
                        .definition(),
                false);
        decoder.addSymbol(whole.symbol());
        agree();
    }

    /** Measures in forks; they take turns over the venues. */
    static List<Result> run(int forks, int rounds) throws IOException, InterruptedException {
        final List<Feed> feeds = List.of(Feeds.kraken(), Feeds.binanceUsdm());
        final List<List<Times>> times = List.of(new ArrayList<>(), new ArrayList<>());
        for (int fork = 0; fork < forks; fork++) {
            for (int i = 0; i < feeds.size(); i++) {
                times.get(i).add(fork(feeds.get(i).venue(), rounds));
            }
        }
        final List<Result> results = new ArrayList<>();
        for (int i = 0; i < feeds.size(); i++) {
            final List<Times> of = times.get(i);
            results.add(new Result(
                    feeds.get(i),
                    forks,
                    Gate.median(
                            of.stream().mapToDouble(t -> t.plan() / t.hand()).toArray()),
                    Gate.median(
                            of.stream().mapToDouble(t -> t.jackson() / t.hand()).toArray()),
                    new Times(
                            Gate.median(of.stream().mapToDouble(Times::hand).toArray()),
                            Gate.median(of.stream().mapToDouble(Times::plan).toArray()),
                            Gate.median(of.stream().mapToDouble(Times::jackson).toArray()))));
        }
        return results;
    }

    static Yardstick of(String venue) {
        return venue.equals("kraken")
                ? new Yardstick(Feeds.kraken(), new HandKraken())
                : new Yardstick(Feeds.binanceUsdm(), new HandBinance());
    }

    /** A fork: prints its times for the parent. */
    public static void main(String[] args) throws IOException {
        final Times times = of(args[0]).measure(Integer.parseInt(args[1]));
        System.out.println("times " + times.hand() + " " + times.plan() + " " + times.jackson());
    }

    private static Times fork(String venue, int rounds) throws IOException, InterruptedException {
        final String[] words = Fork.run(Yardstick.class, "times", venue, Integer.toString(rounds))
                .get(0)
                .split(" ");
        return new Times(Double.parseDouble(words[0]), Double.parseDouble(words[1]), Double.parseDouble(words[2]));
    }

    Times measure(int rounds) throws IOException {
        final double[][] times = new double[3][rounds];
        for (int round = -WARM_ROUNDS; round < rounds; round++) {
            for (int i = 0; i < times.length; i++) {
                final int who = (i + round + WARM_ROUNDS) % times.length;
                final double ns = pass(who);
                if (round >= 0) {
                    times[who][round] = ns;
                }
            }
        }
        return new Times(Gate.median(times[0]), Gate.median(times[1]), Gate.median(times[2]));
    }

    /** Several passes of one of the three; ns a frame. */
    private double pass(int who) throws IOException {
        final int passes = Math.max(1, 40_000 / payloads.length);
        final long start = Gate.cpuNs();
        long levels = 0;
        for (int pass = 0; pass < passes; pass++) {
            levels += switch (who) {
                case 0 -> byHand();
                case 1 -> byPlan();
                default -> byJackson();
            };
        }
        final long ns = Gate.cpuNs() - start;
        if (levels == 0) {
            throw new IllegalStateException("bench: " + feed.origin() + ": no level was read");
        }
        return (double) ns / passes / payloads.length;
    }

    private long byHand() {
        long levels = 0;
        for (int i = 0; i < payloads.length; i++) {
            if (!hand.scan(buffer, offsets[i], payloads[i].length)) {
                throw new IllegalStateException("bench: not a frame for the scanner written by hand: " + text(i));
            }
            levels += hand.levels;
        }
        return levels;
    }

    private long byPlan() {
        long levels = 0;
        for (int i = 0; i < payloads.length; i++) {
            decoder.decodeFrame(1, buffer, offsets[i], payloads[i].length, decoded);
            levels += decoded.levelCount;
        }
        return levels;
    }

    /** Every value of the frame as what it is: a text, or an exact number where one is sent bare. */
    private long byJackson() throws IOException {
        long values = 0;
        for (final byte[] payload : payloads) {
            try (JsonParser parser = JSON.createParser(payload)) {
                JsonToken token = parser.nextToken();
                while (token != null) {
                    switch (token) {
                        case VALUE_STRING -> values += parser.getText().length();
                        case VALUE_NUMBER_INT -> values += parser.getLongValue() & 1;
                        case VALUE_NUMBER_FLOAT ->
                            values += parser.getDecimalValue().scale();
                        default -> values++;
                    }
                    token = parser.nextToken();
                }
            }
        }
        return values;
    }

    /** The two must have read the same, or there is nothing to compare. */
    private void agree() {
        for (int i = 0; i < payloads.length; i++) {
            decoder.decodeFrame(1, buffer, offsets[i], payloads[i].length, decoded);
            final Message message = decoded.message(0);
            final boolean same = hand.scan(buffer, offsets[i], payloads[i].length)
                    && decoded.status == DecodedFrame.OK
                    && hand.timeNs == message.exchangeTimeNs
                    && hand.checksum == message.checksum
                    && hand.lastId == message.lastId
                    && hand.firstId == message.firstId
                    && hand.previousId == message.previousId
                    && sameLevels();
            if (!same) {
                throw new IllegalStateException("bench: plan and scanner written by hand differ on " + text(i));
            }
        }
    }

    private boolean sameLevels() {
        final int n = hand.levels;
        boolean same = n == decoded.levelCount;
        for (int i = 0; same && i < n; i++) {
            same = decoded.levelSide[i] == (i < hand.bids ? DecodedFrame.BID : DecodedFrame.ASK);
        }
        return same
                && Arrays.equals(hand.prices, 0, n, decoded.levelPrice, 0, n)
                && Arrays.equals(hand.sizes, 0, n, decoded.levelSize, 0, n)
                && Arrays.equals(hand.priceDecimals, 0, n, decoded.levelPriceDecimals, 0, n)
                && Arrays.equals(hand.sizeDecimals, 0, n, decoded.levelSizeDecimals, 0, n);
    }

    private String text(int frame) {
        return feed.origin() + ", frame " + frame + ": " + new String(payloads[frame], StandardCharsets.UTF_8);
    }
}
