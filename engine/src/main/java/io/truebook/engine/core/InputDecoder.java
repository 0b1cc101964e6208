package io.truebook.engine.core;

import io.truebook.engine.decode.DecodedFrame;
import io.truebook.engine.decode.Decoder;
import io.truebook.engine.record.Command;
import io.truebook.engine.record.ConfiguredBody;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.InputType;
import io.truebook.engine.record.OutcomeBody;
import io.truebook.engine.state.StateVisitor;
import io.truebook.engine.venue.Configuration;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * The decoding handler's work on one input record: hands frames and answers to the venue's decoder. Deterministic state
 * changed only by inputs in order: the decoders of the configuration, their symbols and channel maps. One thread.
 */
public final class InputDecoder {
    private List<Decoder> decoders = List.of();
    private List<String> venueIds = List.of();
    private boolean passive;

    /** Decodes a record; {@code out} is empty where there is nothing to decode. */
    public void onInput(DirectBuffer buffer, int offset, int length, DecodedFrame out) {
        final int type = Envelope.type(buffer, offset);
        final int body = offset + Envelope.BYTES;
        if (type == InputType.FRAME) {
            final Decoder decoder = decoderOf(buffer, offset);
            decoder.decodeFrame(Envelope.source(buffer, offset), buffer, body, length - Envelope.BYTES, out);
            if (passive && out.status == DecodedFrame.UNKNOWN) {
                // some recordings hold REST answers among the frames
                decoder.decodeAnswer(buffer, body, length - Envelope.BYTES, out);
            }
            return;
        }
        out.clear();
        out.status = DecodedFrame.EMPTY;
        switch (type) {
            case InputType.OUTCOME -> {
                if (OutcomeBody.bodyLength(buffer, body) > 0) {
                    decoderOf(buffer, offset)
                            .decodeAnswer(
                                    buffer,
                                    OutcomeBody.bodyOffset(buffer, body),
                                    OutcomeBody.bodyLength(buffer, body),
                                    out);
                }
            }
            case InputType.CONNECTION_DOWN -> decoderOf(buffer, offset).connectionDown(Envelope.source(buffer, offset));
            case InputType.CONFIGURED ->
                configure(
                        Configuration.parse(ConfiguredBody.decode(buffer, body).files()));
            case InputType.COMMAND ->
                addSymbol(Command.parse(buffer.getStringWithoutLengthUtf8(body, length - Envelope.BYTES)));
            default -> {
                // nothing to decode
            }
        }
    }

    /** Canonical state of all decoders. */
    public void visit(StateVisitor v) {
        for (Decoder decoder : decoders) {
            decoder.visit(v);
        }
    }

    /** Makes the decoders of a configuration; before a restore. */
    public void configure(ConfiguredBody configured) {
        configure(Configuration.parse(configured.files()));
    }

    void configure(Configuration configuration) {
        final List<Decoder> made = new ArrayList<>();
        for (Configuration.VenueSetup setup : configuration.venues()) {
            final Decoder decoder = new Decoder(setup.definition(), configuration.passive());
            setup.symbols().forEach(decoder::addSymbol);
            made.add(decoder);
        }
        decoders = made;
        venueIds = configuration.venues().stream()
                .map(setup -> setup.definition().id())
                .toList();
        passive = configuration.passive();
    }

    /** Gives the symbol its id in the venue's decoder, where it has none yet. */
    void addSymbol(int venue, String symbol) {
        decoders.get(venue).addSymbol(symbol);
    }

    /** Frames that follow may be of the symbol; the core gives it the same id. */
    private void addSymbol(Command command) {
        final int venue = venueIds.indexOf(command.venue());
        if (venue >= 0 && command.addsSymbol() && !passive) {
            addSymbol(venue, command.symbol());
        }
    }

    private Decoder decoderOf(DirectBuffer buffer, int offset) {
        return decoders.get(Envelope.venue(buffer, offset));
    }
}
