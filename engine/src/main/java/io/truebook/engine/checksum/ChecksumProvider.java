package io.truebook.engine.checksum;

import io.truebook.engine.venue.VenueDefinition.ChecksumDefinition;

/**
 * Registers a {@link ChecksumFunction} under a name: the {@code customFunction} of a definition whose {@code algorithm} is
 * {@code custom}. Found by {@link java.util.ServiceLoader}: name the class in
 * {@code META-INF/services/io.truebook.engine.checksum.ChecksumProvider} of a jar on the class path. A journal that was
 * written with it can only be replayed with it.
 */
public interface ChecksumProvider {
    /** As definitions write it; two providers of one name fail the start. */
    String name();

    /**
     * A function for one book.
     *
     * @throws IllegalArgumentException when the definition asks for something that it cannot do
     */
    ChecksumFunction make(ChecksumDefinition definition);
}
