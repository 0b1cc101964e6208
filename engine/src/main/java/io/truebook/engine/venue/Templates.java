package io.truebook.engine.venue;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code ${var}} of what is sent to a venue. Variables: {@code symbol}, {@code symbol:lower}, {@code symbol:upper},
 * {@code symbol:plain} (letters and digits only), {@code depth}, {@code trades}, {@code snapshot} (true or false),
 * {@code id} (our request id) and {@code channelId} (what an acknowledgement gave). {@code ${depth=25}} is 25 where no
 * depth is chosen. A channel's own variables are replaced by these when the definition loads. Stateless.
 */
public final class Templates {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");
    static final Set<String> NAMES = Set.of(
            "symbol", "symbol:lower", "symbol:upper", "symbol:plain", "depth", "trades", "snapshot", "id", "channelId");

    private Templates() {}

    /**
     * The text with every variable but {@code channelId} replaced, which stays for whoever knows it.
     *
     * @param depth levels a side, 0 where none is chosen
     */
    public static String render(
            String template, String symbol, int depth, Policies.SnapshotOnConnect policy, long requestId) {
        final Matcher matcher = VARIABLE.matcher(template);
        final StringBuilder text = new StringBuilder(template.length() + 32);
        int from = 0;
        while (matcher.find()) {
            text.append(template, from, matcher.start());
            text.append(value(matcher.group(1), matcher.group(), symbol, depth, policy, requestId));
            from = matcher.end();
        }
        return text.append(template, from, template.length()).toString();
    }

    private static String value(
            String name, String whole, String symbol, int depth, Policies.SnapshotOnConnect policy, long requestId) {
        return switch (name) {
            case "symbol" -> symbol;
            case "symbol:lower" -> symbol.toLowerCase(Locale.ROOT);
            case "symbol:upper" -> symbol.toUpperCase(Locale.ROOT);
            case "symbol:plain" -> symbol.replaceAll("[^A-Za-z0-9]", "");
            case "depth" -> Integer.toString(depth);
            case "trades" -> Integer.toString(policy.tradesLimit());
            case "snapshot" -> Boolean.toString(policy.enabled());
            case "id" -> Long.toString(requestId);
            default -> name.startsWith("depth=") ? depth > 0 ? Integer.toString(depth) : name.substring(6) : whole;
        };
    }

    /** The first variable of the template that is none of {@link #NAMES}; null when all are known. */
    static String unknown(String template) {
        final Matcher matcher = VARIABLE.matcher(template);
        while (matcher.find()) {
            final String name = matcher.group(1);
            if (!NAMES.contains(name) && !name.matches("depth=[0-9]{1,6}")) {
                return name;
            }
        }
        return null;
    }
}
