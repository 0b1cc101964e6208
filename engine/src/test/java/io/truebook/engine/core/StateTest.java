package io.truebook.engine.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.engine.book.Book;
import io.truebook.engine.book.BookSide;
import io.truebook.engine.checksum.BookChecksum;
import io.truebook.engine.decode.DecodedFrame;
import io.truebook.engine.decode.Decoder;
import io.truebook.engine.journal.JournalException;
import io.truebook.engine.record.ConfiguredBody;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.replay.Replayer;
import io.truebook.engine.state.HashingVisitor;
import io.truebook.engine.state.ImageReader;
import io.truebook.engine.state.ImageWriter;
import io.truebook.engine.venue.Configuration;
import io.truebook.engine.venue.VenueDefinition;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The state's one description: image, restore, and a hash that misses no field. */
class StateTest {
    /**
     * Fields that are no state, each with the reason. Everything else that the core reaches must change the hash when it
     * changes.
     */
    private static final Map<String, String> EXEMPT = Map.ofEntries(
            Map.entry("Core.inputType", "scratch: set by each input before it is read"),
            Map.entry("Core.lagLimitMicros", "derived from the configuration, which is hashed"),
            Map.entry("BookSide.from", "where the levels lie in their arrays is no content"),
            Map.entry("BookSide.to", "as from; the count is hashed"),
            Map.entry("BookSide.lastFound", "where a search begins"),
            Map.entry("BookSide.beyond", "where a count begins"),
            Map.entry("BookSide.touchedKey", "what a cached checksum may not know; a restore forgets the cache"),
            Map.entry("BookSide.keys", "hashed incrementally; checked by recomputeHash"),
            Map.entry("BookSide.ids", "which entry of the pool a level has is no content"),
            Map.entry("BookSide.texts", "rendered from price and size; wire texts have a test of their own"),
            Map.entry("BookSide.textLengths", "as texts"),
            Map.entry("LevelPool.entries", "hashed incrementally; checked by recomputeHash"),
            Map.entry("LevelPool.table", "a second way to the same levels"),
            Map.entry("LevelPool.shift", "derived from the table's length"),
            Map.entry("LevelPool.free", "bookkeeping of entries"),
            Map.entry("LevelPool.freeCount", "bookkeeping of entries"),
            Map.entry("BookLevels.changes", "scratch of one message"),
            Map.entry("BookLevels.deltaBody", "scratch of one message"),
            Map.entry("BookLevels.firstScaled", "scratch of one message"),
            Map.entry("BookLevels.prices", "scratch of one message"),
            Map.entry("BookLevels.sizes", "scratch of one message"),
            Map.entry("BookLevels.scaledPrices", "scratch of one message"),
            Map.entry("BookLevels.scaledSizes", "scratch of one message"),
            Map.entry("HeldDeltas.stepping", "scratch of one step"),
            Map.entry("PositionBuffer.head", "where the positions lie in their array is no content"),
            Map.entry("ClockOffset.sorted", "scratch of one figure"),
            Map.entry("IntervalQuantile.counts", "hashed incrementally; checked by recomputeHash"),
            Map.entry("MessageCache.owners", "hashed incrementally; checked by recomputeHash"),
            Map.entry("MessageCache.ids", "as owners"),
            Map.entry("MessageCache.prices", "as owners"),
            Map.entry("MessageCache.sizes", "as owners"),
            Map.entry("MessageCache.times", "as owners"),
            Map.entry("MessageCache.seenNs", "as owners"),
            Map.entry("MessageCache.head", "where the entries lie in their ring is no content"),
            Map.entry("MessageCache.table", "a second way to the same entries"),
            Map.entry("Timers.earliest", "derived from the deadlines"),
            Map.entry("Timers.kinds", "registered in the order that the configuration gives"));

