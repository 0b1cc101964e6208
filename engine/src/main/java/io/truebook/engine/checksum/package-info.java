/** Checksums over books, compiled from a venue's definition. Owned by the core's thread. */
package io.truebook.engine.checksum;
