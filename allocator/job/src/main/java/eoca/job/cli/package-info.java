/** The commands of the batch job: options in, text or JSON out. */
package eoca.job.cli;
