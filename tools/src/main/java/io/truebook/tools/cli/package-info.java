/**
 * The manners of the command line: streams, exit codes, one-line errors, times, progress, JSON. Nothing here knows what
 * a command does. Everything is used by the command's own thread unless a class says otherwise.
 */
package io.truebook.tools.cli;
