package io.truebook.tools.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.core.Core;
import io.truebook.tools.cli.Home;
import io.truebook.tools.venue.Venues;
import java.io.IOException;
import java.io.StringWriter;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * The core with one bug: a class of the engine, its source changed at one place, compiled into a folder of its own and
 * loaded, with all of the engine and the simulation, before the real one. The product has no switch for it.
 */
final class PlantedCore {
    private final ClassLoader loader;

    /**
     * @param type simple name of a class of {@code io.truebook.engine.core}
     * @param right what stands in its source, exactly once
     * @param wrong what stands there instead
     */
    PlantedCore(Path folder, String type, String right, String wrong) throws IOException {
        final Path source = Home.find().resolve("engine/src/main/java/io/truebook/engine/core/" + type + ".java");
        final String text = Files.readString(source);
        assertThat(text.split(java.util.regex.Pattern.quote(right), -1))
                .as(source.getFileName() + " has changed: plant the bug anew where it now says what '" + right
                        + "' said")
                .hasSize(2);
        final Path changed = folder.resolve("source").resolve(type + ".java");
        Files.createDirectories(changed.getParent());
        Files.writeString(changed, text.replace(right, wrong));
        final Path classes = Files.createDirectories(folder.resolve("classes"));
        compile(changed, classes);
        loader = new ChildFirst(new URL[] {classes.toUri().toURL(), home(Core.class), home(Simulation.class)});
    }

    private static void compile(Path source, Path classes) {
        final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        final StringWriter said = new StringWriter();
        final String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        final boolean done = compiler.getTask(
                        said,
                        null,
                        null,
                        List.of("--release", "17", "-proc:none", "-cp", path, "-d", classes.toString()),
                        null,
                        compiler.getStandardFileManager(null, null, null).getJavaFileObjects(source))
                .call();
        assertThat(done).as("the planted bug must compile: " + said).isTrue();
    }

    private static URL home(Class<?> type) throws MalformedURLException {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    /** What is wrong with a run of the seed, in words; null when nothing is. */
    String faultOf(String venue, long seed, long events) throws ReflectiveOperationException, IOException {
        final Class<?> options = loader.loadClass(SimulationOptions.class.getName());
        final Class<?> simulation = loader.loadClass(Simulation.class.getName());
        final Object run = simulation
                .getConstructor(options, String.class)
                .newInstance(
                        options.getConstructors()[0].newInstance(venue, seed, events, Set.of()),
                        Files.readString(Venues.file(venue)));
        final Object result = simulation.getMethod("run").invoke(run);
        for (String what : List.of("wrong", "unequalAtEnd", "unprovoked")) {
            final List<?> words = (List<?>) result.getClass().getMethod(what).invoke(result);
            if (!words.isEmpty()) {
                return what + ": " + words.get(0);
            }
        }
        return null;
    }

    /** Takes the product's own classes from its folders, the rest from where everybody has them. */
    private static final class ChildFirst extends URLClassLoader {
        ChildFirst(URL[] folders) {
            super(folders, PlantedCore.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("io.truebook.engine.") && !name.startsWith("io.truebook.tools.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                final Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : findClass(name);
            }
        }
    }
}
