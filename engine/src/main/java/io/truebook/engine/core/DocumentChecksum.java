package io.truebook.engine.core;

import io.truebook.engine.checksum.BookChecksum;
import io.truebook.engine.decode.Message;
import io.truebook.engine.document.DocumentPath;
import io.truebook.engine.document.Text;
import io.truebook.engine.document.Value;
import io.truebook.engine.venue.VenueDefinition.ChecksumDefinition;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The checksum of a document that is no order book: the template's names are paths into it, each replaced by the text of
 * what stands there (numbers and strings as they came, anything else as JSON, nothing where nothing stands). One thread.
 */
final class DocumentChecksum {
    /** Texts and paths in turn; a text comes first. */
    private final List<Object> parts = new ArrayList<>();

    private final MessageDigest digester;
    private final CRC32 crc = new CRC32();
    private long value;
    private byte[] digest;

    /** @throws IllegalArgumentException for a template or an algorithm that cannot be used on documents */
    DocumentChecksum(ChecksumDefinition definition) {
        digester = switch (definition.algorithm()) {
            case "crc32" -> null;
            case "sha256" -> digester("SHA-256");
            case "md5" -> digester("MD5");
            default ->
                throw new IllegalArgumentException(
                        "checksum algorithm not supported for documents: algorithm=" + definition.algorithm());
        };
        final String template = definition.format();
        int at = 0;
        final StringBuilder literal = new StringBuilder();
        while (at < template.length()) {
            final char c = template.charAt(at);
            final boolean doubled = at + 1 < template.length() && template.charAt(at + 1) == c;
            if (c == '{' && !doubled) {
                final int close = template.indexOf('}', at);
                parts.add(literal.toString());
                literal.setLength(0);
                parts.add(DocumentPath.compile(template.substring(at + 1, close)));
                at = close + 1;
            } else {
                literal.append(c);
                at += doubled && (c == '{' || c == '}') ? 2 : 1;
            }
        }
        parts.add(literal.toString());
    }

    private static MessageDigest digester(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    /** What would be hashed; for people and tests. */
    String text(Value document) {
        final StringBuilder text = new StringBuilder();
        for (final Object part : parts) {
            if (part instanceof DocumentPath path) {
                final Value found = path.get(document);
                text.append(found instanceof Text string ? string.value() : found == null ? "" : found.toJson());
            } else {
                text.append(part);
            }
        }
        return text.toString();
    }

    /** True when the message's checksum is that of the document. */
    boolean isThatOf(Value document, Message message) {
        final byte[] bytes = text(document).getBytes(StandardCharsets.UTF_8);
        if (digester != null) {
            digest = digester.digest(bytes);
            value = Arrays.hashCode(digest);
            return Arrays.equals(digest, 0, digest.length, message.digest, 0, message.digestLength);
        }
        crc.reset();
        crc.update(bytes);
        value = crc.getValue();
        return message.digestLength == 0 && BookChecksum.same(value, message.checksum);
    }

    /** Ours as computed last; of a digest a number that stands for it. */
    long value() {
        return value;
    }
}
