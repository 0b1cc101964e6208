package io.truebook.engine.decode;

/** Checksums of many bytes, as hexadecimal digits. */
final class Digests {
    /** Hexadecimal digits of md5. */
    static final int SHORTEST = 32;

    private Digests() {}

    /** Digits that may all be decimal by chance: only the length tells a digest from a number. */
    static boolean read(byte[] data, int start, int length, Message message) {
        if (length != SHORTEST && length != 2 * message.digest.length) {
            return false;
        }
        for (int i = 0; i < length; i += 2) {
            final int high = Character.digit(data[start + i], 16);
            final int low = Character.digit(data[start + i + 1], 16);
            if ((high | low) < 0) {
                return false;
            }
            message.digest[i / 2] = (byte) (high << 4 | low);
        }
        message.digestLength = length / 2;
        message.present |= Message.HAS_CHECKSUM;
        return true;
    }
}
