/**
 * The consumption graph on real payments: held-out next merchants, ranked by the two graph
 * attention layers and by plain baselines.
 */
package eoca.predict.link;
