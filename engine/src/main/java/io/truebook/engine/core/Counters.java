package io.truebook.engine.core;

import io.truebook.engine.state.StateVisitor;

/** What happened on one venue since the run was configured. Written by the core's thread; part of the state. */
public final class Counters {
    public long frames;
    /** Frames that held at least one book message. */
    public long bookFrames;

    public long snapshots;
    /** Deltas applied. */
    public long deltas;

    public long checksumsOk;
    public long checksumsBad;
    /** Messages that a checksum could have covered and that bore none. */
    public long checksumsAbsent;

    /** Comparisons of ids made; the first id of a chain and a bridging delta are none. */
    public long sequenceChecked;

    public long sequenceGaps;
    /** Deltas dropped as older than the snapshot. */
    public long sequenceStale;
    /** Deltas dropped as applied already, or as held already. */
    public long sequenceDuplicates;
    /** Deltas that came before their turn and were applied in it. */
    public long sequenceReordered;

    /** Deltas dropped because no snapshot had come and none were to be kept. */
    public long dropped;

    public long crossed;
    public long resyncs;
    public long malformed;
    public long unknownFrames;
    public long unknownSymbols;
    public long bufferOverflows;
    public long trades;
    public long tickers;
    public long levels;
    public long reconnects;
    /** Books that were silent for longer than their own limit. */
    public long silences;
    /** Levels refused for their price. */
    public long invalidPrices;
    /** Levels refused for their size. */
    public long invalidSizes;
    /** Frames that lay too long before they were processed. */
    public long slowFrames;
    /** Trades that had come before. */
    public long tradeDuplicates;
    /** REST queries asked for. */
    public long queries;
    /** Books that were compared with a picture over REST, as of the same id, and were equal. */
    public long picturesSame;

    public long picturesDifferent;
    /** Pictures that could not be compared: too old, or too much had come before the answer. */
    public long picturesSkipped;

    void visit(StateVisitor v) {
        frames = v.visit(frames);
        bookFrames = v.visit(bookFrames);
        snapshots = v.visit(snapshots);
        deltas = v.visit(deltas);
        checksumsOk = v.visit(checksumsOk);
        checksumsBad = v.visit(checksumsBad);
        checksumsAbsent = v.visit(checksumsAbsent);
        sequenceChecked = v.visit(sequenceChecked);
        sequenceGaps = v.visit(sequenceGaps);
        sequenceStale = v.visit(sequenceStale);
        sequenceDuplicates = v.visit(sequenceDuplicates);
        sequenceReordered = v.visit(sequenceReordered);
        dropped = v.visit(dropped);
        crossed = v.visit(crossed);
        resyncs = v.visit(resyncs);
        malformed = v.visit(malformed);
        unknownFrames = v.visit(unknownFrames);
        unknownSymbols = v.visit(unknownSymbols);
        bufferOverflows = v.visit(bufferOverflows);
        trades = v.visit(trades);
        tickers = v.visit(tickers);
        levels = v.visit(levels);
        reconnects = v.visit(reconnects);
        silences = v.visit(silences);
        invalidPrices = v.visit(invalidPrices);
        invalidSizes = v.visit(invalidSizes);
        slowFrames = v.visit(slowFrames);
        tradeDuplicates = v.visit(tradeDuplicates);
        queries = v.visit(queries);
        picturesSame = v.visit(picturesSame);
        picturesDifferent = v.visit(picturesDifferent);
        picturesSkipped = v.visit(picturesSkipped);
    }
}
