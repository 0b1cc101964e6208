/**
 * Benchmarks of the hot path, the gate against a plain baseline, and load rigs. Started by {@code truebook bench}. Each
 * benchmark runs on the thread that JMH gives it; the rigs name their own threads.
 */
package io.truebook.bench;
