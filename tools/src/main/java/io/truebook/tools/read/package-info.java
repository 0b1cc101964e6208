/**
 * Reads journals: walks both queues in the order of cause and effect, filters, counts, and rebuilds a book as of a
 * moment from what was published. Read-only; one thread per object.
 */
package io.truebook.tools.read;
