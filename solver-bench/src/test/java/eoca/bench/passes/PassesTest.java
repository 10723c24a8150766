package eoca.bench.passes;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.bench.race.InstanceKey;
import eoca.bench.race.RaceInstances;
import eoca.core.HeapColumns;
import eoca.core.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassesTest {
  @TempDir Path folder;

  @Test
  void theStreamingPassReadsEveryValue() {
    for (int users : new int[] {0, 1, 7, 65_536, 70_001}) {
      float[][] etv = new float[3][users];
      double expected = 0;
      for (float[] column : etv) {
        for (int i = 0; i < users; i++) {
          column[i] = i % 5 + 0.5f;
          expected += column[i];
        }
      }
      assertThat(StreamingPass.run(etv, users, Workers.sequential()))
          .isCloseTo(expected, Offset.offset(1e-3));
    }
  }

  @Test
  void everythingIsMeasuredOnceAndKept() throws IOException, InterruptedException {
    List<InstanceKey> keys = List.of(new InstanceKey("integer", 3000, 4, 2, 1));
    Path file = folder.resolve("passes.jsonl");
    List<PassRecord> heard = new ArrayList<>();
    List<PassRecord> records = new Passes(file, 2, 256L << 20, true).run(keys, heard::add);
    assertThat(records)
        .extracting(PassRecord::what)
        .containsExactly(
            "exact",
            "certificate",
            "exact-again",
            "exact-moved",
            "heuristic",
            "certificate-heuristic",
            "heuristic-literal",
            "manual");
    assertThat(records.get(0).relativeGap()).isZero();
    assertThat(records).allMatch(pass -> pass.passes() > 0 && pass.streamSeconds().size() == 3);
    assertThat(heard).isEqualTo(records);
    List<PassRecord> again = new Passes(file, 2, 256L << 20, true).run(keys, heard::add);
    assertThat(again).isEqualTo(records);
    assertThat(heard).hasSize(records.size());
  }

  @Test
  void instancesAreThoseOfTheGenerator() {
    InstanceKey key = new InstanceKey("lognormal", 1000, 4, 3, 9);
    HeapColumns one = (HeapColumns) RaceInstances.generate(key, 1).etv();
    HeapColumns three = (HeapColumns) RaceInstances.generate(key, 3).etv();
    assertThat(three.etv()).isDeepEqualTo(one.etv());
    assertThat(three.tolerance()).isEqualTo(one.tolerance());
    InstanceKey shape = new InstanceKey("slack-3", 1000, 4, 3, 9);
    assertThat(((HeapColumns) RaceInstances.generate(shape, 1).etv()).etv())
        .isDeepEqualTo(one.etv());
    assertThat(RaceInstances.regimes()).contains("lognormal", "tight-risk", "one-hot-quota");
  }
}
