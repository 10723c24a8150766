/**
 * What a plan would have been worth, from a log of another policy whose probabilities are known:
 * SNIPS and doubly robust values with intervals, on the Hillstrom experiment and the Open Bandit
 * logs.
 */
package eoca.predict.offpolicy;
