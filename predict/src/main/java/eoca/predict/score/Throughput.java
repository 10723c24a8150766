package eoca.predict.score;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import eoca.inputs.error.EocaException;
import eoca.inputs.features.FeatureDatabase;
import eoca.inputs.features.ScoringTables;
import eoca.inputs.files.TempFolder;
import eoca.predict.model.EtvModel;
import eoca.predict.model.Inference;
import eoca.predict.net.Torch;
import eoca.predict.train.ModelFolder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * How fast a model scores: the first part of the users again and again for some seconds, from
 * encoded features to clipped ETV in memory, after a warm-up; beside it the engine's rate of large
 * matrix products on as many threads. The two take turns, and the best turn of each counts: what
 * other work on the machine takes away falls on both alike.
 */
public final class Throughput {
  private static final int SIDE = 1_024;
  private static final int TURNS = 4;

  private Throughput() {}

  /**
   * What was measured.
   *
   * @param threads threads
   * @param usersPerSecond users scored against all funds, in the best of four turns
   * @param multiplyAdds a user needs, products of matrices alone
   * @param flopsPerSecond the engine's products of 1,024 × 1,024 matrices, two operations a
   *     multiply-add, in the best of four turns
   * @param spent worker time, all threads together
   * @param etvNanos worker time from outputs to clipped ETV
   */
  public record Rate(
      int threads,
      double usersPerSecond,
      long multiplyAdds,
      double flopsPerSecond,
      Inference.Spent spent,
      long etvNanos) {
    /** The same beside a rate of products. */
    Rate against(double products) {
      return new Rate(threads, usersPerSecond, multiplyAdds, products, spent, etvNanos);
    }

    /** Share of the products' rate that scoring reaches. */
    public double share() {
      return usersPerSecond * 2 * multiplyAdds / flopsPerSecond;
    }
  }

  /**
   * Measures.
   *
   * @param seconds of scoring, all turns together; half as long for warming up, and for products
   */
  public static Rate of(ScoreConfig config, int threads, double seconds, long databaseBytes) {
    try (EtvModel model = new ModelFolder(config.model()).load();
        TempFolder scratch = TempFolder.create("eoca-score-");
        BufferAllocator allocator = new RootAllocator(databaseBytes);
        FeatureDatabase database =
            FeatureDatabase.forScoring(
                model.fitted().spec(),
                config.tables(),
                config.micros(),
                new FeatureDatabase.Limits(scratch.path(), threads, databaseBytes),
                allocator)) {
      ScoringTables tables = database.scoring(model.fitted(), config.micros());
      ScoringTables.Part part = tables.part(0, Math.min(config.partUsers(), tables.users()));
      boolean graph = model.config().graph() != null;
      int[] funds = new int[tables.funds().rows()];
      Arrays.setAll(funds, j -> j);
      Inference inference =
          new Inference(
              model,
              tables.funds(),
              funds,
              graph ? tables.graph() : null,
              graph ? tables.allUsers() : null,
              PartLoop.kernels(Integer.MAX_VALUE));
      score(model, inference, part, config, threads, seconds / 2); // compiles
      Rate best = null;
      double products = 0;
      for (int turn = 0; turn < TURNS; turn++) {
        Rate rate = score(model, inference, part, config, threads, seconds / TURNS);
        best = best == null || rate.usersPerSecond() > best.usersPerSecond() ? rate : best;
        products = Math.max(products, products(threads, seconds / (2 * TURNS)));
      }
      return best.against(products);
    }
  }

  private static Rate score(
      EtvModel model,
      Inference inference,
      ScoringTables.Part part,
      ScoreConfig config,
      int threads,
      double seconds) {
    AtomicLong taken = new AtomicLong();
    AtomicLong users = new AtomicLong();
    AtomicLong attention = new AtomicLong();
    AtomicLong own = new AtomicLong();
    AtomicLong pairs = new AtomicLong();
    AtomicLong etv = new AtomicLong();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    long began = System.nanoTime();
    onAll(
        threads,
        () -> {
          EtvBlock block = new EtvBlock(model.config().layout(), config.cap(), inference.funds());
          float[][] out = new float[inference.funds()][PartLoop.BLOCK];
          Inference.Worker worker = inference.worker();
          while (System.nanoTime() < end) {
            int blocks = (part.size() - 1) / PartLoop.BLOCK + 1;
            int from = (int) (taken.getAndIncrement() % blocks) * PartLoop.BLOCK;
            int to = Math.min(part.size(), from + PartLoop.BLOCK);
            float[] outputs =
                worker.outputs(
                    part.users(), part.histories(), u -> u, u -> config.micros(), from, to);
            long ready = System.nanoTime();
            block.fill(outputs, to - from, out, 0);
            etv.addAndGet(System.nanoTime() - ready);
            users.addAndGet(to - from);
          }
          attention.addAndGet(worker.spent().attentionNanos());
          own.addAndGet(worker.spent().userNanos());
          pairs.addAndGet(worker.spent().pairNanos());
          return null;
        });
    double wall = (System.nanoTime() - began) / 1e9;
    return new Rate(
        threads,
        users.get() / wall,
        model
            .config()
            .multiplyAdds(
                model.featureWidth(),
                model.config().behaviour() == null
                    ? 0
                    : model.fitted().spec().behaviours().length(),
                inference.funds()),
        0,
        new Inference.Spent(attention.get(), own.get(), pairs.get()),
        etv.get());
  }

  /** The engine's products, in floating-point operations a second. */
  private static double products(int threads, double seconds) {
    AtomicLong done = new AtomicLong();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    long began = System.nanoTime();
    onAll(
        threads,
        () -> {
          try (NDManager manager = Torch.engine().newBaseManager()) {
            NDArray a = manager.randomNormal(new Shape(SIDE, SIDE));
            NDArray b = manager.randomNormal(new Shape(SIDE, SIDE));
            while (System.nanoTime() < end) {
              a.matMul(b).close();
              done.incrementAndGet();
            }
          }
          return null;
        });
    return done.get() * 2.0 * SIDE * SIDE * SIDE / ((System.nanoTime() - began) / 1e9);
  }

  private static void onAll(int threads, Callable<Void> work) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Void>> running = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        running.add(pool.submit(work));
      }
      for (Future<Void> future : running) {
        future.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof EocaException known) {
        throw known;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      pool.shutdownNow();
    }
  }
}