    /** Objects that hold no state of the core. */
    private static final Set<Class<?>> BORDER = Set.of(
            Outputs.class, // scratch of one input
            ReadBack.class, // a reader and a decoder of what the journal holds anyway
            InputDecoder.class, // the read-back decoder: it gets its symbols with the instruments
            Decoder.class,
            BookChecksum.class, // a cache, forgotten by a restore
            HashingVisitor.class,
            ConfiguredBody.class, // hashed when it is set, see Core.configuredHash
            Configuration.VenueSetup.class,
            VenueDefinition.class,
            DecodedFrame.class);

    /** A run with both kinds of venues in the middle of everything: deltas held, timers set, acknowledgements open. */
    private static CoreRun busy() {
        final CoreRun run = CoreRun.started(Configs.of(Configs.both()));
        final KrakenFeed kraken = KrakenFeed.btc(9);
        final BinanceFeed binance = new BinanceFeed(false, 9);
        run.up(0);
        final long krakenRequest = run.lastSent().requestId();
        run.up(1);
        run.frame(1, BinanceFeed.acknowledged(run.lastSent().requestId()));
        run.frame(0, KrakenFeed.subscribed("BTC/USD", 10, krakenRequest));
        run.frame(0, kraken.snapshot());
        for (int i = 0; i < 20; i++) {
            run.pass(10 * CoreRun.MS);
            run.frame(0, kraken.update());
            run.frame(1, binance.diff());
        }
        run.frame(0, "nonsense");
        run.frame(0, new KrakenFeed("DOGE/USD", 10, 1, 8, 1).snapshot());
        return run;
    }

    @Test
    void shouldHaveAnotherHashWheneverOneFieldOfTheStateIsAnother() throws ReflectiveOperationException {
        final CoreRun run = busy();
        final long hash = run.core().stateHash();
        final List<String> missed = new ArrayList<>();
        final Set<String> seen = new TreeSet<>();
        for (Object owner : reachable(run.core())) {
            for (Field field : fieldsOf(owner)) {
                final String name = field.getDeclaringClass().getSimpleName() + "." + field.getName();
                if (EXEMPT.containsKey(name)) {
                    seen.add(name);
                    continue;
                }
                for (Runnable undo : changes(owner, field)) {
                    if (run.core().stateHash() == hash) {
                        missed.add(name);
                    }
                    undo.run();
                }
            }
        }
        assertThat(missed).as("fields whose change the state hash misses").isEmpty();
        assertThat(run.core().stateHash()).as("every change was undone").isEqualTo(hash);
        assertThat(seen).as("exemptions that are still needed").isEqualTo(new TreeSet<>(EXEMPT.keySet()));
    }

    @Test
    void shouldHaveAnotherRecomputedHashWheneverALevelIsAnother() throws ReflectiveOperationException {
        final BookSide side = busy().book(0, 0).bids();
        final long hash = side.hash();
        final long[] keys =
                (long[]) accessible(BookSide.class.getDeclaredField("keys")).get(side);
        final int from = accessible(BookSide.class.getDeclaredField("from")).getInt(side);
        for (int i = from; i < from + side.count(); i++) {
            keys[i]++;
            assertThat(side.recomputeHash()).as("price %d", i).isNotEqualTo(hash);
            keys[i]--;
        }
        for (int rank = 0; rank < side.count(); rank++) {
            final long size = side.size(rank);
            side.set(side.price(rank), size + 1);
            assertThat(side.recomputeHash())
                    .as("size of rank %d", rank)
                    .isNotEqualTo(hash)
                    .isEqualTo(side.hash());
            side.set(side.price(rank), size);
        }
        assertThat(side.recomputeHash()).isEqualTo(hash);
    }

    @Test
    void shouldHaveAnotherHashWhenATextFromTheWireIsAnother() {
        final Book plain = wireBook("0.5:1");
        assertThat(hash(plain)).isEqualTo(hash(wireBook("0.5:1"))).isNotEqualTo(hash(wireBook("5e-1:1")));
        final ImageWriter image = new ImageWriter();
        plain.visit(image);
        final Book restored = new Book(8, true, true);
        restored.visit(new ImageReader(image.toByteArray()));
        assertThat(hash(restored)).isEqualTo(hash(plain));
    }

