/** The independent check of what lies on disk. */
package eoca.job.verify;
