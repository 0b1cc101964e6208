package io.truebook.engine.document;

import java.util.ArrayList;
import java.util.List;

/**
 * JSON Patch (RFC 6902): add, remove, replace, move, copy, test, all or nothing. Members that the RFC does not define are
 * ignored, as it says. Compiled once, immutable.
 */
public final class JsonPatch {
    private final List<Step> steps;

    private enum Operation {
        ADD,
        REMOVE,
        REPLACE,
        MOVE,
        COPY,
        TEST
    }

    private record Step(Operation operation, JsonPointer path, JsonPointer from, Value value) {}

    private JsonPatch(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /** Throws {@link DocumentException} that names the operation's place and what is wrong. */
    public static JsonPatch of(Value patch) {
        if (!(patch instanceof ArrayValue list)) {
            throw new DocumentException("a patch is an array of operations, is " + patch.kind());
        }
        final List<Step> steps = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            try {
                steps.add(step(Payloads.object(list.get(i), "patch operation")));
            } catch (DocumentException e) {
                throw new DocumentException("patch[" + i + "]: " + e.getMessage());
            }
        }
        return new JsonPatch(steps);
    }

    private static Step step(ObjectValue step) {
        final String word = Members.text(step, "op");
        final Operation operation = switch (word) {
            case "add" -> Operation.ADD;
            case "remove" -> Operation.REMOVE;
            case "replace" -> Operation.REPLACE;
            case "move" -> Operation.MOVE;
            case "copy" -> Operation.COPY;
            case "test" -> Operation.TEST;
            default -> throw new DocumentException("unknown op '" + word + "'");
        };
        final JsonPointer path = JsonPointer.compile(Members.text(step, "path"));
        final boolean fromElsewhere = operation == Operation.MOVE || operation == Operation.COPY;
        final JsonPointer from = fromElsewhere ? JsonPointer.compile(Members.text(step, "from")) : null;
        final boolean needsValue = !fromElsewhere && operation != Operation.REMOVE;
        if (operation == Operation.MOVE && from.isProperPrefixOf(path)) {
            throw new DocumentException("'" + from + "' cannot be moved into itself, to '" + path + "'");
        }
        return new Step(operation, path, from, needsValue ? Members.required(step, "value") : null);
    }

    /** The patched document; throws {@link DocumentException} that names the operation, and nothing has changed then. */
    public Value apply(Value document) {
        Value at = document;
        for (int i = 0; i < steps.size(); i++) {
            try {
                at = apply(at, steps.get(i));
            } catch (DocumentException e) {
                throw new DocumentException("patch[" + i + "]: " + e.getMessage());
            }
        }
        return at;
    }

    private static Value apply(Value document, Step step) {
        return switch (step.operation()) {
            case ADD -> add(document, step.path(), 0, step.value());
            case REMOVE -> remove(document, step.path(), 0);
            case REPLACE -> replace(document, step.path(), 0, step.value());
            case COPY -> add(document, step.path(), 0, step.from().get(document));
            case MOVE -> {
                final Value moved = step.from().get(document);
                yield step.from().length() == 0
                        ? document
                        : add(remove(document, step.from(), 0), step.path(), 0, moved);
            }
            case TEST -> {
                final Value found = step.path().get(document);
                if (!found.equals(step.value())) {
                    throw step.path().bad("test failed, found " + found.toJson());
                }
                yield document;
            }
        };
    }

    private static Value add(Value at, JsonPointer path, int place, Value value) {
        if (place == path.length()) {
            return value;
        }
        if (place < path.length() - 1) {
            return put(at, path, place, add(path.child(at, place), path, place + 1, value));
        }
        if (at instanceof ObjectValue object) {
            return object.with(path.token(place), value);
        }
        if (at instanceof ArrayValue array) {
            return path.token(place).equals("-")
                    ? array.append(value)
                    : array.insert(path.index(place, array.size()), value);
        }
        throw path.bad("a " + at.kind() + " has no parts");
    }

    private static Value remove(Value at, JsonPointer path, int place) {
        if (path.length() == 0) {
            throw path.bad("the whole document cannot be removed");
        }
        final Value child = path.child(at, place);
        if (place < path.length() - 1) {
            return put(at, path, place, remove(child, path, place + 1));
        }
        return at instanceof ArrayValue array
                ? array.without(path.index(place, array.size() - 1))
                : ((ObjectValue) at).without(path.token(place));
    }

    private static Value replace(Value at, JsonPointer path, int place, Value value) {
        return place == path.length()
                ? value
                : put(at, path, place, replace(path.child(at, place), path, place + 1, value));
    }

    private static Value put(Value at, JsonPointer path, int place, Value value) {
        return at instanceof ArrayValue array
                ? array.with(path.index(place, array.size() - 1), value)
                : ((ObjectValue) at).with(path.token(place), value);
    }
}
