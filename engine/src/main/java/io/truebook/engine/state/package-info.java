/**
 * The canonical content of the deterministic state: each class that holds some describes its fields once, in a fixed
 * order, to a {@link io.truebook.engine.state.StateVisitor}; hash, image and restore are all made from that one
 * description, so they cannot drift apart.
 */
package io.truebook.engine.state;
