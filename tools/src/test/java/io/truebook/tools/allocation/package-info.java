/** What the running engine allocates per frame of each venue: nothing. One test. */
package io.truebook.tools.allocation;
