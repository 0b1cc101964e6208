package io.truebook.engine.core;

import io.truebook.engine.record.ConfiguredBody;
import io.truebook.engine.record.InputType;
import io.truebook.engine.record.RequestBody;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Every event in every condition, for both kinds of venues and each {@code onMismatch}; what becomes of the condition is
 * collected by {@link CoreRun}.
 */
final class ConditionGrid {
    private static final List<String> MISMATCH = List.of("resync", "warn", "error");

    private final String venue;
    private final boolean kraken;
    private final String onMismatch;
    private final boolean enabled;
    private KrakenFeed krakenFeed;
    private BinanceFeed binanceFeed;
    private int cells;

    private ConditionGrid(String venue, String onMismatch, boolean enabled) {
        this.venue = venue;
        this.onMismatch = onMismatch;
        this.enabled = enabled;
        kraken = "kraken".equals(venue);
    }

    /** Plays the grid; returns the number of its cells. */
    static int play() {
        int cells = 0;
        for (String venue : List.of("kraken", "binance")) {
            for (String onMismatch : MISMATCH) {
                cells += new ConditionGrid(venue, onMismatch, true).playAll();
            }
            cells += new ConditionGrid(venue, "resync", false).playAll();
        }
        return cells;
    }

    private int playAll() {
        final ConfiguredBody live = Configs.of(kraken ? Configs.kraken() : Configs.binance(venue), this::definition);
        for (Consumer<CoreRun> start : starts()) {
            for (Consumer<CoreRun> event : events()) {
                cell(CoreRun.started(live), start, event);
            }
        }
        final ConfiguredBody passive = Configs.of(Configs.passive(venue), this::definition);
        for (Consumer<CoreRun> start : List.<Consumer<CoreRun>>of(run -> {}, this::snapshot, this::passiveDown)) {
            for (Consumer<CoreRun> event : events()) {
                final CoreRun run = new CoreRun();
                run.configure(passive);
                cell(run, start, event);
            }
        }
        return cells;
    }

    private void cell(CoreRun run, Consumer<CoreRun> start, Consumer<CoreRun> event) {
        cells++;
        krakenFeed = KrakenFeed.btc(3);
        binanceFeed = new BinanceFeed(false, 3);
        start.accept(run);
        event.accept(run);
    }

    private String definition(String text) {
        return text.replace("onMismatch: resync", "onMismatch: " + onMismatch)
                .replace("enabled: true", "enabled: " + enabled);
    }

    /** One for each condition, and STALE by each of its causes. */
    private List<Consumer<CoreRun>> starts() {
        final List<Consumer<CoreRun>> starts = new ArrayList<>();
        starts.add(run -> {});
        starts.add(this::subscribe);
        starts.add(this::live);
        starts.add(run -> live(run, this::malformed));
        starts.add(run -> live(run, this::pause));
        starts.add(run -> live(run, this::down));
        starts.add(run -> live(run, this::malformed, this::pause));
        starts.add(run -> live(run, this::malformed, this::down));
        starts.add(run -> live(run, this::skip));
        starts.add(run -> live(run, this::skip, this::down));
        starts.add(this::catchingUp);
        return starts;
    }

    /** All of them for the default; what {@code onMismatch} and {@code enabled} bear on for the other definitions. */
    private List<Consumer<CoreRun>> events() {
        final List<Consumer<CoreRun>> events = new ArrayList<>(List.of(
                this::snapshot,
                this::crossedSnapshot,
                this::badSnapshot,
                this::misfitSnapshot,
                this::update,
                this::badUpdate,
                this::crossedUpdate,
                this::misfitUpdate,
                this::leaveSpan));
        if ("resync".equals(onMismatch) && enabled) {
            events.addAll(outerEvents());
        }
        return events;
    }

    private List<Consumer<CoreRun>> outerEvents() {
        return List.of(
                this::malformed,
                this::pause,
                this::quietSecond,
                this::lagging,
                this::caughtUp,
                this::silence,
                this::down,
                this::reconnected,
                this::skip,
                this::operator,
                this::refused,
                CoreRun::continueWork);
    }

    @SafeVarargs
    private void live(CoreRun run, Consumer<CoreRun>... then) {
        live(run);
        for (Consumer<CoreRun> next : then) {
            next.accept(run);
        }
    }

    private void live(CoreRun run) {
        subscribe(run);
        snapshot(run);
    }

    private void subscribe(CoreRun run) {
        run.up(0);
        final long id = run.lastSent().requestId();
        run.frame(0, kraken ? KrakenFeed.subscribed("BTC/USD", 10, id) : BinanceFeed.acknowledged(id));
    }

    /** A Binance book with more held than one step applies; Kraken has no such thing and waits. */
    private void catchingUp(CoreRun run) {
        subscribe(run);
        if (!kraken) {
            run.frame(0, binanceFeed.diff());
            final String snapshot = binanceFeed.snapshot();
            for (int i = 0; i < 300; i++) {
                run.frame(0, binanceFeed.diff());
            }
            run.answer(0, snapshot);
        }
    }

