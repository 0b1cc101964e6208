/**
 * One journal, many Javas: the same inputs must give the same outputs and the same state hash under every JDK, locale,
 * identity hash, default charset and time zone.
 */
package io.truebook.tools.replaymatrix;
