package eoca.job.cli;

import eoca.inputs.error.ExitCode;
import eoca.job.model.Json;
import eoca.job.notify.Calls;
import eoca.job.notify.Notifier;
import eoca.job.notify.Summary;
import eoca.job.pipeline.AllocateJob;
import eoca.job.pipeline.Console;
import eoca.job.pipeline.JobEnvironment;
import eoca.job.pipeline.JobOutcome;
import eoca.job.pipeline.JobRequest;
import eoca.job.store.Staging.CancelledException;
import eoca.job.store.StepListener;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Runs a job for a command and tells how it ended. */
public final class JobRunner {
  /** Nobody is called. */
  static final Calls NOBODY = new Calls(null, null, null, null, null);

  private final CommandSpec spec;
  private final Clock clock;
  private final StepListener steps;

  /** A runner for a command. */
  public JobRunner(CommandSpec spec, Clock clock, StepListener steps) {
    this.spec = spec;
    this.clock = clock;
    this.steps = steps;
  }

  /** The command and its arguments as they were given. */
  public List<String> command() {
    List<String> words = new ArrayList<>();
    words.addAll(spec.root().commandLine().getParseResult().originalArgs());
    return words;
  }

  /** Runs; the exit code, or the failure thrown again once its result was told. */
  public int run(JobRequest request, boolean json) {
    return run(request, NOBODY, json);
  }

  /** As above, and tells others how it ended. */
  int run(JobRequest request, Calls calls, boolean json) {
    CommandLine line = spec.commandLine();
    PrintWriter out = line.getOut();
    JobOutcome outcome;
    try (Console console = new Console(line.getErr())) {
      outcome = run(request, new Notifier(calls, console), console);
      if (outcome.failure() != null && outcome.code() != ExitCode.GUARDED) {
        console.warn("the failed run is kept in %s", outcome.folder());
      }
    } catch (CancelledException e) {
      return ExitCode.TERMINATED.code(); // the Java machine is going down with a code of its own
    }
    if (json) {
      out.print(
          outcome.result() == null ? Json.pretty(unchanged(outcome)) : outcome.result().toJson());
    } else if (outcome.failure() == null || outcome.code() == ExitCode.GUARDED) {
      out.print(ResultTable.of(outcome));
    }
    out.flush();
    if (outcome.failure() != null) {
      throw outcome.failure();
    }
    return outcome.code().code();
  }

  private JobOutcome run(JobRequest request, Notifier notifier, Console console) {
    JobOutcome outcome;
    try {
      outcome = new AllocateJob(request, new JobEnvironment(clock, steps, console)).run();
    } catch (CancelledException e) {
      throw e;
    } catch (RuntimeException e) {
      notifier.tell(Summary.of(e));
      throw e;
    }
    notifier.tell(Summary.of(outcome));
    return outcome;
  }

  private static Map<String, Object> unchanged(JobOutcome outcome) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", (long) outcome.code().code());
    error.put("message", "nothing to do: inputs and configuration are those of the published run");
    error.put("hint", "It is " + outcome.folder() + ".");
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("error", error);
    return tree;
  }
}
