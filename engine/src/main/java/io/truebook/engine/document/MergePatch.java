package io.truebook.engine.document;

/** JSON Merge Patch (RFC 7396): objects are merged, null removes a member, anything else replaces. */
public final class MergePatch {
    private MergePatch() {}

    /** The patched document; every value is a patch, so nothing can fail. */
    public static Value apply(Value target, Value patch) {
        if (!(patch instanceof ObjectValue changes)) {
            return patch;
        }
        ObjectValue merged = target instanceof ObjectValue object ? object : ObjectValue.EMPTY;
        for (int i = 0; i < changes.size(); i++) {
            final String name = changes.name(i);
            final Value change = changes.value(i);
            if (change.isNull()) {
                merged = merged.without(name);
            } else {
                final Value old = merged.get(name);
                merged = merged.with(name, apply(old == null ? Literal.NULL : old, change));
            }
        }
        return merged;
    }
}
