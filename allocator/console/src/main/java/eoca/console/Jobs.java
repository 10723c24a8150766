package eoca.console;

import eoca.inputs.error.EocaException;
import eoca.job.pipeline.AllocateJob;
import eoca.job.pipeline.Certify;
import eoca.job.pipeline.Console;
import eoca.job.pipeline.JobEnvironment;
import eoca.job.pipeline.JobOutcome;
import eoca.job.pipeline.JobRequest;
import eoca.job.store.RunFolder;
import eoca.job.store.StepListener;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Re-runs that the console started: one at a time, in a thread of its own. */
final class Jobs {
  private final Path runs;
  private final int threads;
  private final Clock clock;
  private final List<Job> jobs = new ArrayList<>();

  Jobs(Path runs, int threads, Clock clock) {
    this.runs = runs;
    this.threads = threads;
    this.clock = clock;
  }

  /** A job, running or ended. */
  static final class Job {
    private final int number;
    private final String command;
    private final StringWriter lines = new StringWriter();
    private volatile boolean ended;
    private volatile String run;
    private volatile String problem = "";
    private volatile String hint = "";

    Job(int number, String command) {
      this.number = number;
      this.command = command;
    }

    int number() {
      return number;
    }

    String command() {
      return command;
    }

    /** One line a phase, as the command shows them. */
    String lines() {
      return lines.toString();
    }

    boolean ended() {
      return ended;
    }

    /** {@code campaign/run-id} of what it made, or null. */
    String run() {
      return run;
    }

    String problem() {
      return problem;
    }

    String hint() {
      return hint;
    }
  }

  /** The jobs of this console, oldest first. */
  synchronized List<Job> all() {
    return List.copyOf(jobs);
  }

  /**
   * Starts a re-run.
   *
   * @throws Refusal 409 if one is running
   */
  synchronized Job start(
      String campaign,
      RunFolder parent,
      List<String> quotas,
      List<String> words,
      JobRequest.Rerun rerun) {
    if (!jobs.isEmpty() && !jobs.get(jobs.size() - 1).ended()) {
      throw new Refusal(409, "A re-run is going on: wait for its end.");
    }
    Job job = new Job(jobs.size() + 1, "eoca " + String.join(" ", words));
    jobs.add(job);
    JobRequest request =
        new JobRequest(
            words,
            null,
            null,
            quotas,
            null,
            Certify.PRICES,
            threads,
            null,
            null,
            false,
            false,
            runs,
            false,
            false,
            rerun);
    Thread thread = new Thread(() -> run(job, campaign, request), "eoca-console-job");
    thread.setDaemon(true);
    thread.start();
    return job;
  }

  private void run(Job job, String campaign, JobRequest request) {
    try (Console console = new Console(new PrintWriter(job.lines, true))) {
      JobOutcome outcome =
          new AllocateJob(request, new JobEnvironment(clock, StepListener.NONE, console)).run();
      if (outcome.failure() == null) {
        job.run = campaign + "/" + outcome.folder().getFileName();
      } else {
        throw outcome.failure();
      }
    } catch (EocaException e) {
      job.problem = e.getMessage();
      job.hint = e.hint();
    } catch (RuntimeException e) {
      job.problem = "This is a bug of eoca: " + e;
    } finally {
      job.ended = true;
    }
  }
}
