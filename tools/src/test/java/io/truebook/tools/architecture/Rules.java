package io.truebook.tools.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.lang.syntax.elements.ClassesShould;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The rules, by name. Their reasons are in the design: modules, determinism. */
final class Rules {
    /** Where everything that is decided is decided: fed with inputs alone, the same bytes out every time. */
    private static final String[] CORE = {
        "io.truebook.engine.core..",
        "io.truebook.engine.book..",
        "io.truebook.engine.decode..",
        "io.truebook.engine.checksum..",
        "io.truebook.engine.document..",
        "io.truebook.engine.state..",
        "io.truebook.engine.record.."
    };

    private static final Set<String> BANNED_TYPES = Set.of(
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.util.concurrent.ThreadLocalRandom",
            "java.security.SecureRandom",
            "java.util.HashMap",
            "java.util.HashSet",
            "java.util.IdentityHashMap",
            "java.util.WeakHashMap",
            "java.util.Hashtable",
            "java.util.concurrent.ConcurrentHashMap",
            "java.time.Clock",
            "java.util.Timer",
            "java.lang.Thread",
            "java.lang.ThreadLocal");

    /** Owner and names. */
    private static final Map<String, Set<String>> BANNED_CALLS = Map.of(
            "java.lang.System",
                    Set.of(
                            "nanoTime",
                            "currentTimeMillis",
                            "getProperty",
                            "getProperties",
                            "getenv",
                            "identityHashCode",
                            "lineSeparator"),
            "java.time.Instant", Set.of("now"),
            "java.time.LocalDate", Set.of("now"),
            "java.time.LocalDateTime", Set.of("now"),
            "java.time.ZonedDateTime", Set.of("now"),
            "java.util.UUID", Set.of("randomUUID"),
            "java.util.Locale", Set.of("getDefault"),
            "java.util.TimeZone", Set.of("getDefault"),
            "java.time.ZoneId", Set.of("systemDefault"),
            "java.nio.charset.Charset", Set.of("defaultCharset"));

    private Rules() {}

