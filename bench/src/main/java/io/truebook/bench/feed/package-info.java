/**
 * What the benchmarks are fed with: recordings where they lie beside the project, seeded synthetic markets everywhere
 * else, and the input records made from either. Written once, on one thread, before anything is measured.
 */
package io.truebook.bench.feed;
