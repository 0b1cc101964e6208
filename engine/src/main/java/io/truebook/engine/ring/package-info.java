/**
 * The ring and its handlers: journal inputs, decode, core, publish; {@code fused} on one thread or {@code staged} on one
 * each. Everything from here on is the shell around the pure core: threads, clock and ports are handed in.
 */
package io.truebook.engine.ring;
