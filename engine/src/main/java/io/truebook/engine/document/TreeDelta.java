package io.truebook.engine.document;

import java.util.List;

/**
 * The four operations on any document (requirements, rows 27 to 31). What is not on the path is shared with the old
 * document, so the cost is that of the containers on the path, whatever the size of the rest.
 */
final class TreeDelta {
    private final Delta delta;
    private final boolean createMissing;
    private final List<String> warnings;

    private TreeDelta(Delta delta, boolean createMissing, List<String> warnings) {
        this.delta = delta;
        this.createMissing = createMissing;
        this.warnings = warnings;
    }

    /** The changed document; throws {@link DocumentException} that names path and place. */
    static Value apply(Value document, Delta delta, boolean createMissing, List<String> warnings) {
        final DocumentPath path = delta.path();
        switch (delta.type()) {
            case SNAPSHOT:
                return delta.data();
            case UPDATE:
                if (path.isRoot()) {
                    return delta.data();
                }
                break;
            default:
                if (path.isRoot()) {
                    throw new DocumentException(delta.type().word() + " needs a path");
                }
        }
        return new TreeDelta(delta, createMissing, warnings).change(document, 0);
    }

    private Value change(Value at, int depth) {
        final DocumentPath.Segment segment = delta.path().segment(depth);
        if (depth == delta.path().length() - 1) {
            return last(at, segment, depth);
        }
        final Value child = child(at, segment);
        if (child == null && delta.type() == DeltaType.DELETE) {
            return missing(at);
        }
        if (child == null && !(delta.type() == DeltaType.UPDATE && createMissing)) {
            throw bad(depth, "nothing stands here");
        }
        // what is created is an array where an index follows
        final Value below = child != null
                ? child
                : delta.path().segment(depth + 1).isIndex() ? ArrayValue.EMPTY : ObjectValue.EMPTY;
        final Value changed = change(below, depth + 1);
        return changed == child ? at : put(at, segment, changed, depth);
    }

    private static Value child(Value at, DocumentPath.Segment segment) {
        if (segment.isIndex()) {
            return at instanceof ArrayValue array && segment.index() < array.size() ? array.get(segment.index()) : null;
        }
        return at instanceof ObjectValue object ? object.get(segment.name()) : null;
    }

    private Value last(Value at, DocumentPath.Segment segment, int depth) {
        return switch (delta.type()) {
            case INSERT -> insert(at, segment, depth);
            case DELETE -> delete(at, segment);
            default -> put(at, segment, delta.data(), depth);
        };
    }

    private Value insert(Value at, DocumentPath.Segment segment, int depth) {
        if (at instanceof ArrayValue array) {
            return segment.isIndex() ? array.insert(segment.index(), delta.data()) : array.append(delta.data());
        }
        return put(at, segment, delta.data(), depth);
    }

    private Value delete(Value at, DocumentPath.Segment segment) {
        if (child(at, segment) == null) {
            return missing(at);
        }
        return at instanceof ArrayValue array
                ? array.without(segment.index())
                : ((ObjectValue) at).without(segment.name());
    }

    private Value missing(Value unchanged) {
        warnings.add("delete at '" + delta.path() + "': nothing stands there");
        return unchanged;
    }

    /** Sets a member, or an element that is there; creation may go on at an array's end, but leaves no holes. */
    private Value put(Value at, DocumentPath.Segment segment, Value value, int depth) {
        if (at instanceof ObjectValue object) {
            if (segment.isIndex()) {
                throw bad(depth, "an index into an object");
            }
            return object.with(segment.name(), value);
        }
        if (!(at instanceof ArrayValue array)) {
            throw bad(depth, "a " + at.kind() + " has no parts");
        }
        if (!segment.isIndex()) {
            throw bad(depth, "a name in an array");
        }
        if (segment.index() < array.size()) {
            return array.with(segment.index(), value);
        }
        if (createMissing && segment.index() == array.size()) {
            return array.append(value);
        }
        throw bad(depth, "index past the end, size=" + array.size());
    }

    private DocumentException bad(int depth, String what) {
        return new DocumentException(
                delta.type().word() + " at '" + delta.path() + "', segment " + (depth + 1) + ": " + what);
    }
}
