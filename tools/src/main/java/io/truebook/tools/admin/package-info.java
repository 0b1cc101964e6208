/**
 * The running engine's admin API in its first form, and its client: HTTP on the loopback interface only, a token from a
 * file in the journal's folder that its owner alone can read. Commands become journaled inputs; what the caller is told
 * comes from the outputs that they caused. {@link io.truebook.tools.admin.AdminServer} has a thread of its own,
 * {@link io.truebook.tools.admin.CommandDesk} stands between it and the engine's publishing thread.
 */
package io.truebook.tools.admin;
