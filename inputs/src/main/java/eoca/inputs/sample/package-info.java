/** Real campaigns made from public data. */
package eoca.inputs.sample;
