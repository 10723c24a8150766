/**
 * The first stage: from features to an expected transaction value of every (user, fund).
 *
 * <ul>
 *   <li>{@code loss}: what is minimised, value and gradient in plain double arithmetic
 * </ul>
 */
package eoca.predict;
