/**
 * One class per command of the command line: its options, its help and its example, and the call into the package that
 * does the work. Made by picocli with the {@link io.truebook.tools.cli.Console} as the only constructor argument.
 */
package io.truebook.tools.command;
