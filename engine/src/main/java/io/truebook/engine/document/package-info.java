/**
 * Documents of the reconciliation model: exact immutable value trees, paths into them, deltas, snapshots of four types,
 * differences, JSON Patch and JSON Merge Patch. Nothing here is changed once made, so any thread may read anything and
 * "a copy" is the thing itself. Numbers keep the text of the wire and are compared exactly; nothing is a {@code double}.
 *
 * <p>Pure functions: no clock, no I/O. They allocate; order books on the hot path live in {@code engine.book} instead.
 */
package io.truebook.engine.document;
