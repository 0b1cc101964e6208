package io.truebook.tools.alert;

import java.net.URI;
import java.util.List;

/**
 * Where alerts go.
 *
 * @param command program and arguments, started once per alert with the alert as a JSON line on its standard input; empty
 *     for none
 * @param webhook address that each alert is posted to as JSON, null for none
 * @param timeoutMs a delivery that takes longer has failed
 */
public record AlertTargets(List<String> command, URI webhook, int timeoutMs) {
    /** Nowhere. */
    public static AlertTargets none() {
        return new AlertTargets(List.of(), null, 1);
    }

    public boolean isNone() {
        return command.isEmpty() && webhook == null;
    }
}
