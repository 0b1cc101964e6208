/**
 * Records for people: every input and output as one line of text or one JSON object. Both come from the same fields, so
 * that they cannot disagree. Cold code that allocates; one thread per object.
 */
package io.truebook.tools.print;
