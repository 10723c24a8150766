/**
 * Tables in the form of the paper's Tables 1 and 2: every model with every seed on the same
 * samples, one record a (model, seed), and the pages made from the records.
 */
package eoca.predict.compare;
