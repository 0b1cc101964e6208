package io.truebook.tools.cli;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Standard output that says when its reader has gone. A {@link java.io.PrintStream} swallows the {@link IOException} of
 * a closed pipe and would let a command go on writing to nobody; an unchecked exception gets through it.
 */
final class PipeStream extends OutputStream {
    private final OutputStream target;

    PipeStream(OutputStream target) {
        this.target = target;
    }

    @Override
    public void write(int b) {
        try {
            target.write(b);
        } catch (IOException e) {
            throw new ClosedPipeException(e);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        try {
            target.write(bytes, offset, length);
        } catch (IOException e) {
            throw new ClosedPipeException(e);
        }
    }

    @Override
    public void flush() {
        try {
            target.flush();
        } catch (IOException e) {
            throw new ClosedPipeException(e);
        }
    }
}