    static Map<String, ArchRule> all() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("engine imports no other module", depends("io.truebook.engine..", otherModules("engine")));
        rules.put("journal imports only engine", depends("io.truebook.journal..", otherModules("journal", "engine")));
        rules.put(
                "transport imports only engine",
                depends("io.truebook.transport..", otherModules("transport", "engine")));
        rules.put("tools does not import bench", depends("io.truebook.tools..", "io.truebook.bench.."));
        rules.put(
                "engine knows no Netty, Chronicle, SQL or logging",
                depends(
                        "io.truebook.engine..",
                        "io.netty..",
                        "net.openhft..",
                        "java.sql..",
                        "javax.sql..",
                        "org.slf4j..",
                        "ch.qos.logback..",
                        "io.aeron.."));
        rules.put("journal knows no Netty", depends("io.truebook.journal..", "io.netty.."));
        rules.put("transport knows no Chronicle", depends("io.truebook.transport..", "net.openhft..", "java.sql.."));
        rules.put(
                "only engine.venue reads JSON and YAML",
                noClasses()
                        .that()
                        .resideInAPackage("io.truebook.engine..")
                        .and()
                        .resideOutsideOfPackage("io.truebook.engine.venue..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("com.fasterxml.jackson..", "com.networknt..", "org.yaml.."));
        rules.put(
                "the core uses no unordered collection, random, clock or thread",
                core().dependOnClassesThat(describe("are banned", Rules::isBannedType)));
        rules.put(
                "the core touches no file or stream",
                core().dependOnClassesThat(describe("are files, streams or sockets", Rules::isFileOrSocket)));
        rules.put(
                "the core asks neither clock nor environment",
                core().accessTargetWhere(codeUnit("is banned", Rules::isBannedCall)));
        rules.put(
                "the core depends on no default locale or charset",
                core().accessTargetWhere(codeUnit("uses a default locale or charset", Rules::usesADefault)));
        rules.put(
                "the core uses no identity or enum hash",
                core().accessTargetWhere(codeUnit("hashes identity", Rules::hashesIdentity)));
        rules.put(
                "the core has no floating point",
                ArchRuleDefinition.classes().that().resideInAnyPackage(CORE).should(holdNoFloatingPoint()));
        return rules;
    }

    private static ClassesShould core() {
        return noClasses().that().resideInAnyPackage(CORE).should();
    }

    /** Calls and method references alike. */
    private static DescribedPredicate<JavaAccess<?>> codeUnit(
            String description, Predicate<CodeUnitAccessTarget> matches) {
        return describe(
                description,
                access -> access.getTarget() instanceof CodeUnitAccessTarget
                        && matches.test((CodeUnitAccessTarget) access.getTarget()));
    }

    private static ArchRule depends(String from, String... on) {
        return noClasses()
                .that()
                .resideInAPackage(from)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(on);
    }

    private static String[] otherModules(String... allowed) {
        return List.of("engine", "journal", "transport", "tools", "bench").stream()
                .filter(module -> !List.of(allowed).contains(module))
                .map(module -> "io.truebook." + module + "..")
                .toArray(String[]::new);
    }

    private static boolean isBannedType(JavaClass type) {
        return BANNED_TYPES.contains(type.getBaseComponentType().getName());
    }

    private static boolean isFileOrSocket(JavaClass type) {
        String name = type.getBaseComponentType().getName();
        // Every enum and lambda names this one.
        return name.startsWith("java.io.") && !name.equals("java.io.Serializable")
                || name.startsWith("java.nio.file.")
                || name.startsWith("java.nio.channels.")
                || name.startsWith("java.net.");
    }

    private static boolean isBannedCall(CodeUnitAccessTarget call) {
        return BANNED_CALLS.getOrDefault(call.getOwner().getName(), Set.of()).contains(call.getName());
    }

    private static boolean usesADefault(CodeUnitAccessTarget call) {
        if (!call.getOwner().getName().equals("java.lang.String")) {
            return false;
        }
        List<String> parameters =
                call.getRawParameterTypes().stream().map(JavaClass::getName).toList();
        switch (call.getName()) {
            case "format":
                return !parameters.get(0).equals("java.util.Locale");
            case "formatted":
                return true;
            case "toLowerCase":
            case "toUpperCase":
            case "getBytes":
                return parameters.isEmpty();
            case "<init>":
                return !parameters.isEmpty()
                        && parameters.get(0).equals("[B")
                        && !parameters.get(parameters.size() - 1).startsWith("java.");
            default:
                return false;
        }
    }

    private static boolean hashesIdentity(CodeUnitAccessTarget call) {
        return call.getName().equals("hashCode")
                && call.getRawParameterTypes().isEmpty()
                && (call.getOwner().isEnum()
                        || call.getOwner().getName().equals("java.lang.Enum")
                        || call.getOwner().getName().equals("java.lang.Object"));
    }

    private static ArchCondition<JavaClass> holdNoFloatingPoint() {
        DescribedPredicate<JavaClass> floating = describe("is double or float", type -> {
            String name = type.getBaseComponentType().getName();
            return name.equals("double")
                    || name.equals("float")
                    || name.equals("java.lang.Double")
                    || name.equals("java.lang.Float");
        });
        return new ArchCondition<>("have no field, parameter or result of double or float") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaField field : type.getFields()) {
                    if (floating.test(field.getRawType())) {
                        events.add(SimpleConditionEvent.violated(field, field.getDescription() + " is floating point"));
                    }
                }
                for (JavaCodeUnit unit : type.getCodeUnits()) {
                    if (floating.test(unit.getRawReturnType())
                            || unit.getRawParameterTypes().stream().anyMatch(floating)) {
                        events.add(SimpleConditionEvent.violated(unit, unit.getDescription() + " is floating point"));
                    }
                }
            }
        };
    }
}
