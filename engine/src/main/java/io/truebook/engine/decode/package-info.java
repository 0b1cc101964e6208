/**
 * From frame bytes to a fixed layout: the plan compiled from a venue's definition, the scanner that walks a frame once,
 * and {@link io.truebook.engine.decode.DecodedFrame}, what it leaves. Deterministic state (symbol table, channel table)
 * belongs to the {@link io.truebook.engine.decode.Decoder}; one thread.
 */
package io.truebook.engine.decode;
