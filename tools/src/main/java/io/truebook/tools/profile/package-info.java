/**
 * Profiles: what one run does, as a YAML file in {@code config/profiles/}. Read once, validated as a whole before
 * anything starts; the text goes into the journal, so that replay needs no file. The engine reads the same text for
 * itself ({@link io.truebook.engine.venue.Configuration}) and looks at {@code mode} and {@code venues} only.
 */
package io.truebook.tools.profile;
