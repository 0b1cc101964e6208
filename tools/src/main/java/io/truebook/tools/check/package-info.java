/**
 * {@code truebook check}: recordings through the core without sockets or files, and what held. One thread.
 */
package io.truebook.tools.check;
