package io.truebook.tools.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;

/** A replay's result for people. */
public final class ReplayText {
    private ReplayText() {}

    /** Prints what {@code --json} would say. */
    public static void print(ObjectNode result, PrintStream out) {
        if (!result.get("verified").asBoolean()) {
            out.printf(
                    "replayed %s inputs, %s outputs, up to position %s%n",
                    result.get("inputs").asText(),
                    result.get("outputs").asText(),
                    result.get("to").asText());
        } else if (result.get("same").asBoolean()) {
            out.printf(
                    "the same: %s outputs of positions %s to %s, body by body and hash by hash%n",
                    result.get("compared").asText(),
                    result.get("from").asText(),
                    result.get("to").asText());
            if (result.get("missing").asLong() > 0) {
                out.printf(
                        "note: %s outputs are not in the journal yet; the next start appends them%n",
                        result.get("missing").asText());
            }
            if (result.get("withoutInput").asBoolean()) {
                out.println("note: outputs lie behind the last input; 'truebook verify' says what is missing");
            }
        } else {
            out.printf(
                    "DIVERGED at input %s after %s equal outputs%n",
                    result.get("differingInput").asText(),
                    result.get("compared").asText());
            out.println(result.get("difference").asText());
        }
        out.printf(
                "state %s version %s, %s ns an input%n",
                result.get("stateHash").asText(),
                result.get("stateVersion").asText(),
                result.get("nsPerInput").asText());
    }
}
