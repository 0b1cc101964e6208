package io.truebook.engine.venue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one file, so that its author sees all of it at once. */
final class Problems {
    private record Problem(int line, String key, String what) {}

    private final String file;
    private final List<Problem> problems = new ArrayList<>();
    private YamlTree tree;

    Problems(String file) {
        this.file = file;
    }

    void lines(YamlTree source) {
        tree = source;
    }

    /** Adds a problem of the node at the pointer; the key shown is the pointer in dotted form. */
    void at(String pointer, String what) {
        final String key = pointer.isEmpty()
                ? "-"
                : pointer.substring(1).replace('/', '.').replace("~1", "/").replace("~0", "~");
        add(tree.line(pointer), key, what);
    }

    void add(int line, String key, String what) {
        final Problem problem = new Problem(line, key.isEmpty() ? "-" : key, what);
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }

    boolean any() {
        return !problems.isEmpty();
    }

    void throwIfAny() {
        if (any()) {
            throw exception();
        }
    }

    DefinitionException exception() {
        problems.sort(Comparator.comparingInt(Problem::line));
        return new DefinitionException(problems.stream()
                .map(p -> file + ":" + p.line() + ": " + p.key() + ": " + p.what())
                .toList());
    }
}
