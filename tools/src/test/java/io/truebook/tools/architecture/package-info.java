/**
 * The arrows between modules and what is banned in the core, as tests. Each rule is shown to bite: classes named
 * {@code …Violations} in the test sources, in the packages that the rules speak of, break it on purpose.
 */
package io.truebook.tools.architecture;
