/**
 * JMH benchmarks of the engine's inner loops. Those of package-private kernels live in the kernels'
 * own package, on this module's class path only.
 */
package eoca.bench.kernels;
