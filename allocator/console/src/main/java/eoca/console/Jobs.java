package eoca.console;

import eoca.inputs.error.EocaException;
import eoca.job.pipeline.AllocateJob;
import eoca.job.pipeline.Certify;
import eoca.job.pipeline.Console;
import eoca.job.pipeline.JobEnvironment;
import eoca.job.pipeline.JobOutcome;
import eoca.job.pipeline.JobRequest;
import eoca.job.store.Staging;
import eoca.job.store.StepListener;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Re-runs that the console started: one at a time, in a thread of its own. */
final class Jobs {
  /** Ended jobs that are remembered. */
  private static final int REMEMBERED = 50;

  private final Path runs;
  private final int threads;
  private final Clock clock;
  private final List<Job> jobs = new ArrayList<>();
  private int started;

  Jobs(Path runs, int threads, Clock clock) {
    this.runs = runs;
    this.threads = threads;
    this.clock = clock;
  }

  /** A job, running or ended. */
  static final class Job {
    private final int number;
    private final String campaign;
    private final String parent;
    private final List<String> words;
    private final Instant since;
    private volatile boolean ended;
    private volatile String run;
    private volatile String problem = "";
    private volatile String hint = "";

    private Job(int number, String campaign, String parent, List<String> words, Instant since) {
      this.number = number;
      this.campaign = campaign;
      this.parent = parent;
      this.words = words;
      this.since = since;
    }

    int number() {
      return number;
    }

    String campaign() {
      return campaign;
    }

    /** {@code campaign/run-id} of what it is made from. */
    String parent() {
      return parent;
    }

    /** The command that does the same, {@code eoca} aside. */
    List<String> words() {
      return words;
    }

    Instant since() {
      return since;
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
   * @param parent {@code campaign/run-id}
   * @throws Refusal 409 if one is running
   */
  synchronized Job start(
      String parent, List<String> quotas, List<String> words, JobRequest.Rerun rerun) {
    if (!jobs.isEmpty() && !jobs.get(jobs.size() - 1).ended()) {
      throw new Refusal(409, "A re-run is going on: wait for its end.");
    }
    String campaign = parent.substring(0, parent.indexOf('/'));
    Job job = new Job(++started, campaign, parent, words, clock.instant());
    jobs.add(job);
    if (jobs.size() > REMEMBERED) {
      jobs.remove(0);
    }
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
    Thread thread = new Thread(() -> run(job, request), "eoca-console-job");
    thread.setDaemon(true);
    thread.start();
    return job;
  }

  private void run(Job job, JobRequest request) {
    // what a person would see on stderr is in the run's log, which the progress page reads
    try (Console silent = new Console(new PrintWriter(Writer.nullWriter()))) {
      JobOutcome outcome =
          new AllocateJob(request, new JobEnvironment(clock, StepListener.NONE, silent)).run();
      if (outcome.failure() != null) {
        throw outcome.failure();
      }
      job.run = job.campaign + "/" + outcome.folder().getFileName();
    } catch (EocaException e) {
      job.problem = e.getMessage();
      job.hint = e.hint();
    } catch (Staging.CancelledException e) {
      job.problem = "The console was stopped.";
    } catch (RuntimeException e) {
      job.problem = "This is a bug of eoca: " + e;
    } finally {
      job.ended = true;
    }
  }
}
