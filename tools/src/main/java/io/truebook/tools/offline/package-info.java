/**
 * The core without ring, sockets and threads: inputs are fed one by one on the caller's thread. {@code check} makes its
 * inputs from recordings, {@code replay} reads them from a journal.
 */
package io.truebook.tools.offline;
