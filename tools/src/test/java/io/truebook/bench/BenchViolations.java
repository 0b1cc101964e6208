package io.truebook.bench;

/** Something of the benchmarks for the tools to import wrongly; the real ones are not on this class path. */
public final class BenchViolations {
    private BenchViolations() {}
}
