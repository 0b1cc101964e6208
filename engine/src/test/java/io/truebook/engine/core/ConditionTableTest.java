package io.truebook.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The table of docs/conditions.md against what the core does. */
class ConditionTableTest {
    private static final List<Class<?>> SCENARIOS = List.of(
            KrakenBookTest.class,
            BinanceBookTest.class,
            ReorderTest.class,
            SessionTest.class,
            SymbolsTest.class,
            ConnectionsTest.class,
            BadInputTest.class,
            SnapshotModesTest.class);
    private static final Pattern ROW =
            Pattern.compile("^\\| `([A-Z]+)` \\| `([A-Z]+)` \\| ([a-z ]+?) \\|.*", Pattern.MULTILINE);

    @Test
    void shouldMakeExactlyTheTransitionsOfTheDocument() throws IOException, ReflectiveOperationException {
        CoreRun.forgetTransitions();
        for (Class<?> scenarios : SCENARIOS) {
            playAll(scenarios);
        }
        assertThat(ConditionGrid.play()).isGreaterThan(500);
        for (long seed = 1; seed <= 3; seed++) {
            SyntheticRun.play(seed, 3_000);
        }
        assertThat(CoreRun.seenTransitions()).isEqualTo(documented());
    }

    private static Set<String> documented() throws IOException {
        final Set<String> rows = new TreeSet<>();
        final Matcher row = ROW.matcher(Files.readString(Configs.root().resolve("docs/conditions.md")));
        while (row.find()) {
            rows.add(row.group(1) + " -> " + row.group(2) + ": " + row.group(3));
        }
        return rows;
    }

    private static void playAll(Class<?> scenarios) throws ReflectiveOperationException {
        for (Method method : scenarios.getDeclaredMethods()) {
            if (method.isAnnotationPresent(Test.class)) {
                final Constructor<?> constructor = scenarios.getDeclaredConstructor();
                final Object scenario = constructor.newInstance();
                for (Method before : scenarios.getDeclaredMethods()) {
                    if (before.isAnnotationPresent(BeforeEach.class)) {
                        before.invoke(scenario);
                    }
                }
                try {
                    method.invoke(scenario);
                } catch (InvocationTargetException e) {
                    throw new AssertionError(scenarios.getSimpleName() + "." + method.getName(), e.getCause());
                }
            }
        }
    }
}
