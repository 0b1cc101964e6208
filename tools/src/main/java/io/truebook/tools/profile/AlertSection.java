package io.truebook.tools.profile;

import io.truebook.tools.alert.AlertTargets;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;

/** {@code alerts} of a profile. */
final class AlertSection {
    private static final Set<String> KEYS = Set.of("command", "webhook", "timeoutMs");
    private static final String ENVIRONMENT = "env:";
    private static final int TIMEOUT_MS = 10_000;
    private static final int MOST_TIMEOUT_MS = 600_000;

    private AlertSection() {}

    static AlertTargets read(Section section) {
        section.allow(KEYS);
        final List<String> command = section.texts("command");
        return new AlertTargets(List.copyOf(command), webhook(section), (int)
                section.whole("timeoutMs", TIMEOUT_MS, 1, MOST_TIMEOUT_MS));
    }

    /** A profile is journaled, and the address of a webhook is often its only secret: so it may stand elsewhere. */
    private static URI webhook(Section section) {
        String text = section.text("webhook", null);
        if (text == null) {
            return null;
        }
        if (text.startsWith(ENVIRONMENT)) {
            final String variable = text.substring(ENVIRONMENT.length());
            text = System.getenv(variable);
            if (text == null) {
                section.error("/webhook", "the environment has no variable " + variable + "; set it to the address");
                return null;
            }
        }
        try {
            final URI uri = new URI(text);
            if (uri.getHost() != null && Set.of("http", "https").contains(uri.getScheme())) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // said below, without the address: it may be a secret
        }
        section.error("/webhook", "must be an address that starts with http:// or https:// and names a host");
        return null;
    }
}
