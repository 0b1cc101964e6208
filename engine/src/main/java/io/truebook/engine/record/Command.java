package io.truebook.engine.record;

/**
 * What an operator asks for, as the body of {@link InputType#COMMAND} has it: {@code verb VENUE:SYMBOL}, {@code verb
 * VENUE}, {@code verb}; of an alert everything after the verb is its text. The envelope's source is the ticket by which
 * whoever asked finds the answer among the outputs. Immutable.
 *
 * @param verb one of the constants, or something that nobody knows
 * @param venue the venue's id, empty where none is named
 * @param symbol as the venue writes it, empty where none is named
 */
public record Command(String verb, String venue, String symbol) {
    /** Subscribes a symbol. */
    public static final String ADD = "add";
    /** Unsubscribes a symbol. */
    public static final String REMOVE = "remove";
    /** Makes a book anew. */
    public static final String RESYNC = "resync";
    /** Closes a venue's connections until {@link #RESUME}. */
    public static final String PAUSE = "pause";

    public static final String RESUME = "resume";
    /** Ends the process; journaled so that the reason of the end is known. */
    public static final String STOP = "stop";
    /** Tells people something from outside the core. */
    public static final String ALERT = "alert";

    private static final int MAX_SYMBOL = 128;

    /** Never fails: what is not understood has a verb that nobody knows. */
    public static Command parse(String text) {
        final int space = text.indexOf(' ');
        if (space < 0) {
            return new Command(text, "", "");
        }
        final String verb = text.substring(0, space);
        final String rest = text.substring(space + 1);
        final int colon = rest.indexOf(':');
        if (verb.equals(ALERT) || colon < 0) {
            return new Command(verb, rest, "");
        }
        return new Command(verb, rest.substring(0, colon), rest.substring(colon + 1));
    }

    /**
     * True for a command that gives a symbol its id, in the decoder and in the core alike. The symbol goes into the venue's
     * templates, so it holds nothing that could end a text there.
     */
    public boolean addsSymbol() {
        return verb.equals(ADD) && isSymbol(symbol);
    }

    private static boolean isSymbol(String symbol) {
        if (symbol.isEmpty() || symbol.length() > MAX_SYMBOL) {
            return false;
        }
        for (int i = 0; i < symbol.length(); i++) {
            final char c = symbol.charAt(i);
            if (c <= ' ' || c > '~' || c == '"' || c == '\\' || c == '{' || c == '}') {
                return false;
            }
        }
        return true;
    }
}
