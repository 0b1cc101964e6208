package io.truebook.tools.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.InputType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.agrona.DirectBuffer;

/** Makes a core that dies of one certain frame, as a class file that a child finds before the real one. */
public final class Poison {
    /** In one trade of Kraken's market only; a hundred trades after the feed begins, when trades are subscribed, too. */
    private static final byte[] TEXT = "\"trade_id\":1100".getBytes(StandardCharsets.US_ASCII);

    private static final String CORE = "engine/src/main/java/io/truebook/engine/core/Core.java";
    private static final String FIRST = "position = Envelope.sequence(buffer, offset);";

    private Poison() {}

    /** Compiles the real core, with one statement before its first. */
    static void writeInto(Path folder) throws IOException {
        final String source = Files.readString(Exchange.root().resolve(CORE));
        assertThat(source).as("%s begins otherwise than it did", CORE).containsOnlyOnce(FIRST);
        final Path patched = folder.resolve("Core.java");
        Files.writeString(
                patched, source.replace(FIRST, Poison.class.getName() + ".taste(buffer, offset, length);\n" + FIRST));
        final int failures = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-nowarn",
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        patched.toString());
        assertThat(failures).as("the patched core compiles").isZero();
    }

    /** Called by the patched core. */
    public static void taste(DirectBuffer buffer, int offset, int length) {
        if (Envelope.type(buffer, offset) != InputType.FRAME) {
            return;
        }
        for (int at = offset + Envelope.BYTES; at <= offset + length - TEXT.length; at++) {
            int same = 0;
            while (same < TEXT.length && buffer.getByte(at + same) == TEXT[same]) {
                same++;
            }
            if (same == TEXT.length) {
                throw new IllegalStateException("the core dies of this frame");
            }
        }
    }
}
