/** The paper's heuristic with a risk guard, in rounds without sorting. */
package eoca.core.heuristic;
