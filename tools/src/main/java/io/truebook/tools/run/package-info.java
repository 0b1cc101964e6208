/**
 * Commands that run until they are stopped: the engine against the venues of a profile, the exchange-in-a-box, and the
 * demo, which is both in one process.
 */
package io.truebook.tools.run;
