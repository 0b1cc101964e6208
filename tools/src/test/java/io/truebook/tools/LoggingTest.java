package io.truebook.tools;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

/** Row 213: logs for people have a level, UTC to the millisecond whatever the machine's zone, and come beside results. */
class LoggingTest {
    @Test
    void shouldLogEachLevelInUtcToTheMillisecondOnStandardError() throws JoranException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final PrintStream err = System.err;
        final TimeZone zone = TimeZone.getDefault();
        final LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        try {
            System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
            final JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(context);
            configurator.doConfigure(LoggingTest.class.getResource("/logback.xml"));
            context.getLogger("io.truebook.Some").debug("not shown");
            context.getLogger("io.truebook.Some").info("told");
            context.getLogger("io.truebook.Some").warn("odd");
            context.getLogger("io.truebook.Some").error("wrong");
            context.getLogger("io.netty.Some").info("a library's");
        } finally {
            context.stop();
            TimeZone.setDefault(zone);
            System.setErr(err);
        }
        final List<String> lines =
                bytes.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines)
                .hasSize(3)
                .allMatch(
                        line -> line.matches(
                                "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z (INFO |WARN |ERROR) Some: \\w+"));
        for (final String line : lines) {
            final Instant time = Instant.parse(line.substring(0, line.indexOf(' ')));
            assertThat(Duration.between(time, Instant.now()).abs()).isLessThan(Duration.ofMinutes(5));
        }
    }
}
