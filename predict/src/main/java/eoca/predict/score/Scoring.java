package eoca.predict.score;

import eoca.inputs.Progress;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.Suggestions;
import eoca.inputs.etv.EtvPartWriter;
import eoca.inputs.features.FeatureDatabase;
import eoca.inputs.features.ScoringTables;
import eoca.inputs.files.FileHash;
import eoca.inputs.files.TempFolder;
import eoca.predict.model.EtvModel;
import eoca.predict.model.Inference;
import eoca.predict.model.Profile;
import eoca.predict.train.ModelFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * Users to an ETV table, part by part.
 *
 * <pre>
 *   model, tables ─► checked database ─► part of users ─► blocks on T threads ─► part file ─► record
 *                                          ▲ next one is read meanwhile │
 *                                          └──────────────────────────────────────────┘
 * </pre>
 *
 * <p>A part is written under another name, forced to disk, renamed, and its record is there before
 * it has its name: after a kill every part file is whole, and {@link #run} goes on with the first
 * one that is missing; whoever has the whole table removes the records. Values are a function of
 * model, tables, moment and cap, to the last bit: neither threads nor kernels nor the process
 * matter.
 *
 * <p>Bytes: two parts of users in the heap, and a tile of them a thread. Time: see
 * docs/prediction/scoring.md.
 */
public final class Scoring {
  private final ScoreConfig config;
  private final TableShape shape;
  private final Path folder;
  private final Options options;

  /**
   * How to go about it.
   *
   * @param threads threads that score, ≥ 1
   * @param databaseBytes memory limit of the database
   * @param progress hears of users scored; may throw to end the work
   * @param stop asks for an early end between blocks
   * @param replace whether parts of another scoring are removed rather than refused
   */
  public record Options(
      int threads, long databaseBytes, Progress progress, BooleanSupplier stop, boolean replace) {}

  /**
   * @param folder where the parts go; it may hold parts of the same scoring, which are kept
   */
  public Scoring(ScoreConfig config, TableShape shape, Path folder, Options options) {
    this.config = config;
    this.shape = shape;
    this.folder = folder;
    this.options = options;
  }

  /**
   * Scores what is missing; the report of the whole, or null if it was stopped.
   *
   * @throws EocaException exit 2 for a fund that the table lacks, a model that reads what the
   *     tables do not have, or parts of another scoring; 3 with located defects; 7 for files
   */
  public ScoreReport run() {
    long began = System.nanoTime();
    ModelFolder source = new ModelFolder(config.model());
    try (EtvModel model = source.load()) {
      Profile profile = source.profile(model.fitted().fingerprint());
      List<FileHash.Hashed> inputs = hashes();
      PartFiles.claim(
          folder,
          identity(model, inputs),
          Instant.EPOCH.plus(config.micros(), ChronoUnit.MICROS),
          options.replace());
      try (TempFolder scratch = TempFolder.create("eoca-score-");
          BufferAllocator allocator = new RootAllocator(options.databaseBytes());
          FeatureDatabase database =
              FeatureDatabase.forScoring(
                  model.fitted().spec(),
                  config.tables(),
                  config.micros(),
                  new FeatureDatabase.Limits(
                      scratch.path(), options.threads(), options.databaseBytes()),
                  allocator)) {
        ScoringTables tables = database.scoring(model.fitted(), config.micros());
        double read = (System.nanoTime() - began) / 1e9;
        PartLoop.Done parts = parts(model, tables, profile);
        if (parts == null) {
          return null;
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        return ScoreReport.of(
            config, model, profile, columns(tables), parts, inputs, read, seconds, tables);
      }
    }
  }

  /**
   * The moment of a scoring into this folder whose configuration names none: that of the one that
   * left parts there within the last day, else now.
   */
  public static Instant moment(Path folder, Instant now) {
    return PartFiles.begun(folder, now);
  }

  private List<FileHash.Hashed> hashes() {
    List<Path> files = new ArrayList<>(config.files());
    files.add(config.model().resolve("model.bin"));
    Path profile = config.model().resolve("profile.json");
    if (Files.exists(profile)) { // the parts' records count what it lists
      files.add(profile);
    }
    for (Path file : files) {
      if (!Files.exists(file)) {
        throw EocaException.fileSystem(
            "readable table expected (" + file + ")", "Maybe its path is misspelt.", null);
      }
    }
    return FileHash.sha256(files, options.threads(), options.progress());
  }

  private String identity(EtvModel model, List<FileHash.Hashed> inputs) {
    MessageDigest digest = FileHash.newDigest();
    StringBuilder text = new StringBuilder("scoring 1\n");
    text.append(model.fitted().fingerprint()).append('\n');
    inputs.forEach(input -> text.append(input.sha256()).append(' ').append(input.bytes()));
    text.append('\n').append(config.micros()).append(' ').append(config.cap());
    text.append(' ').append(config.partUsers()).append('\n').append(shape);
    digest.update(text.toString().getBytes(StandardCharsets.UTF_8));
    return FileHash.hex(digest);
  }

  private List<TableShape.Fund> columns(ScoringTables tables) {
    return shape.funds() != null
        ? shape.funds()
        : tables.fundIds().stream().map(id -> new TableShape.Fund(id, id)).toList();
  }

  private int[] fundRows(ScoringTables tables) {
    return columns(tables).stream()
        .mapToInt(
            fund -> {
              int row = tables.fundIds().indexOf(fund.id());
              if (row < 0) {
                throw EocaException.usage(
                    "fund of the funds table expected ("
                        + fund.id()
                        + "), table ("
                        + config.tables().funds().get(0)
                        + ")",
                    Suggestions.maybe(fund.id(), tables.fundIds()));
              }
              return row;
            })
        .toArray();
  }

  /** Writes the parts that are missing; all of them, or null if it was stopped. */
  private PartLoop.Done parts(EtvModel model, ScoringTables tables, Profile profile) {
    List<TableShape.Fund> columns = columns(tables);
    int[] rows = fundRows(tables);
    boolean graph = model.config().graph() != null;
    ExecutorService pool = Executors.newFixedThreadPool(options.threads());
    try {
      Inference inference =
          new Inference(
              model,
              tables.funds(),
              rows,
              graph ? tables.graph() : null,
              graph ? tables.allUsers() : null,
              PartLoop.kernels(tables.users()));
      List<Inference.Worker> workers = new ArrayList<>();
      for (int t = 0; t < options.threads(); t++) {
        workers.add(inference.worker());
      }
      EtvPartWriter writer =
          new EtvPartWriter(
              tables.textIds(),
              shape.user(),
              shape.tolerance(),
              columns.stream().map(TableShape.Fund::column).toList());
      PartLoop loop =
          new PartLoop(
              new PartFiles(folder, writer),
              model,
              tables,
              profile,
              columns.size(),
              config,
              options);
      return loop.run(pool, workers);
    } finally {
      pool.shutdownNow();
    }
  }

  static EocaException failed(String what, Path path, IOException e) {
    return EocaException.fileSystem(
        "path to " + what + " expected (" + path + "): " + e.getMessage(),
        "Maybe the disk is full, or the folder forbids writing.",
        e);
  }
}
