/**
 * Binary layouts of everything that is journaled: the {@linkplain io.truebook.engine.record.Envelope envelope}, the
 * types of inputs and outputs, and a descriptor class per hot body. Descriptors are stateless (offsets and static
 * accessors), little endian, and safe from any thread as long as the buffer is.
 */
package io.truebook.engine.record;
