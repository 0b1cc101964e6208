package io.truebook.journal;

import java.util.List;

/**
 * What opening a journal directory for writing found and did.
 *
 * @param inputs what the scan of the inputs found, before any repair
 * @param outputs what the scan of the outputs found, before any repair
 * @param repairs what was cut and where it is kept, in words, one thing a line; empty when nothing was to do
 * @param notes what else is worth a line in the log, such as damaged checkpoints
 * @param epoch epoch for outputs appended from now on; one more than before when outputs had to be quarantined because
 *     their inputs are gone
 * @param epochRose true when it is one more
 */
public record OpenReport(
        ScanResult inputs,
        ScanResult outputs,
        List<String> repairs,
        List<String> notes,
        int epoch,
        boolean epochRose) {}
