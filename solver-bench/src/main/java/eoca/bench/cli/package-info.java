/** The {@code bench} commands. */
package eoca.bench.cli;
