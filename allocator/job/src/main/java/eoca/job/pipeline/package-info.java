/** The batch job as a line of stages. */
package eoca.job.pipeline;
