package eoca.inputs.etv;

import eoca.inputs.error.EocaException;
import eoca.inputs.error.FileErrors;
import eoca.inputs.files.FileHash;
import eoca.inputs.internal.Crew;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hashes the parts of a table while they are checked and used: the hash of one file can't be made
 * faster than one thread makes it, but it need not be waited for.
 */
final class BackgroundHashing implements MappedEtvTable.Hashing {
  private final List<PartFiles.Source> sources;
  private final EtvRequest request;
  private final long[] rows;
  private final List<Future<FileHash.Hashed>> running = new ArrayList<>();
  private Crew crew;
  private List<InputFile> done;

  BackgroundHashing(List<PartFiles.Source> sources, EtvRequest request) {
    this.sources = sources;
    this.request = request;
    this.rows = new long[sources.size()];
  }

  /** Begins. */
  synchronized void start() {
    crew = new Crew("eoca-hash", Math.min(request.threads(), sources.size()));
    long total = sources.stream().mapToLong(PartFiles.Source::bytes).sum();
    AtomicLong hashed = new AtomicLong();
    for (PartFiles.Source s : sources) {
      running.add(
          crew.submit(
              () ->
                  FileHash.sha256(
                      s.path(),
                      n -> request.progress().report("hash", hashed.addAndGet(n), total))));
    }
  }

  /** Notes how many rows a part has. */
  synchronized void rows(int part, long count) {
    rows[part] = count;
  }

  @Override
  public synchronized List<InputFile> get() {
    if (done != null) {
      return done;
    }
    if (crew == null) {
      throw new IllegalStateException("ETV table is closed");
    }
    List<InputFile> files = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      PartFiles.Source s = sources.get(i);
      FileHash.Hashed h = await(running.get(i));
      checkUnchanged(s);
      files.add(new InputFile(s.path(), h.bytes(), rows[i], h.sha256()));
    }
    done = List.copyOf(files);
    return done;
  }

  private static void checkUnchanged(PartFiles.Source s) {
    try {
      if (!s.isUnchanged()) {
        throw EocaException.fileSystem(
            "input file (" + s.name() + ") changed while it was read",
            "Maybe another job writes the ETV table; write it beside and rename it.",
            null);
      }
    } catch (IOException e) {
      throw FileErrors.of("read", s.name(), e);
    }
  }

  private static FileHash.Hashed await(Future<FileHash.Hashed> f) {
    try {
      return f.get();
    } catch (ExecutionException e) {
      Crew.rethrow(e.getCause());
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while hashing", e);
    }
  }

  @Override
  public synchronized void close() {
    if (crew != null) {
      crew.close();
      crew = null;
    }
  }
}
