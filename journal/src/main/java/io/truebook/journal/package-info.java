/**
 * Journals on disk: Chronicle Queue behind the engine's {@link io.truebook.engine.journal.Journal} port.
 *
 * <p>{@link io.truebook.journal.JournalDirectory} is the door: it takes the lock, scans and repairs, and opens both
 * journals. Chronicle appends and tails; whether what lies in its files holds is decided by our own walk over the bytes
 * ({@link io.truebook.journal.StartupScan}), because Chronicle stops silently at a hole and appends behind it.
 *
 * <p>Words: <i>position</i> is our dense sequence number; <i>index</i> is Chronicle's (cycle and number within it);
 * <i>offset</i> is a byte offset in a file; a <i>cycle</i> is the span of time that one queue file holds. Each appender
 * and each reader belongs to one thread; everything else here may be called from any thread unless it says otherwise.
 */
package io.truebook.journal;
