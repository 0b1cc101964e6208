/**
 * Assembly of the running engine: journal folder, recovery, ring, transport, checkpoints, threads. Everything here is
 * wiring; what decides lives in the engine.
 */
package io.truebook.tools.engine;
