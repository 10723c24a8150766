/** Times as multiples of one streaming pass over the data: what the budgets are stated in. */
package eoca.bench.passes;
