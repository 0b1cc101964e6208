package io.truebook.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.zip.DataFormatException;

/**
 * Cuts the bytes of a WebSocket connection (RFC 6455, client side) into messages and control frames. Written apart from
 * Netty's decoder for three reasons: nothing is allocated per message, because the payload is handed over where it
 * stands in the read buffer; what the ring refuses stays undecoded, so that holding it needs no queue; and a message
 * over the limit still gives its length and its start.
 *
 * <p>{@link #next} names what comes next and keeps naming it until {@link #consume}. Text is not checked for valid UTF-8:
 * frames are passed on as received, and the decoder says what is malformed. Event loop only.
 */
final class FrameReader {
    /** More bytes are needed. */
    static final int NOTHING = 0;
    /** A whole message, text or binary. */
    static final int MESSAGE = 1;

    static final int PING = 2;
    static final int PONG = 3;
    static final int CLOSE = 4;
    /** A message over the limit: {@link #declaredLength} and the start of it. Nothing more can be read. */
    static final int OVERSIZE = 5;
    /** The peer broke the protocol: {@link #violation}. Nothing more can be read. */
    static final int VIOLATION = 6;

    /** How much of a message over the limit is handed over. */
    static final int OVERSIZE_START_BYTES = 4096;

    private static final int OPCODE_CONTINUATION = 0;
    private static final int OPCODE_TEXT = 1;
    private static final int OPCODE_BINARY = 2;
    private static final int OPCODE_CLOSE = 8;
    private static final int OPCODE_PING = 9;
    private static final int OPCODE_PONG = 10;
    private static final int NO_STATUS = 1005;

    private final ByteBufAllocator allocator;
    private final int maxMessageBytes;
    private final ReadStamps stamps = new ReadStamps();
    /** Null where compression was not agreed upon. */
    private MessageInflater inflater;

    /** Bytes not yet consumed, or null. Owned; the socket's own buffer as long as a read brings whole frames. */
    private ByteBuf data;

    private long appendedBytes;

    private int event;
    private int headerBytes;
    /** Where the event's payload lies: {@link #data} behind the header, or {@link #assembled} from its start. */
    private boolean payloadAssembled;

    private int payloadBytes;
    private long eventStampNs;
    private long declaredLength;
    private String violation;

    /** The fragments, or the inflated text, of one message. */
    private ByteBuf assembled;

    private boolean inMessage;
    private boolean compressedMessage;
    private boolean endOfInput;
    private boolean awaitsOversizeStart;

    FrameReader(ByteBufAllocator allocator, int maxMessageBytes) {
        this.allocator = allocator;
        this.maxMessageBytes = maxMessageBytes;
    }

    void enableInflating() {
        inflater = new MessageInflater();
    }

    /** Takes the buffer over. */
    void append(ByteBuf in, long stampNs) {
        int length = in.readableBytes();
        if (length == 0) {
            in.release();
            return;
        }
        appendedBytes += length;
        stamps.add(appendedBytes, stampNs);
        if (data == null) {
            data = in;
            return;
        }
        try {
            if (data.isReadOnly() || data.refCnt() > 1) {
                ByteBuf own = allocator.buffer(data.readableBytes() + length);
                own.writeBytes(data);
                data.release();
                data = own;
            } else if (data.readerIndex() > 0) {
                // What was consumed would otherwise pile up in front: a busy socket rarely ends a read with a frame.
                data.discardReadBytes();
            }
            data.writeBytes(in);
        } finally {
            in.release();
        }
    }

    /** Whether a message over the limit has begun of which too little has come to hand over. */
    boolean awaitsOversizeStart() {
        return awaitsOversizeStart;
    }

    /** No more bytes will come: an incomplete frame stays incomplete, but a message over the limit is told. */
    void endOfInput() {
        endOfInput = true;
    }

    int next() {
        while (event == NOTHING) {
            ByteBuf in = data;
            if (in == null || !parse(in)) {
                return NOTHING;
            }
        }
        return event;
    }

    /** Goes on behind the event that {@link #next} named. */
    void consume() {
        if (event == OVERSIZE || event == VIOLATION) {
            releaseBuffers();
            return;
        }
        event = NOTHING;
        if (payloadAssembled) {
            payloadAssembled = false;
            assembled.clear();
            if (assembled.capacity() > 1 << 16) {
                assembled.release();
                assembled = null;
            }
        } else {
            skip(headerBytes + payloadBytes);
        }
    }

    ByteBuf payload() {
        return payloadAssembled ? assembled : data;
    }

    int payloadIndex() {
        return payloadAssembled ? 0 : data.readerIndex() + headerBytes;
    }

    int payloadLength() {
        return payloadBytes;
    }

    /** When the read came that completed the event. */
    long stampNs() {
        return eventStampNs;
    }

    /** Length of a message over the limit; -1 where it is not known. */
    int declaredLength() {
        return declaredLength > Integer.MAX_VALUE ? -1 : (int) declaredLength;
    }

    String violation() {
        return violation;
    }

    /** The code of a close frame; 1005 where it has none. */
    int closeCode() {
        return payloadBytes >= 2 ? payload().getUnsignedShort(payloadIndex()) : NO_STATUS;
    }

    String closeReason() {
        return payloadBytes > 2 ? payload().toString(payloadIndex() + 2, payloadBytes - 2, StandardCharsets.UTF_8) : "";
    }

    void release() {
        event = NOTHING;
        releaseBuffers();
        if (inflater != null) {
            inflater.end();
            inflater = null;
        }
    }

