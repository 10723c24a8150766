/** Kernels that several strategies of the engine share; other modules must not touch them. */
package eoca.core.internal;
