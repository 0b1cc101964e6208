/**
 * The yardstick: what a careful programmer writes with a good streaming parser and the JDK's collections, with the same
 * checks as the engine. One thread. Nothing of the engine is used here, and nothing here is used by the engine.
 */
package io.truebook.bench.baseline;
