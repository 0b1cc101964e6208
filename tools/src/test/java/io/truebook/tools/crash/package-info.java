/**
 * What the whole engine promises when it dies: child JVMs that run it against a box in the test's process are killed,
 * their folders are damaged, and everything that an outside reader or the box had seen is held against what is there
 * afterwards. The box and the outside tailer belong to the test's thread and the box's event loop.
 */
package io.truebook.tools.crash;
