/**
 * Order books: levels in flat arrays of scaled longs, their condition and their proof. Owned by the core's thread.
 */
package io.truebook.engine.book;
