package io.truebook.engine.recording;

/** Turns one line of a container into an entry. */
interface LineParser {
    /**
     * The entry of the line, or null for a line that says nothing (a recorder's header).
     *
     * @throws MalformedLine when the line is none of the container's
     */
    Entry parse(byte[] bytes, int from, int to, long line) throws MalformedLine;

    /** Why a line is not understood; the reader adds file and line, or takes it for a cut when it is the last. */
    final class MalformedLine extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedLine(String what) {
            super(what, null, false, false);
        }
    }
}
