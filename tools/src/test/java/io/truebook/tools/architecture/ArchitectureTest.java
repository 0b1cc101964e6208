package io.truebook.tools.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
    private static JavaClasses product;
    private static JavaClasses withViolations;

    @BeforeAll
    static void importClasses() {
        product = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.truebook");
        withViolations = new ClassFileImporter()
                .withImportOption(location -> location.contains("Violations"))
                .importPackages("io.truebook");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void shouldHold(String name) {
        EvaluationResult result = Rules.all().get(name).allowEmptyShould(true).evaluate(product);

        assertThat(result.getFailureReport().getDetails()).as(name).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "engine imports no other module, EngineViolations$UsesTransport",
        "journal imports only engine, JournalViolations$UsesTransport",
        "transport imports only engine, TransportViolations$UsesJournal",
        "tools does not import bench, ToolsViolations$UsesBench",
        "'engine knows no Netty, Chronicle, SQL or logging', EngineViolations$UsesNetty",
        "'engine knows no Netty, Chronicle, SQL or logging', EngineViolations$UsesChronicle",
        "'engine knows no Netty, Chronicle, SQL or logging', EngineViolations$UsesSql",
        "'engine knows no Netty, Chronicle, SQL or logging', EngineViolations$UsesLogging",
        "journal knows no Netty, JournalViolations$UsesNetty",
        "transport knows no Chronicle, TransportViolations$UsesChronicle",
        "only engine.venue reads JSON and YAML, EngineViolations$UsesJackson",
        "'the core uses no unordered collection, random, clock or thread', CoreViolations$UsesHashMap",
        "'the core uses no unordered collection, random, clock or thread', CoreViolations$UsesHashSet",
        "'the core uses no unordered collection, random, clock or thread', CoreViolations$UsesRandom",
        "'the core uses no unordered collection, random, clock or thread', CoreViolations$UsesThreadLocalRandom",
        "'the core uses no unordered collection, random, clock or thread', CoreViolations$UsesSplittableRandom",
        "'the core uses no unordered collection, random, clock or thread', CoreViolations$UsesThread",
        "the core touches no file or stream, CoreViolations$UsesFile",
        "the core touches no file or stream, CoreViolations$UsesPath",
        "the core asks neither clock nor environment, CoreViolations$ReadsNanoTime",
        "the core asks neither clock nor environment, CoreViolations$RefersToNanoTime",
        "the core asks neither clock nor environment, CoreViolations$ReadsMillis",
        "the core asks neither clock nor environment, CoreViolations$ReadsInstant",
        "the core asks neither clock nor environment, CoreViolations$MakesUuid",
        "the core asks neither clock nor environment, CoreViolations$ReadsProperty",
        "the core asks neither clock nor environment, CoreViolations$ReadsEnvironment",
        "the core asks neither clock nor environment, CoreViolations$HashesIdentity",
        "the core asks neither clock nor environment, CoreViolations$ReadsLocale",
        "the core depends on no default locale or charset, CoreViolations$FormatsByLocale",
        "the core depends on no default locale or charset, CoreViolations$LowersByLocale",
        "the core depends on no default locale or charset, CoreViolations$EncodesByDefault",
        "the core depends on no default locale or charset, CoreViolations$DecodesByDefault",
        "the core uses no identity or enum hash, CoreViolations$HashesEnum",
        "the core has no floating point, CoreViolations$HasDoubleField",
        "the core has no floating point, CoreViolations$HasFloatParameter"
    })
    void shouldBite(String rule, String violation) {
        ArchRule checked = Rules.all().get(rule);
        assertThat(checked).as("rule %s", rule).isNotNull();
        EvaluationResult result = checked.evaluate(withViolations);

        assertThat(result.getFailureReport().getDetails()).anyMatch(line -> line.contains(violation));
    }

    @Test
    void shouldHaveSeenEveryModule() {
        for (String module : Set.of("engine", "journal", "transport", "tools")) {
            assertThat(product.stream()
                            .filter(type -> type.getPackageName().startsWith("io.truebook." + module))
                            .count())
                    .as(module)
                    .isGreaterThan(5);
        }
        assertThat(product.stream().filter(type -> type.getName().contains("Violations")))
                .isEmpty();
    }

    static Stream<String> rules() {
        return Rules.all().keySet().stream();
    }
}
