package eoca.insight.run;

import eoca.core.Assignment;
import eoca.core.Instance;
import eoca.core.Workers;
import eoca.inputs.Progress;
import eoca.inputs.campaign.Campaign;
import eoca.inputs.campaign.ResolvedQuotas;
import eoca.inputs.etv.EtvTable;
import eoca.inputs.etv.EtvTables;
import eoca.inputs.files.TempFolder;
import eoca.job.engine.Participants;
import eoca.job.engine.TableInstance;
import eoca.job.engine.Threads;
import eoca.job.model.Manifest;
import eoca.job.model.RunResult;
import eoca.job.store.RunFolder;
import eoca.job.verify.StoredRun;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;

/**
 * A completed run with the inputs that it read: the table is mapped once, its hashes are those of
 * the manifest, and any number of questions may follow without reading a file again (as long as the
 * operating system keeps the mapped pages).
 *
 * <p>One byte a user on the heap, for who got what.
 */
public final class LoadedRun implements AutoCloseable {
  private final RunFolder folder;
  private final Manifest manifest;
  private final RunResult result;
  private final Campaign campaign;
  private final TempFolder scratch;
  private final ExecutorService executor;
  private final Workers workers;
  private EtvTable table;
  private Participants participants;
  private boolean otherLocks;
  private ResolvedQuotas quotas;
  private Instance instance;
  private Assignment assignment;

  private LoadedRun(RunFolder folder, int threads) {
    this.folder = folder;
    this.manifest = folder.manifest();
    this.result = folder.result();
    this.campaign = StoredRun.campaign(folder, manifest);
    this.scratch = TempFolder.create("eoca-");
    this.executor = Threads.executor(threads - 1);
    this.workers = Workers.of(executor, threads);
  }

  /**
   * Opens a run.
   *
   * @param threads threads to use
   * @param progress hears of the work and may end it
   * @throws eoca.inputs.error.EocaException VERIFICATION if the run or an input is not what the
   *     manifest says; FILE_SYSTEM if an input is missing
   */
  public static LoadedRun open(RunFolder folder, int threads, Progress progress) {
    return open(folder, null, threads, progress);
  }

  /**
   * Opens a run as it would be around other locked users.
   *
   * @param locked a file of users and funds that takes the place of the run's, or null
   */
  public static LoadedRun open(RunFolder folder, Path locked, int threads, Progress progress) {
    LoadedRun run = new LoadedRun(folder, threads);
    try {
      run.load(locked, threads, progress);
      return run;
    } catch (RuntimeException | Error e) {
      run.close();
      throw e;
    }
  }

  private void load(Path locked, int threads, Progress progress) {
    Campaign readable = StoredRun.readable(folder, manifest);
    otherLocks = locked != null;
    if (locked != null) {
      readable =
          readable.withLocked(Campaign.Locked.of(locked.toAbsolutePath().normalize().toString()));
    }
    table = EtvTables.open(TableInstance.request(readable, scratch.path(), threads, progress));
    participants = Participants.of(readable, table, threads);
    StoredRun.requireInputs(folder, manifest, table, locked == null ? participants : null);
    quotas = StoredRun.quotas(manifest, participants.quotaUsers());
    instance = TableInstance.of(table, quotas, participants.pins());
    assignment =
        StoredRun.assignment(
            folder, manifest, table, participants.pins(), StoredRun.leavesUsers(result), workers);
  }

  /** Where it lies. */
  public RunFolder folder() {
    return folder;
  }

  /** Its manifest. */
  public Manifest manifest() {
    return manifest;
  }

  /** Its result. */
  public RunResult result() {
    return result;
  }

  /** The campaign as it ran. */
  public Campaign campaign() {
    return campaign;
  }

  /** The ETV table. */
  public EtvTable table() {
    return table;
  }

  /** Whom the strategy chose for, and who was locked or in the control group. */
  public Participants participants() {
    return participants;
  }

  /** The quotas that ran. */
  public ResolvedQuotas quotas() {
    return quotas;
  }

  /** The problem that was solved. */
  public Instance instance() {
    return instance;
  }

  /** Who got what; users left without a fund have the pseudo-fund, the control group has none. */
  public Assignment assignment() {
    return assignment;
  }

  /** The threads to work with. */
  public Workers workers() {
    return workers;
  }

  /** The quotas that the prices belong to, or null where other users are locked than in the run. */
  public long[] solvedQuotas() {
    return otherLocks ? null : quotas.engineQuotas();
  }

  /**
   * Whether its prices are too far apart for doubles ({@link
   * eoca.job.model.RunResult#pricesRounded}).
   */
  public boolean pricesRounded() {
    return result.pricesRounded();
  }

  /** The run's prices, one a fund of the instance, or null if it has none. */
  public double[] prices() {
    return StoredRun.prices(result, instance);
  }

  @Override
  public void close() {
    executor.shutdownNow();
    if (table != null) {
      table.close();
    }
    scratch.close();
  }
}
