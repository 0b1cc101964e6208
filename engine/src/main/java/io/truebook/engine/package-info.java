/** The pure engine: records, decoder, core and ring, with ports for journal and transport. */
package io.truebook.engine;
