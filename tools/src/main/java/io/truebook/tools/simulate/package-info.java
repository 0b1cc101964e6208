/**
 * Seeded simulation ({@code truebook simulate}): the real decoder and core, fed by venues, a network and a clock that
 * exist in memory only, with faults; an oracle that knows the venue's whole history compares after every input. One
 * thread, no sockets, no clock of the machine: a seed gives the same run each time. Prices and sizes are whole units of
 * the listing's last decimal.
 */
package io.truebook.tools.simulate;
