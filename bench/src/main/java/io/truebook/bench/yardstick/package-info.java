/**
 * Scanners written by hand for the frames of one venue each, as an afternoon's work would be: what the compiled plans
 * are measured against. They know the order of the keys, refuse any other frame, and share no code with the engine.
 */
package io.truebook.bench.yardstick;
