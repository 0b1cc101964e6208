/**
 * Judging a run by what the exchange-in-a-box knows it delivered: was any book LIVE and different within its proven
 * depth?
 */
package io.truebook.tools.oracle;
