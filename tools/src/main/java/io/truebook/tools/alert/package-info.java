/**
 * Brings alerts to people: a configured command or webhook for each {@code alert} of the output journal. A reader like
 * any other, on a thread of its own, so that a slow or dead receiver costs the engine nothing.
 */
package io.truebook.tools.alert;
