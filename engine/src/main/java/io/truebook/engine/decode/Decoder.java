package io.truebook.engine.decode;

import io.truebook.engine.state.StateVisitor;
import io.truebook.engine.venue.VenueDefinition;
import org.agrona.DirectBuffer;

/**
 * Turns frames of one venue into {@link DecodedFrame}s by the plan compiled from its definition. Holds deterministic
 * state: the symbol table and, per connection, the channel map; both change only by what is decoded, in order. One
 * thread. Never throws for bytes from outside: see {@link DecodedFrame#status}.
 */
public final class Decoder {
    private final SymbolTable symbols = new SymbolTable();
    private final boolean discover;

    /**
     * @param discover true registers unknown symbols on first sight (passive runs), ids dense from 0 in order; false: a
     *     symbol not added is -2
     */
    public Decoder(VenueDefinition definition, boolean discover) {
        this.discover = discover;
    }

    /** Adds a symbol as the venue writes it and returns its dense id; the id it has when it was added before. */
    public int addSymbol(String symbol) {
        return symbols.add(symbol);
    }

    public int symbolCount() {
        return symbols.count();
    }

    public String symbolName(int id) {
        return symbols.name(id);
    }

    /** Decodes one frame of a connection into {@code out}, which is cleared first. */
    public void decodeFrame(int connection, DirectBuffer buffer, int offset, int length, DecodedFrame out) {
        out.clear();
        out.status = discover ? DecodedFrame.EMPTY : DecodedFrame.UNKNOWN;
    }

    /** Decodes the body of a REST answer; symbols may be absent, for the answer is bound to its request. */
    public void decodeAnswer(DirectBuffer buffer, int offset, int length, DecodedFrame out) {
        out.clear();
        out.status = DecodedFrame.UNKNOWN;
    }

    /** Forgets the connection's channel map. */
    public void connectionDown(int connection) {}

    /** Canonical state: symbol table, then channel maps in order of connection and id. */
    public void visit(StateVisitor v) {
        symbols.visit(v);
    }
}
