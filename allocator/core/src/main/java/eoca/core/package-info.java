/**
 * The pure allocation engine: an instance goes in, an outcome comes out.
 *
 * <p>No files, no Arrow, no logging framework, no clock, and no threads but the ones handed in.
 * Everything the engine needs is in its arguments, everything it learned is in its result. Every
 * result is a function of the instance and the options alone: the number of threads never changes a
 * byte.
 */
package eoca.core;
