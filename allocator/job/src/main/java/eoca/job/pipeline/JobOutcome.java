package eoca.job.pipeline;

import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.job.model.RunResult;
import java.nio.file.Path;

/**
 * How a job ended.
 *
 * @param code the exit code
 * @param campaign the campaign's name
 * @param folder the completed run's or the failed run's folder, or null where nothing is left
 * @param published whether CURRENT names the run
 * @param result what {@code result.json} says, or null where there is none
 * @param failure why it did not complete, or null
 */
public record JobOutcome(
    ExitCode code,
    String campaign,
    Path folder,
    boolean published,
    RunResult result,
    EocaException failure) {}
