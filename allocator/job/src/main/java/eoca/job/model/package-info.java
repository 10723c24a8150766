/** What {@code result.json} and {@code manifest.json} say. */
package eoca.job.model;
