package io.truebook.tools.crash;

import io.truebook.engine.ring.RingOptions.Durability;
import io.truebook.engine.ring.RingOptions.Layout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts one engine after the other on the same journal. One thread. */
final class EngineFolder {
    private static final int CHECKPOINT_INPUTS = 300;

    private final Path folder;
    private final Path journal;
    private final Exchange exchange;
    /** All engines of a journal share the fast clock's start, or files would go back in time. */
    private final long baseMs = System.currentTimeMillis();

    private List<Path> firstOnClassPath = List.of();
    private int started;

    /** @param folder for what the processes complain about */
    EngineFolder(Path folder, Path journal, Exchange exchange) {
        this.folder = folder;
        this.journal = journal;
        this.exchange = exchange;
    }

    Path journal() {
        return journal;
    }

    /** Runs an engine until so many outputs more have been seen, and kills it. */
    ChildJvm runAndKill(Layout layout, Watermark watermark, int outputs) throws Exception {
        final ChildJvm engine = start(layout);
        final long until = watermark.position() + outputs;
        while (watermark.position() < until && engine.isAlive()) {
            engine.pause(5);
            watermark.poll();
        }
        if (!engine.isAlive()) {
            throw new AssertionError("the engine ended by itself: " + engine.describe());
        }
        engine.kill();
        engine.awaitExit();
        watermark.poll();
        watermark.letGo();
        return engine;
    }

    /** The next journal for the same exchange. */
    EngineFolder on(Path other) {
        return new EngineFolder(folder, other, exchange);
    }

    /** Engines started from now on find their classes there first. */
    void patch(Path classes) {
        firstOnClassPath = List.of(classes);
    }

    ChildJvm start(Layout layout) throws IOException {
        return start(layout, Durability.PROCESS);
    }

    ChildJvm start(Layout layout, Durability durability) throws IOException {
        final List<String> arguments = new ArrayList<>(List.of(
                journal.toString(),
                layout.name(),
                durability.name(),
                Integer.toString(CHECKPOINT_INPUTS),
                Long.toString(baseMs)));
        exchange.files().forEach(file -> arguments.add(file.toString()));
        return ChildJvm.start(
                folder.resolve("errors-" + journal.getFileName() + "-" + ++started + ".txt"),
                firstOnClassPath,
                EngineChild.class,
                arguments);
    }
}
