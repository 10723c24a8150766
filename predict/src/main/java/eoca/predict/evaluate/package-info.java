/**
 * How good predictions are: measures with bootstrap intervals over users, the reliability curve,
 * and the command that puts models side by side.
 */
package eoca.predict.evaluate;
