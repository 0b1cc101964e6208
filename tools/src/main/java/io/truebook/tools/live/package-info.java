/**
 * What a running engine looks like to people: books, conditions, rates and latencies, drawn on a terminal or written as
 * a line a second. Reads the output journal like any other reader, on a thread of its own, so that looking costs the
 * engine nothing.
 */
package io.truebook.tools.live;
