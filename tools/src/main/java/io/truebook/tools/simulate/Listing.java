package io.truebook.tools.simulate;

/** One instrument of a simulated venue: decimals of prices and sizes, and the first price in units of the last. */
record Listing(String symbol, int priceDecimals, int sizeDecimals, long firstPrice) {}
