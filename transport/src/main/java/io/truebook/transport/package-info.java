/**
 * The client side of the outside world: WebSocket connections and HTTP requests over Netty, behind the engine's
 * {@link io.truebook.engine.transport.Transport}. It has no brain: it opens sockets, moves bytes and executes requests;
 * when to connect again, what to subscribe to and what an answer means is the core's.
 *
 * <p>One thread, the event loop, owns every connection, parser, pool and timer here, and it alone calls the
 * {@link io.truebook.engine.transport.InputPort}. The methods of {@link io.truebook.transport.NettyTransport} hand over
 * to it and return. It never waits: what the ring refuses is held, the socket it came from is not read meanwhile, and
 * the offer is repeated a little later. Looking up host names, which blocks in the JDK, has a thread of its own.
 *
 * <p>Names: a <i>frame</i> is one on the wire, a <i>message</i> what its fragments make together; <i>refused</i> is an
 * offer that came back false; <i>held</i> is what waits after that.
 */
package io.truebook.transport;
