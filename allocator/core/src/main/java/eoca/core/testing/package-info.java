/**
 * What tests and benchmarks of the engine share: seeded instances over all regimes, a dumb oracle,
 * a plain checker, a counting column seam. Nothing in production calls this package.
 */
package eoca.core.testing;
