/**
 * The exchange-in-a-box: a real WebSocket and REST server on loopback that speaks each venue's own protocol, from a
 * recording or from a seeded market, and knows what it served.
 *
 * <p>Protocol code here is per venue and shares nothing with the engine's decoder, books or venue definitions: JSON
 * trees, {@code BigDecimal} and tree maps, so that its books can judge the engine's. Of the engine only the readers of
 * recordings are used.
 *
 * <p>Everything runs on one event loop thread, which each class's state belongs to; {@link
 * io.truebook.transport.box.ExchangeBox} may be called from any thread. Feed: what the venue would say, in order.
 * Session: one client's WebSocket connection.
 */
package io.truebook.transport.box;
