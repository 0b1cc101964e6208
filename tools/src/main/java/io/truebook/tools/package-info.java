/**
 * The {@code truebook} command and the assembly of the running engine. The command's manners are in {@code tools.cli},
 * its commands in {@code tools.command}; what a command does beyond reading its options stands in a package of its own.
 */
package io.truebook.tools;