    private void snapshot(CoreRun run) {
        answer(run, kraken ? krakenFeed.snapshot() : binanceFeed.snapshot());
    }

    /** In a frame, or as the answer to the query that is open, if one is. */
    private void answer(CoreRun run, String snapshot) {
        final boolean passive = run.core().venues().get(0).isPassive();
        if (kraken || passive) {
            if (passive && !kraken) {
                run.frame(0, binanceFeed.diff());
            }
            run.frame(0, snapshot);
            return;
        }
        if (run.core().venues().get(0).isUp() && run.queries() == 0) {
            run.after(300 * CoreRun.MS);
        }
        if (run.queries() > 0) {
            run.answer(0, snapshot);
        }
    }

    private void crossedSnapshot(CoreRun run) {
        krakenFeed.set(true, "45000.3", "1");
        binanceFeed.bids().put(6_000_001L, 1L);
        snapshot(run);
    }

    private void badSnapshot(CoreRun run) {
        if (kraken) {
            run.frame(0, KrakenFeed.corrupt(krakenFeed.snapshot()));
        }
    }

    private void misfitSnapshot(CoreRun run) {
        answer(run, misfit(kraken ? krakenFeed.snapshot() : binanceFeed.snapshot()));
    }

    /** A first price with so many digits that the other levels do not fit its scale. */
    private static String misfit(String frame) {
        return frame.replaceFirst("(price\":|\\[\\[\")\\d+\\.", "$11.0000000000000000");
    }

    private void update(CoreRun run) {
        run.frame(0, kraken ? krakenFeed.update() : binanceFeed.diff());
    }

    private void badUpdate(CoreRun run) {
        binanceFeed.diff();
        run.frame(0, kraken ? KrakenFeed.corrupt(krakenFeed.update()) : binanceFeed.diff());
    }

    private void crossedUpdate(CoreRun run) {
        final long next = binanceFeed.lastId() + 1;
        run.frame(
                0,
                kraken
                        ? krakenFeed.set(true, "45000.3", "1")
                        : binanceFeed.diff(next, next, 0, BinanceFeed.row(6_000_900, 5), ""));
    }

    private void misfitUpdate(CoreRun run) {
        final long next = binanceFeed.lastId() + 1;
        run.frame(
                0,
                misfit(
                        kraken
                                ? krakenFeed.set(true, "44000.3", "1")
                                : binanceFeed.diff(next, next, 0, BinanceFeed.row(5_000_900, 5), "")));
    }

    /** All bids of the snapshot go, and one below all of them comes. */
    private void leaveSpan(CoreRun run) {
        if (!kraken) {
            final List<String> rows = new ArrayList<>();
            binanceFeed.bids().keySet().forEach(price -> rows.add(BinanceFeed.row(price, 0)));
            rows.add(BinanceFeed.row(1_000, 5));
            final long next = binanceFeed.lastId() + 1;
            run.frame(0, binanceFeed.diff(next, next, 0, String.join(",", rows), ""));
        }
    }

    private void malformed(CoreRun run) {
        run.frame(0, "{\"cut");
    }

    private void pause(CoreRun run) {
        run.feed(InputType.PAUSED, run.connection(0), 0, new byte[0]);
    }

    private void quietSecond(CoreRun run) {
        run.feed(InputType.RESUMED, run.connection(0), 0, new byte[0]);
        run.after(CoreRun.SECOND);
    }

    private void lagging(CoreRun run) {
        run.lag(300 * CoreRun.MS);
        update(run);
        run.after(0);
        snapshot(run);
    }

    private void caughtUp(CoreRun run) {
        lagging(run);
        run.lag(0);
        run.after(0);
    }

    private void silence(CoreRun run) {
        run.after(70 * CoreRun.SECOND);
        snapshot(run);
    }

    private void down(CoreRun run) {
        run.down(0);
    }

    private void passiveDown(CoreRun run) {
        snapshot(run);
        run.down(0);
    }

    private void reconnected(CoreRun run) {
        if (run.core().venues().get(0).isPassive()) {
            return;
        }
        run.down(0);
        run.fireNext();
        run.up(0);
    }

    private void skip(CoreRun run) {
        run.skip(0, 1);
    }

    private void operator(CoreRun run) {
        run.command("resync " + venue + ":" + (kraken ? "BTC/USD" : "BTCUSDT"));
    }

    private void refused(CoreRun run) {
        if (!run.core().venues().get(0).isPassive()
                && !run.core().venues().get(0).isUp()) {
            if (run.core().nextDeadlineNs() < Long.MAX_VALUE) {
                run.fireNext();
            }
            run.up(0);
            if (run.requests(RequestBody.SEND).isEmpty()) {
                return;
            }
            final long id = run.lastSent().requestId();
            run.frame(
                    0,
                    kraken
                            ? "{\"error\":\"no\",\"method\":\"subscribe\",\"req_id\":" + id + ",\"success\":false}"
                            : "{\"code\":2,\"msg\":\"no\",\"id\":" + id + "}");
        }
    }
}
