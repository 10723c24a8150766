package eoca.predict.score;

import eoca.inputs.VectorApi;
import eoca.inputs.error.Defect;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.inputs.features.ScoringTables;
import eoca.predict.model.EtvModel;
import eoca.predict.model.Inference;
import eoca.predict.model.Profile;
import eoca.predict.net.Kernels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The parts one after the other: workers take blocks of the part at hand, while this thread reads
 * the next one. Sums are folded in block order, whichever thread had a block.
 */
final class PartLoop {
  /** Users of a block, what a worker takes at once: four tiles. */
  static final int BLOCK = 128;

  /** Users from which the time that vector kernels take to compile pays. */
  private static final int WORTH_COMPILING = 50_000;

  /** Progress is told once in so many blocks. */
  private static final int TELL = 64;

  private final PartFiles files;
  private final EtvModel model;
  private final ScoringTables tables;
  private final Profile profile;
  private final int funds;
  private final ScoreConfig config;
  private final Scoring.Options options;
  private final int count;

  PartLoop(
      PartFiles files,
      EtvModel model,
      ScoringTables tables,
      Profile profile,
      int funds,
      ScoreConfig config,
      Scoring.Options options) {
    this.files = files;
    this.model = model;
    this.tables = tables;
    this.profile = profile;
    this.funds = funds;
    this.config = config;
    this.options = options;
    this.count = (tables.users() - 1) / config.partUsers() + 1;
  }

  /** The kernels for so many users; all give the same bits. */
  static Kernels kernels(int users) {
    return users >= WORTH_COMPILING && VectorApi.load() ? Kernels.vector() : Kernels.scalar();
  }

  /** A part under way. */
  private record Running(
      ScoringTables.Part part, float[][] etv, EtvBlock.Counts[] blocks, List<Future<?>> workers) {}

  /**
   * A whole table.
   *
   * @param parts records of all its parts
   * @param kept how many of them were there before
   */
  record Done(List<PartRecord> parts, int kept) {}

  /** Writes the parts that are missing; null if it was stopped. */
  Done run(ExecutorService pool, List<Inference.Worker> workers) {
    PartRecord[] records = new PartRecord[count];
    int kept = 0;
    for (int p = 0; p < count; p++) {
      records[p] = files.read(p);
      kept += records[p] == null ? 0 : 1;
    }
    ScoringTables.Part next = null;
    for (int p = 0; p < count; p++) {
      if (records[p] == null) {
        Running running = start(next == null ? load(p) : next, pool, workers);
        next = p + 1 < count && records[p + 1] == null ? load(p + 1) : null;
        await(running.workers());
        if (options.stop().getAsBoolean()) {
          return null;
        }
        records[p] = write(p, running);
      }
      options.progress().report("score", end(p), tables.users());
    }
    return new Done(List.of(records), kept);
  }

  private int end(int p) {
    return (int) Math.min(tables.users(), (p + 1L) * config.partUsers());
  }

  private ScoringTables.Part load(int p) {
    return tables.part(p * config.partUsers(), end(p));
  }

  private Running start(
      ScoringTables.Part part, ExecutorService pool, List<Inference.Worker> workers) {
    Running running =
        new Running(
            part,
            new float[funds][part.size()],
            new EtvBlock.Counts[(part.size() - 1) / BLOCK + 1],
            new ArrayList<>());
    AtomicInteger taken = new AtomicInteger();
    for (Inference.Worker worker : workers) {
      running.workers().add(pool.submit(() -> score(running, worker, taken)));
    }
    return running;
  }

  private void score(Running running, Inference.Worker worker, AtomicInteger taken) {
    EtvBlock block = new EtvBlock(model.config().layout(), config.cap(), funds);
    ScoringTables.Part part = running.part();
    for (int b = taken.getAndIncrement();
        b < running.blocks().length && !options.stop().getAsBoolean();
        b = taken.getAndIncrement()) {
      int from = b * BLOCK;
      int to = Math.min(part.size(), from + BLOCK);
      float[] outputs =
          worker.outputs(
              part.users(),
              part.histories(),
              user -> part.first() + user,
              user -> tables.moment(),
              from,
              to);
      running.blocks()[b] = block.fill(outputs, to - from, running.etv(), from);
      if (b % TELL == 0) {
        options.progress().report("score", part.first() + (long) from, tables.users());
      }
    }
  }

  private static void await(List<Future<?>> workers) {
    try {
      for (Future<?> worker : workers) {
        worker.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EocaException(ExitCode.INTERRUPTED, "interrupted", "");
    }
  }

  private PartRecord write(int p, Running running) {
    EtvBlock.Counts counts = new EtvBlock.Counts(funds);
    for (EtvBlock.Counts block : running.blocks()) {
      counts.add(block);
    }
    if (counts.undefined > 0) {
      Path file = config.model().resolve("model.bin");
      throw EocaException.rejected(
          "model with finite outputs expected ("
              + file
              + "): not a number for pairs ("
              + counts.undefined
              + ")",
          "Maybe its training diverged; look at training.html.",
          List.of(new Defect(file.toString(), 0, "", "NaN", "finite outputs expected")));
    }
    ScoringTables.Part part = running.part();
    List<long[]> histograms =
        profile == null
            ? List.of()
            : Profile.count(
                profile.columns(),
                model.fitted(),
                part.users(),
                part.histories(),
                user -> tables.moment());
    return files.write(p, part, running.etv(), counts, histograms);
  }
}
