/**
 * Between the files and the engine: tables as instances, assignments as rows, strategies by name.
 */
package eoca.job.engine;
