package io.truebook.transport.box;

import java.util.List;

/**
 * One rule of {@link Faults}. {@code venue} and {@code symbol} null mean any; exactly one of {@code every}, {@code at},
 * {@code perMillion} and {@code inTurn} is set.
 *
 * @param forFrames of a silence; {@link #UNTIL_JOINED}: until the client subscribes again
 */
record FaultRule(
        FaultKind kind,
        String venue,
        String symbol,
        long every,
        List<Long> at,
        int perMillion,
        long inTurn,
        long forMillis,
        long forFrames,
        int connections,
        Faults.Damage damage) {
    static final long UNTIL_JOINED = Long.MAX_VALUE;

    /** Whether it concerns such a thing of that venue and symbol; a query has no symbol. */
    boolean matches(FaultKind.Target target, String ofVenue, String ofSymbol) {
        return kind.target() == target && concerns(ofVenue) && (symbol == null || symbol.equals(ofSymbol));
    }

    boolean concerns(String ofVenue) {
        return venue == null || venue.equals(ofVenue);
    }
}
