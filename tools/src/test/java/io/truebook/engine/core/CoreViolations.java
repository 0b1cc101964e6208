package io.truebook.engine.core;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/** Breaks each rule for the core once; never run. */
final class CoreViolations {
    private CoreViolations() {}

    static final class UsesHashMap {
        final Map<String, String> map = new HashMap<>();
    }

    static final class UsesHashSet {
        final Set<String> set = new HashSet<>();
    }

    static final class UsesRandom {
        final Random random = new Random(1);
    }

    static final class UsesThreadLocalRandom {
        long next() {
            return ThreadLocalRandom.current().nextLong();
        }
    }

    static final class UsesSplittableRandom {
        final SplittableRandom random = new SplittableRandom(1);
    }

    static final class UsesThread {
        String name() {
            return Thread.currentThread().getName();
        }
    }

    static final class UsesFile {
        final File file = new File("x");
    }

    static final class UsesPath {
        final Path path = Path.of("x");
    }

    static final class ReadsNanoTime {
        long now() {
            return System.nanoTime();
        }
    }

    static final class RefersToNanoTime {
        final LongSupplier now = System::nanoTime;
    }

    static final class ReadsMillis {
        long now() {
            return System.currentTimeMillis();
        }
    }

    static final class ReadsInstant {
        Instant now() {
            return Instant.now();
        }
    }

    static final class MakesUuid {
        UUID next() {
            return UUID.randomUUID();
        }
    }

    static final class ReadsProperty {
        String home() {
            return System.getProperty("user.home");
        }
    }

    static final class ReadsEnvironment {
        String home() {
            return System.getenv("HOME");
        }
    }

    static final class HashesIdentity {
        int hash(Object value) {
            return System.identityHashCode(value);
        }
    }

    static final class ReadsLocale {
        Locale locale() {
            return Locale.getDefault();
        }
    }

    static final class FormatsByLocale {
        String text(long value) {
            return String.format("%,d", value);
        }
    }

    static final class LowersByLocale {
        String text(String value) {
            return value.toLowerCase();
        }
    }

    static final class EncodesByDefault {
        byte[] bytes(String value) {
            return value.getBytes();
        }
    }

    static final class DecodesByDefault {
        String text(byte[] value) {
            return new String(value);
        }

        String right(byte[] value) {
            return new String(value, StandardCharsets.UTF_8);
        }
    }

    static final class HashesEnum {
        int hash(Thread.State value) {
            return value.hashCode();
        }
    }

    static final class HasDoubleField {
        double price;
    }

    static final class HasFloatParameter {
        void price(float[] value) {}
    }
}