    /** Whether it got on: an event is ready, or a fragment was taken. */
    private boolean parse(ByteBuf in) {
        int readable = in.readableBytes();
        if (readable < 2) {
            return false;
        }
        int start = in.readerIndex();
        int first = in.getByte(start);
        int second = in.getByte(start + 1);
        int opcode = first & 0x0f;
        boolean last = first < 0;
        int shortLength = second & 0x7f;
        if (second < 0) {
            return violate("a masked frame");
        }
        String broken = opcode >= OPCODE_CLOSE
                ? brokenControlFrame(first, opcode, last, shortLength)
                : brokenDataFrame(first, opcode);
        if (broken != null) {
            return violate(broken);
        }
        int header = shortLength < 126 ? 2 : shortLength == 126 ? 4 : 10;
        if (readable < header) {
            return false;
        }
        long length = shortLength < 126
                ? shortLength
                : shortLength == 126 ? in.getUnsignedShort(start + 2) : in.getLong(start + 2);
        if (length < 0) {
            return violate("a length over 63 bits");
        }
        headerBytes = header;
        if (opcode < OPCODE_CLOSE) {
            long soFar = inMessage ? assembled.readableBytes() : 0;
            if (soFar + length > maxMessageBytes) {
                return oversizeFrame(in, last, soFar + length);
            }
        }
        if (readable < header + length) {
            return false;
        }
        eventStampNs = stamps.at(appendedBytes - readable + header + length);
        payloadBytes = (int) length;
        if (opcode >= OPCODE_CLOSE) {
            event = opcode == OPCODE_PING ? PING : opcode == OPCODE_PONG ? PONG : CLOSE;
            return true;
        }
        if (last && !inMessage && (first & 0x40) == 0) {
            event = MESSAGE;
            return true;
        }
        return takeFragment(in, first, last);
    }

    private String brokenControlFrame(int first, int opcode, boolean last, int shortLength) {
        if (opcode > OPCODE_PONG) {
            return "an unknown opcode " + opcode;
        }
        if (!last) {
            return "a control frame in fragments";
        }
        if (shortLength > 125) {
            return "a control frame over 125 bytes";
        }
        if (opcode == OPCODE_CLOSE && shortLength == 1) {
            return "a close frame with half a code";
        }
        return (first & 0x70) != 0 ? "reserved bits in a control frame" : null;
    }

    private String brokenDataFrame(int first, int opcode) {
        if (opcode > OPCODE_BINARY) {
            return "an unknown opcode " + opcode;
        }
        if (inMessage != (opcode == OPCODE_CONTINUATION)) {
            return inMessage ? "a new message inside a message" : "a continuation without a message";
        }
        int allowed = inflater != null && (opcode == OPCODE_TEXT || opcode == OPCODE_BINARY) ? 0x40 : 0;
        return (first & 0x70 & ~allowed) != 0 ? "reserved bits that were not agreed upon" : null;
    }

    /** Fragments and compressed messages: copied together, inflated at the end. */
    private boolean takeFragment(ByteBuf in, int first, boolean last) {
        if (!inMessage) {
            inMessage = true;
            compressedMessage = (first & 0x40) != 0;
        }
        ensureAssembled(payloadBytes);
        assembled.writeBytes(in, in.readerIndex() + headerBytes, payloadBytes);
        skip(headerBytes + payloadBytes);
        if (!last) {
            return true;
        }
        inMessage = false;
        if (compressedMessage && !inflate()) {
            return true;
        }
        payloadAssembled = true;
        payloadBytes = assembled.readableBytes();
        event = MESSAGE;
        return true;
    }

    /** False where an event other than the message came of it. */
    private boolean inflate() {
        ByteBuf compressed = assembled;
        assembled = allocator.buffer(Math.min(maxMessageBytes, Math.max(256, compressed.readableBytes() * 4)));
        try {
            if (inflater.inflate(compressed, assembled, maxMessageBytes)) {
                return true;
            }
            oversizeAssembled(-1);
        } catch (DataFormatException e) {
            violate("a compressed message that cannot be inflated");
        } finally {
            compressed.release();
        }
        return false;
    }

    /** Waits for the start of it, then hands that over; the rest is never read. */
    private boolean oversizeFrame(ByteBuf in, boolean last, long length) {
        int available = in.readableBytes() - headerBytes;
        int soFar = inMessage ? assembled.readableBytes() : 0;
        if (soFar + available < Math.min(length, OVERSIZE_START_BYTES) && !endOfInput) {
            awaitsOversizeStart = true;
            return false;
        }
        int missing = Math.max(0, Math.min((int) Math.min(length, OVERSIZE_START_BYTES) - soFar, available));
        ensureAssembled(missing);
        assembled.writeBytes(in, in.readerIndex() + headerBytes, missing);
        eventStampNs = stamps.at(appendedBytes);
        oversizeAssembled(last ? length : -1);
        return true;
    }

    private void oversizeAssembled(long length) {
        payloadAssembled = true;
        payloadBytes = Math.min(assembled.readableBytes(), OVERSIZE_START_BYTES);
        declaredLength = length;
        event = OVERSIZE;
    }

    private boolean violate(String what) {
        violation = "the peer sent " + what;
        eventStampNs = stamps.at(appendedBytes);
        event = VIOLATION;
        return true;
    }

    private void ensureAssembled(int bytes) {
        if (assembled == null) {
            assembled = allocator.buffer(Math.max(256, bytes));
        }
    }

    private void skip(int bytes) {
        data.skipBytes(bytes);
        if (!data.isReadable()) {
            data.release();
            data = null;
        }
    }

    private void releaseBuffers() {
        if (data != null) {
            data.release();
            data = null;
        }
        if (assembled != null) {
            assembled.release();
            assembled = null;
        }
    }
}
