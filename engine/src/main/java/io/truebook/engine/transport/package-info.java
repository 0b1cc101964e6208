/**
 * Ports between the engine and the sockets: what the engine asks ({@link io.truebook.engine.transport.Transport}) and
 * what comes back ({@link io.truebook.engine.transport.InputPort}). Transport has no brain: it opens sockets, moves
 * bytes, executes requests.
 */
package io.truebook.engine.transport;
