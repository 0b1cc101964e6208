package io.truebook.tools.simulate;

import java.util.Set;

/**
 * What a run of one seed is.
 *
 * @param venue the venue's id
 * @param seed all that is random derives from it
 * @param events inputs of the core before the faults stop, at least
 * @param faults the kinds to choose from; empty means all of the venue's, of which the seed chooses five or more
 */
public record SimulationOptions(String venue, long seed, long events, Set<FaultKind> faults) {}
