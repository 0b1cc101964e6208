package io.truebook.transport;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.agrona.MutableDirectBuffer;

/** Copies from Netty's buffers into the engine's, without an intermediate and without allocating. */
final class Payloads {
    private Payloads() {}

    static void copy(ByteBuf source, int index, int length, MutableDirectBuffer target, int offset) {
        if (source.hasArray()) {
            target.putBytes(offset, source.array(), source.arrayOffset() + index, length);
        } else if (source.nioBufferCount() == 1) {
            // The cached view of the buffer: it was made when the socket was read into it. Its position is absolute.
            ByteBuffer view = source.internalNioBuffer(index, length);
            target.putBytes(offset, view, view.position(), length);
        } else {
            for (int i = 0; i < length; i++) {
                target.putByte(offset + i, source.getByte(index + i));
            }
        }
    }
}
