/**
 * Ports through which the engine writes and reads journals, and the in-memory journal that {@code check} and tests use.
 * The files behind them are the {@code journal} module's business.
 */
package io.truebook.engine.journal;
