package io.truebook.tools.command;

import io.truebook.tools.cli.Moment;
import io.truebook.tools.cli.ToolException;
import io.truebook.tools.read.JournalPair;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** From when to when; both ends included. */
final class RangeOption {
    @Option(
            names = "--from",
            paramLabel = "T",
            converter = MomentConverter.class,
            description = "Start at this input position, or at the first input received at this time or later.")
    private Moment from;

    @Option(
            names = "--to",
            paramLabel = "T",
            converter = MomentConverter.class,
            description = "End with this input position, or with the last input received at this time or earlier.")
    private Moment to;

    Moment from() {
        return from;
    }

    Moment to() {
        return to;
    }

    /** The first input position wanted. */
    long first(JournalPair journal) {
        final long oldest = journal.inputs().firstPosition();
        return from == null ? oldest : Math.max(oldest, journal.inputPosition(from));
    }

    /** The last input position wanted. */
    long last(JournalPair journal) {
        return to == null ? Long.MAX_VALUE : lastUntil(journal, to);
    }

    /** The last input position that is not after {@code moment}. */
    static long lastUntil(JournalPair journal, Moment moment) {
        return moment.isPosition()
                ? moment.value()
                : journal.inputPosition(new Moment(false, Math.addExact(moment.value(), 1))) - 1;
    }

    /** Makes a {@link Moment} of an option's text. */
    static final class MomentConverter implements ITypeConverter<Moment> {
        @Override
        public Moment convert(String text) {
            try {
                return Moment.parse(text);
            } catch (ToolException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
