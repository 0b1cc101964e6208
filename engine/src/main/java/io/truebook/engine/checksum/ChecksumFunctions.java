package io.truebook.engine.checksum;

import io.truebook.engine.venue.VenueDefinition.ChecksumDefinition;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/** The registered checksum functions by name. Immutable once loaded; any thread. */
public final class ChecksumFunctions {
    private static final Map<String, ChecksumProvider> PROVIDERS = load();

    private ChecksumFunctions() {}

    private static Map<String, ChecksumProvider> load() {
        final Map<String, ChecksumProvider> found = new TreeMap<>();
        for (final ChecksumProvider provider : ServiceLoader.load(ChecksumProvider.class)) {
            final ChecksumProvider other = found.put(provider.name(), provider);
            if (other != null) {
                throw new IllegalStateException("checksum function registered twice: name=" + provider.name() + ", by "
                        + other.getClass().getName() + " and "
                        + provider.getClass().getName());
            }
        }
        return found;
    }

    /** The names that {@code customFunction} may take. */
    public static Set<String> names() {
        return Set.copyOf(PROVIDERS.keySet());
    }

    /** The function of a definition whose algorithm is custom; the loader has made sure that it is registered. */
    static ChecksumFunction make(ChecksumDefinition definition) {
        final String name = definition.customFunction();
        final ChecksumProvider provider = name == null ? null : PROVIDERS.get(name);
        if (provider == null) {
            throw new IllegalArgumentException(
                    "checksum function not registered: algorithm=custom, customFunction=" + name);
        }
        return provider.make(definition);
    }
}
