/**
 * Readers for recorded exchange traffic: every container of the shared recordings, recognised by content, and the two
 * forms of lines that users bring. JDK only; this package reads files and is therefore no part of the core. A reader
 * belongs to the thread that uses it. Bytes of frames are those of the wire; times are nanoseconds since the epoch.
 */
package io.truebook.engine.recording;
