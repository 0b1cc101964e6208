package io.truebook.transport;

import javax.net.ssl.SSLException;

/** Texts of failures for people, and which of them are TLS's. */
final class Failures {
    private Failures() {}

    static boolean isTls(Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof SSLException) {
                return true;
            }
        }
        return false;
    }

    /** The innermost cause, which is the one that says something. */
    static String text(Throwable cause) {
        Throwable innermost = cause;
        while (innermost.getCause() != null && innermost.getCause() != innermost) {
            innermost = innermost.getCause();
        }
        String message = innermost.getMessage();
        String name = innermost.getClass().getSimpleName();
        return message == null ? name : name + ": " + message;
    }
}
