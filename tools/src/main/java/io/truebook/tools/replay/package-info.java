/** {@code truebook replay}: journaled inputs through the core again, and whether the same comes out. One thread. */
package io.truebook.tools.replay;
