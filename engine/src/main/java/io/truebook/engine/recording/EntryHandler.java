package io.truebook.engine.recording;

/** Takes the entries of a recording in order, on the thread that reads. */
@FunctionalInterface
public interface EntryHandler {
    void onEntry(Entry entry);
}
