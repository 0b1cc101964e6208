/**
 * The deterministic state machine: inputs in, outputs out. It reads no clock, randomness, file, socket or environment;
 * what it depends on is an input. One thread.
 */
package io.truebook.engine.core;
