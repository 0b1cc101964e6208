package io.truebook.transport;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates messages of a connection that agreed on permessage-deflate (RFC 7692). The window is kept from message to
 * message, which is right with and without context takeover by the server. Event loop only.
 */
final class MessageInflater {
    /** What the sender cut from the end of each message. */
    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

    private final Inflater inflater = new Inflater(true);

    /**
     * Appends the inflated message to {@code out}.
     *
     * @return false where it is longer than {@code maxBytes}; {@code out} then holds its start
     */
    boolean inflate(ByteBuf compressed, ByteBuf out, int maxBytes) throws DataFormatException {
        inflater.setInput(compressed.nioBuffer());
        if (!drain(out, maxBytes)) {
            return false;
        }
        if (!inflater.finished()) {
            inflater.setInput(TAIL);
            if (!drain(out, maxBytes)) {
                return false;
            }
        }
        if (inflater.finished()) {
            inflater.reset();
        }
        return true;
    }

    void end() {
        inflater.end();
    }

    private boolean drain(ByteBuf out, int maxBytes) throws DataFormatException {
        while (true) {
            out.ensureWritable(256);
            ByteBuffer view = out.internalNioBuffer(out.writerIndex(), out.writableBytes());
            int written = inflater.inflate(view);
            out.writerIndex(out.writerIndex() + written);
            if (out.readableBytes() > maxBytes) {
                return false;
            }
            if (inflater.needsDictionary()) {
                throw new DataFormatException("a preset dictionary");
            }
            if (inflater.finished() || written == 0 && inflater.needsInput()) {
                return true;
            }
        }
    }
}
