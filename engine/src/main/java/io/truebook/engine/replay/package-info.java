/**
 * Feeding journaled inputs to the core again: recovery at start, {@code replay --verify}, a book at a moment. Reads
 * through the journal ports; writes only what recovery appends.
 */
package io.truebook.engine.replay;
