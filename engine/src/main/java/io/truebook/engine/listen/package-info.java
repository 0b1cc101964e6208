/**
 * Readers in the same process: several listeners of one engine, and its outputs in the words of system A's events. Called
 * on the publishing thread; whoever wants to do more than note something hands it to a thread of its own.
 */
package io.truebook.engine.listen;
