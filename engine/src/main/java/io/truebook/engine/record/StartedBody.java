package io.truebook.engine.record;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Body of {@link InputType#STARTED}.
 *
 * <pre>
 *     0  int   epoch          of the outputs from here on
 *     4  int   reserved
 *     8  long  recoveredFrom  position of the checkpoint that replay started from, 0 for none
 *    16  long  recoveredTo    last position that was replayed, 0 for an empty journal
 * </pre>
 */
public final class StartedBody {
    public static final int BYTES = 24;

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private StartedBody() {}

    public static void write(MutableDirectBuffer buffer, int offset, int epoch, long recoveredFrom, long recoveredTo) {
        buffer.putInt(offset, epoch, ORDER);
        buffer.putInt(offset + 4, 0, ORDER);
        buffer.putLong(offset + 8, recoveredFrom, ORDER);
        buffer.putLong(offset + 16, recoveredTo, ORDER);
    }

    public static int epoch(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset, ORDER);
    }

    public static long recoveredFrom(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + 8, ORDER);
    }

    public static long recoveredTo(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + 16, ORDER);
    }
}
