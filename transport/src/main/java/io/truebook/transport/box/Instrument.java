package io.truebook.transport.box;

/**
 * What a feed can say about one symbol.
 *
 * @param priceDecimals decimals of a price
 * @param sizeDecimals decimals of a quantity
 * @param depth levels of each side that the feed carries; 0 when it carries the whole book
 */
record Instrument(String symbol, int priceDecimals, int sizeDecimals, int depth) {}
