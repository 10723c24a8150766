/**
 * Races of the engine against other solvers, kernel benchmarks, and the report made of their
 * results. Nothing of it is on the class path of a production job.
 */
package eoca.bench;