    private static Book wireBook(String text) {
        final Book book = new Book(8, true, true);
        book.bids().set(5, 1);
        final int slot = book.bids().textSlotAt(5);
        System.arraycopy(Output.utf8(text), 0, book.bids().texts(), slot * BookSide.TEXT_BYTES, text.length());
        book.bids().textLength(slot, text.length());
        return book;
    }

    private static long hash(Book book) {
        final HashingVisitor hasher = new HashingVisitor();
        book.visit(hasher);
        return hasher.hash();
    }

    /** Applies one change after the other: each element of the iteration stands for a changed field, and undoes it. */
    private static Iterable<Runnable> changes(Object owner, Field field) throws ReflectiveOperationException {
        final List<Change> changes = new ArrayList<>();
        final Object value = field.get(owner);
        if (field.getType().isArray()) {
            final int used = usedLength(owner, value);
            for (int i = 0; i < used; i++) {
                final int index = i;
                final Object element = Array.get(value, i);
                changes.add(new Change(
                        () -> Array.set(value, index, other(element)), () -> Array.set(value, index, element)));
            }
        } else {
            changes.add(new Change(() -> set(owner, field, other(value)), () -> set(owner, field, value)));
        }
        return () -> changes.stream()
                .map(change -> {
                    change.apply.run();
                    return change.undo;
                })
                .iterator();
    }

    private record Change(Runnable apply, Runnable undo) {}

    /** Arrays have spare room at their end, which is no state. */
    private static int usedLength(Object owner, Object array) throws ReflectiveOperationException {
        for (Field field : owner.getClass().getDeclaredFields()) {
            if (field.getName().equals("count")) {
                return accessible(field).getInt(owner);
            }
        }
        return Array.getLength(array);
    }

