package io.truebook.tools.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/coverage.md says nothing that is not there: every test that it names exists, every row of the feed half has one. */
class CoverageTest {
    private static final Pattern NUMBERS = Pattern.compile("[0-9]+(-[0-9]+)?(, [0-9]+(-[0-9]+)?)*");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final Pattern TEST_CLASS = Pattern.compile("([a-z.]+\\.)?([A-Z][A-Za-z0-9]*Test)(\\.(should\\w+))?");
    private static final int LEAST_REASON = 20;

    /** A line of a table: its cells, and where it stands. */
    private record Line(int number, List<String> cells, String section) {}

    private static Path root() {
        final String named = System.getProperty("truebook.root");
        if (named != null && !named.isEmpty()) {
            return Path.of(named);
        }
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("config/venues"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    private static List<Line> lines() throws IOException {
        final List<Line> lines = new ArrayList<>();
        String section = "";
        int number = 0;
        for (final String text : Files.readAllLines(root().resolve("docs/coverage.md"))) {
            number++;
            if (text.startsWith("## ")) {
                section = text.substring(3);
            } else if (text.startsWith("| ") && !text.startsWith("| ---")) {
                final String[] cells = text.substring(2, text.lastIndexOf('|')).split(" \\| ", -1);
                lines.add(new Line(number, Stream.of(cells).map(String::strip).toList(), section));
            }
        }
        return lines;
    }

    private static Map<String, String> sources() throws IOException {
        final Map<String, String> sources = new HashMap<>();
        for (final String module : List.of("engine", "journal", "transport", "tools", "bench")) {
            final Path tests = root().resolve(module).resolve("src/test/java");
            if (!Files.isDirectory(tests)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(tests)) {
                for (final Path file :
                        files.filter(f -> f.toString().endsWith("Test.java")).toList()) {
                    final String name = file.getFileName().toString().replace(".java", "");
                    sources.merge(name, Files.readString(file), String::concat);
                }
            }
        }
        return sources;
    }

    /** The tests that a cell names; a method without a class belongs to the class named before it. */
    private static List<String> tests(String cell) {
        final List<String> tests = new ArrayList<>();
        String owner = "";
        final Matcher quoted = QUOTED.matcher(cell);
        while (quoted.find()) {
            final Matcher named = TEST_CLASS.matcher(quoted.group(1));
            if (named.matches()) {
                owner = named.group(2);
                tests.add(owner + (named.group(4) == null ? "" : "." + named.group(4)));
            } else if (quoted.group(1).startsWith("should")) {
                tests.add(owner + "." + quoted.group(1));
            }
        }
        return tests;
    }

    private static List<Integer> numbers(String cell) {
        final List<Integer> numbers = new ArrayList<>();
        for (final String part : cell.split(", ")) {
            final String[] ends = part.split("-");
            for (int row = Integer.parseInt(ends[0]); row <= Integer.parseInt(ends[ends.length - 1]); row++) {
                numbers.add(row);
            }
        }
        return numbers;
    }

    /** The rows of the checklist that the feed half is to show. */
    private static TreeSet<Integer> rowsOfTheFeedHalf() {
        return new TreeSet<>(numbers("1-118, 121-131, 134-136, 141-167, 210, 213, 215, 216, 218, 220, 222"));
    }

    @Test
    void shouldNameOnlyTestsThatExist() throws IOException {
        final Map<String, String> sources = sources();
        final List<String> wrong = new ArrayList<>();
        int named = 0;
        for (final Line line : lines()) {
            for (final String cell : line.cells()) {
                for (final String test : tests(cell)) {
                    named++;
                    final String[] parts = test.split("\\.");
                    final String source = sources.get(parts[0]);
                    if (source == null || parts.length > 1 && !source.contains("void " + parts[1] + "(")) {
                        wrong.add("docs/coverage.md:" + line.number() + ": there is no test " + test);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(named).as("tests named").isGreaterThan(150);
    }

    @Test
    void shouldHaveATestOrAReasonForEveryRowOfTheFeedHalf() throws IOException {
        final Map<Integer, String> stands = new TreeMap<>();
        final List<String> wrong = new ArrayList<>();
        for (final Line line : lines()) {
            if (!line.section().startsWith("Rows")
                    || !NUMBERS.matcher(line.cells().get(0)).matches()) {
                continue;
            }
            final String reason = line.cells().get(line.cells().size() - 1);
            if (tests(line.cells().get(2)).isEmpty() && reason.length() < LEAST_REASON) {
                wrong.add("docs/coverage.md:" + line.number() + ": neither a test nor a reason");
            }
            numbers(line.cells().get(0)).forEach(row -> stands.put(row, reason));
        }
        final TreeSet<Integer> missing = rowsOfTheFeedHalf();
        missing.removeAll(stands.keySet());
        assertThat(wrong).isEmpty();
        assertThat(missing).as("rows without a line in docs/coverage.md").isEmpty();
    }

    @Test
    void shouldHaveATestOrAReasonForEveryDefectOfTheFeedHalf() throws IOException {
        final TreeSet<String> defects = new TreeSet<>();
        numbers("1-23").forEach(n -> defects.add("E-" + n));
        numbers("0-18").forEach(n -> defects.add("C-" + n));
        numbers("1-11").forEach(n -> defects.add("P-" + n));
        numbers("1-7").forEach(n -> defects.add("H-" + n));
        final List<String> wrong = new ArrayList<>();
        final Pattern range = Pattern.compile("([ECPH])-([0-9]+) to \\1-([0-9]+)");
        final Pattern one = Pattern.compile("[ECPH]-[0-9]+");
        for (final Line line : lines()) {
            if (!line.section().startsWith("Defects") || line.cells().get(0).equals("defect")) {
                continue;
            }
            if (tests(line.cells().get(1)).isEmpty() && line.cells().get(1).length() < LEAST_REASON) {
                wrong.add("docs/coverage.md:" + line.number() + ": neither a test nor a reason");
            }
            final Matcher ranges = range.matcher(line.cells().get(0));
            while (ranges.find()) {
                numbers(ranges.group(2) + "-" + ranges.group(3))
                        .forEach(n -> defects.remove(ranges.group(1) + "-" + n));
            }
            final Matcher single = one.matcher(line.cells().get(0));
            while (single.find()) {
                defects.remove(single.group());
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(defects).as("defects without a line in docs/coverage.md").isEmpty();
    }
}
