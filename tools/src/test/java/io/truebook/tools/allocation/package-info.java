/** What the running engine allocates per frame: nothing. One test, with frames and a transport of its own. */
package io.truebook.tools.allocation;
