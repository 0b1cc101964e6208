/**
 * Venues as data: the typed form of a definition, its loading and validation with errors that name file, line and key.
 * No class here, or anywhere, is named after a venue. The only package of the engine that may import Jackson and the
 * schema validator.
 */
package io.truebook.engine.venue;
