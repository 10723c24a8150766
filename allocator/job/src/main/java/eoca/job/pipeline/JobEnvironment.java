package eoca.job.pipeline;

import eoca.job.store.StepListener;
import java.time.Clock;

/**
 * What a job gets from outside besides its request.
 *
 * @param clock wall clock for names and logs
 * @param steps hears where the job is
 * @param console where lines and progress go
 */
public record JobEnvironment(Clock clock, StepListener steps, Console console) {}
