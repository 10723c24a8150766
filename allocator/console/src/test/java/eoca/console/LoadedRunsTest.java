package eoca.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eoca.inputs.error.EocaException;
import eoca.insight.run.LoadedRun;
import eoca.job.store.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loaded data stay within their bounds, are loaded once, and are never out of date. */
final class LoadedRunsTest {
  /** Bytes of the tiny run: six users, one byte each; three funds and a tolerance mapped. */
  private static final long HEAP = 6;

  private static final long MAPPED = 6 * (3 * 4 + 1);

  @TempDir Path folder;

  private static LoadedRuns cache(long heap, long mapped) {
    return new LoadedRuns(2, new LoadedRuns.Bounds(heap, mapped));
  }

  private List<RunFolder> runs(int count) throws Exception {
    Fixture fixture = Fixture.tiny(folder);
    for (int i = 2; i < count; i++) {
      fixture.night();
    }
    return fixture.campaign().completed().stream()
        .map(id -> RunFolder.open(fixture.campaign().run(id)))
        .toList();
  }

  @Test
  void theNextQuestionFindsTheDataThere() throws Exception {
    RunFolder run = runs(2).get(0);
    try (LoadedRuns loaded = cache(HEAP, MAPPED)) {
      LoadedRun first = loaded.ask(run, Function.identity());
      assertThat(loaded.solve(run, Function.identity())).isSameAs(first);
    }
  }

  @Test
  void whatIsPreparedIsThereWhenItIsAsked() throws Exception {
    RunFolder run = runs(2).get(0);
    try (LoadedRuns loaded = cache(HEAP, MAPPED)) {
      loaded.prepare(run, HEAP + 1);
      assertThat(loaded.count()).as("it would not stay").isZero();
      loaded.prepare(run, HEAP);
      LoadedRun first = loaded.ask(run, Function.identity());
      assertThat(loaded.solve(run, Function.identity())).isSameAs(first);
      assertThat(loaded.count()).isOne();
    }
  }

  @Test
  void manyAskersLoadOnce() throws Exception {
    RunFolder run = runs(2).get(0);
    ExecutorService many = Executors.newFixedThreadPool(6);
    try (LoadedRuns loaded = cache(HEAP, MAPPED)) {
      List<Future<LoadedRun>> answers = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        answers.add(many.submit(() -> loaded.ask(run, Function.identity())));
      }
      Set<LoadedRun> seen = new HashSet<>();
      for (Future<LoadedRun> answer : answers) {
        seen.add(answer.get());
      }
      assertThat(seen).hasSize(1);
    } finally {
      many.shutdownNow();
    }
  }

  @Test
  void theLeastRecentlyAskedGo() throws Exception {
    List<RunFolder> runs = runs(5);
    try (LoadedRuns loaded = cache(2 * HEAP, 100 * MAPPED)) {
      LoadedRun first = loaded.ask(runs.get(0), Function.identity());
      for (RunFolder run : runs) {
        LoadedRun asked = loaded.ask(run, Function.identity());
        assertThat(asked.table().users()).isEqualTo(6);
        assertThat(loaded.ask(runs.get(0), Function.identity())).isSameAs(first);
        assertThat(loaded.count()).isLessThanOrEqualTo(2);
      }
    }
    try (LoadedRuns loaded = cache(100 * HEAP, MAPPED / 2)) {
      for (RunFolder run : runs) {
        int users = loaded.ask(run, asked -> asked.table().users());
        assertThat(users).isEqualTo(6);
        assertThat(loaded.count()).as("one larger than the bound is kept while asked").isZero();
      }
    }
  }

  @Test
  void changedInputsAreNoticed() throws Exception {
    RunFolder run = runs(2).get(0);
    Path table = folder.resolve("data/etv.csv");
    try (LoadedRuns loaded = cache(HEAP, MAPPED)) {
      LoadedRun first = loaded.ask(run, Function.identity());
      Path input = first.table().files().get(0).path();
      Files.writeString(table, Files.readString(table).replace("a,1,1", "a,1,2"));
      if (Files.isSameFile(input, table)) {
        assertThatThrownBy(() -> loaded.ask(run, Function.identity()))
            .isInstanceOf(EocaException.class);
      } else { // the run kept its input: what the file is today does not matter
        assertThat(loaded.ask(run, Function.identity())).isSameAs(first);
      }
    }
  }

  @Test
  void whoeverStopsIsToldSo() throws Exception {
    RunFolder run = runs(2).get(0);
    try (LoadedRuns loaded = cache(HEAP, MAPPED)) {
      loaded.stop();
      assertThat(loaded.stopSignal().stopAt()).isNotNull();
      assertThatThrownBy(() -> loaded.ask(run, Function.identity()))
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("stopping");
    }
  }
}
