package io.truebook.tools.architecture;

import io.truebook.bench.BenchViolations;

/** Breaks the rule for the tools; never run. */
final class ToolsViolations {
    private ToolsViolations() {}

    static final class UsesBench {
        BenchViolations bench;
    }
}