    private static void set(Object owner, Field field, Object value) {
        try {
            field.set(owner, value);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static Object other(Object value) {
        if (value instanceof Boolean) {
            return !(Boolean) value;
        }
        if (value instanceof Byte) {
            return (byte) ((Byte) value + 1);
        }
        return value instanceof Integer ? (Object) ((Integer) value + 1) : (Object) ((Long) value + 1);
    }

    /** Fields of primitive type or arrays of such; final primitives cannot change. */
    private static List<Field> fieldsOf(Object owner) {
        final List<Field> fields = new ArrayList<>();
        for (Field field : owner.getClass().getDeclaredFields()) {
            final Class<?> type = field.getType();
            final boolean primitives = type.isArray() && type.getComponentType().isPrimitive();
            final boolean constant = Modifier.isFinal(field.getModifiers()) && type.isPrimitive();
            if (!Modifier.isStatic(field.getModifiers()) && !constant && (type.isPrimitive() || primitives)) {
                fields.add(accessible(field));
            }
        }
        return fields;
    }

    /** Every object of ours that the core reaches. */
    private static List<Object> reachable(Core core) throws ReflectiveOperationException {
        final Map<Object, Boolean> known = new IdentityHashMap<>();
        final List<Object> found = new ArrayList<>();
        final Deque<Object> todo = new ArrayDeque<>();
        todo.add(core);
        while (!todo.isEmpty()) {
            final Object object = todo.remove();
            if (BORDER.contains(object.getClass()) || known.put(object, true) != null) {
                continue;
            }
            if (object instanceof List) {
                ((List<?>) object).stream().filter(Objects::nonNull).forEach(todo::add);
                continue;
            }
            if (object.getClass().isRecord()
                    || object.getClass().isEnum()
                    || !object.getClass().getName().startsWith("io.truebook")
                    || object.getClass().isHidden()) {
                continue;
            }
            found.add(object);
            for (Field field : object.getClass().getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    final Object value = accessible(field).get(object);
                    if (value != null && !value.getClass().isArray()) {
                        todo.add(value);
                    }
                }
            }
        }
        return found;
    }

    private static Field accessible(Field field) {
        field.setAccessible(true);
        return field;
    }

    @ParameterizedTest(name = "restored after {0} inputs")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 8, 12, 20, 33, 47, 48, 49})
    void shouldGoOnInTheSameWayFromAnImage(int inputs) {
        final CoreRun run = busy();
        run.answer(1, new BinanceFeed(false, 9).snapshot());
        run.after(3 * CoreRun.SECOND);
        run.down(0);
        run.after(10 * CoreRun.SECOND);
        final long last = run.inputs().lastPosition();
        try (Replayer whole = new Replayer(run.inputs());
                Replayer first = new Replayer(run.inputs());
                Replayer rest = new Replayer(run.inputs())) {
            final List<Output> expected = new ArrayList<>();
            whole.run(last, (position, batch) -> collect(position > inputs ? expected : null, batch));
            assertThat(whole.core().stateHash()).isEqualTo(run.core().stateHash());
            first.run(inputs, (position, batch) -> true);
            rest.restore(first.image(), inputs, first.hash());
            assertThat(rest.image()).isEqualTo(first.image());
            final List<Output> further = new ArrayList<>();
            rest.run(last, (position, batch) -> collect(further, batch));
            assertThat(further).isEqualTo(expected);
            assertThat(rest.hash()).isEqualTo(whole.hash());
        }
    }

    static boolean collect(List<Output> to, OutputBatch batch) {
        int offset = 0;
        for (int i = 0; to != null && i < batch.count(); i++) {
            to.add(new Output(batch.buffer(), offset));
            offset = OutputBatch.next(offset, Envelope.length(batch.buffer(), offset));
        }
        return true;
    }

    @Test
    void shouldRestoreInstrumentsThatWereFoundInTheFramesOfSeveralVenues() {
        final CoreRun run = new CoreRun();
        run.configure(Configs.of(Configs.passive("kraken") + "  - id: binance\n"));
        run.frame(1, new BinanceFeed(false, 1).diff());
        run.frame(0, KrakenFeed.btc(1).snapshot());
        run.frame(1, new BinanceFeed(false, 1).diff().replace("BTCUSDT", "ETHUSDT"));
        final int second = run.book(1, 1).instrument().id();
        assertThat(second).isEqualTo(2);
        try (Replayer first = new Replayer(run.inputs());
                Replayer restored = new Replayer(run.inputs())) {
            first.run(run.inputs().lastPosition(), (position, batch) -> true);
            restored.restore(first.image(), first.position(), first.hash());
            assertThat(restored.core().venues().get(1).view(1).instrument().id())
                    .isEqualTo(second);
            assertThat(restored.core().venues().get(0).view(0).instrument().id())
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseImagesThatAreCutLongOrAltered() {
        final CoreRun run = busy();
        try (Replayer first = new Replayer(run.inputs())) {
            first.run(run.inputs().lastPosition(), (position, batch) -> true);
            final byte[] image = first.image();
            assertRefused(run, Arrays.copyOf(image, image.length - 9), first.hash());
            assertRefused(run, Arrays.copyOf(image, image.length + 1), first.hash());
            final byte[] altered = image.clone();
            altered[image.length - 20] ^= 1;
            assertRefused(run, altered, first.hash());
            assertRefused(run, new byte[0], first.hash());
            final byte[] garbage = new byte[image.length];
            Arrays.fill(garbage, (byte) 7);
            assertRefused(run, garbage, first.hash());
        }
    }

    private static void assertRefused(CoreRun run, byte[] image, long hash) {
        try (Replayer replayer = new Replayer(run.inputs())) {
            assertThatThrownBy(() -> replayer.restore(image, 10, hash))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("checkpoint at position 10");
        }
    }
}
