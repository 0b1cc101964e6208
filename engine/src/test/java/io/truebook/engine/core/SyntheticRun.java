package io.truebook.engine.core;

import io.truebook.engine.record.InputType;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.record.RequestBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A seeded live run of both venues with faults, as frames and events in order; the same for everybody who plays it. */
public final class SyntheticRun {
    private SyntheticRun() {}

    /** Plays the run's inputs into a fresh core, without threads. */
    public static CoreRun play(long seed, int frames) {
        final CoreRun run = CoreRun.started(Configs.of(Configs.both()));
        final KrakenFeed kraken = KrakenFeed.btc(seed);
        final BinanceFeed binance = new BinanceFeed(false, seed);
        final Random random = new Random(seed);
        run.up(0);
        run.up(1);
        for (int i = 0; i < frames; i++) {
            run.pass(random.nextInt(20) * CoreRun.MS);
            serve(run, kraken, binance);
            switch (random.nextInt(200)) {
                case 0 -> run.frame(0, KrakenFeed.corrupt(kraken.update()));
                case 1 -> binance.diff();
                case 2 -> run.frame(random.nextInt(2), "{\"broken");
                case 3 -> {
                    run.down(0);
                    run.fireNext();
                    run.up(0);
                }
                case 4 -> run.after(random.nextInt(3) * CoreRun.SECOND);
                case 5 -> run.feed(InputType.PAUSED, run.connection(1), 1, new byte[0]);
                case 6 -> run.feed(InputType.RESUMED, run.connection(1), 1, new byte[0]);
                case 7 -> run.continueWork();
                default -> {
                    if (random.nextBoolean()) {
                        run.frame(0, kraken.update());
                    } else {
                        run.frame(1, binance.diff());
                    }
                }
            }
        }
        return run;
    }

    /** Answers what the core asked with its last outputs, as the venues would. */
    private static void serve(CoreRun run, KrakenFeed kraken, BinanceFeed binance) {
        final List<Output> asked = new ArrayList<>();
        run.last().stream()
                .filter(output -> output.type() == OutputType.REQUEST)
                .forEach(asked::add);
        for (int i = 0; i < asked.size() && i < 100; i++) {
            answer(run, kraken, binance, asked.get(i));
            run.last().stream()
                    .filter(output -> output.type() == OutputType.REQUEST)
                    .forEach(asked::add);
        }
    }

    private static void answer(CoreRun run, KrakenFeed kraken, BinanceFeed binance, Output request) {
        final String text = request.requestText();
        switch (request.requestKind()) {
            case RequestBody.CONNECT -> run.up(request.venue());
            case RequestBody.QUERY -> run.outcome(request.venue(), request.requestId(), 200, 0, -1, binance.snapshot());
            case RequestBody.SEND -> {
                if (request.venue() == 1) {
                    run.frame(1, BinanceFeed.acknowledged(request.requestId()));
                } else if (text.contains("unsubscribe")) {
                    run.frame(0, KrakenFeed.unsubscribed("BTC/USD", 10, request.requestId()));
                } else if (text.contains("subscribe")) {
                    run.frame(0, KrakenFeed.subscribed("BTC/USD", 10, request.requestId()));
                    run.frame(0, kraken.snapshot());
                }
            }
            case RequestBody.CLOSE -> run.down(request.venue());
            default -> {
                // a ping
            }
        }
    }
}
