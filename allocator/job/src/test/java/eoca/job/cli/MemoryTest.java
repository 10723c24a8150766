package eoca.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.inputs.assignment.OutputFormat;
import eoca.inputs.synthetic.Regime;
import eoca.job.model.RunResult;
import eoca.job.testing.Campaigns;
import eoca.job.testing.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a run needs of memory, read from the anonymous memory of a child process: the ETV matrix is
 * used where it is mapped, never copied.
 *
 * <p>{@code -Deoca.memory.users=10000000} runs the product's promise: 10 M × 8 in a heap of 512
 * MiB.
 */
class MemoryTest {
  private static final long MIB = 1 << 20;

  @TempDir Path temp;

  @Test
  void theMatrixIsNeverCopied() throws IOException, InterruptedException {
    int users = Integer.getInteger("eoca.memory.users", 1_000_000);
    int funds = 8;
    Path campaign =
        Campaigns.synthetic(
            temp.resolve("data"), users, funds, Regime.LOGNORMAL, 1, OutputFormat.ARROW);
    // 40 bytes a user beside 64 MiB for everything else; the matrix alone has 41 bytes a user.
    long heap = 64 + 45L * users / MIB;
    Child.Builder builder = new Child.Builder(temp).jvm("-Xmx" + Math.min(512, heap) + "m");
    Path out = temp.resolve("out");
    try (Child child =
        builder.start(
            "run",
            campaign.toString(),
            "--strategy",
            "heuristic",
            "--certify",
            "row-max",
            "--threads",
            "2",
            "--out",
            out.toString(),
            "--json")) {
      assertThat(child.await()).as(child.err()).isZero();
      RunResult result = RunResult.parse(child.out());
      assertThat(Files.size(temp.resolve("data/etv.arrow"))).isGreaterThan(41L * users);
      assertThat(result.peakAnonBytes())
          .as("anonymous memory: heap, and at most 160 MiB of everything else")
          .isLessThan((Math.min(512, heap) + 160) * MIB);
      assertThat(result.peakRssBytes()).isGreaterThan(result.peakAnonBytes());
    }
  }
}
