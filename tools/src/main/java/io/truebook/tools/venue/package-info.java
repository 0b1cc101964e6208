/** Finds and shows venue definitions. */
package io.truebook.tools.venue;
