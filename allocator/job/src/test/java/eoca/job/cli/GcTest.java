package eoca.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.job.store.CampaignRuns;
import eoca.job.testing.Campaigns;
import eoca.job.testing.JobMain;
import eoca.job.testing.JobMain.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Old runs go; what is published, where a roll back goes, and what is damaged stay. */
class GcTest {
  @TempDir Path temp;
  private Path campaign;
  private CampaignRuns runs;

  @BeforeEach
  void campaign() throws IOException {
    campaign = Campaigns.tiny(temp.resolve("tiny"));
    runs = new CampaignRuns(temp.resolve("runs"), "tiny");
  }

  private Result eoca(String... words) {
    List<String> arguments = new ArrayList<>(List.of(words));
    arguments.addAll(List.of("--runs-dir", temp.resolve("runs").toString()));
    return JobMain.run(arguments.toArray(String[]::new));
  }

  @Test
  void keepsWhatIsPublishedAndWhereARollbackGoes() throws IOException {
    for (int i = 0; i < 5; i++) {
      assertThat(eoca(i < 2 ? "run" : "allocate", campaign.toString()).code()).isZero();
    }
    assertThat(eoca("run", campaign.toString(), "--quota", "stock=4", "--quota", "bond=0").code())
        .isEqualTo(4);
    List<String> all = runs.completed();
    assertThat(all).hasSize(5);
    assertThat(eoca("gc").code()).as("young runs stay").isZero();
    assertThat(runs.completed()).isEqualTo(all);
    Files.writeString(runs.run(all.get(2)).resolve("manifest.json"), "damaged");
    Result dry =
        eoca("gc", "tiny", "--keep", "0", "--days", "0", "--failed-days", "0", "--dry-run");
    assertThat(dry.out()).contains("would remove", all.get(3), all.get(4), "failed", "3 runs");
    assertThat(runs.completed()).isEqualTo(all);
    Result gc = eoca("gc", "--keep", "1", "--days", "0", "--failed-days", "0", "--json");
    assertThat(gc.code()).as(gc.err()).isZero();
    assertThat(gc.out()).contains(all.get(3)).doesNotContain(all.get(4));
    assertThat(runs.completed()).containsExactly(all.get(0), all.get(1), all.get(2), all.get(4));
    assertThat(runs.failed()).isEmpty();
    assertThat(eoca("verify", "tiny").code()).isZero();
    assertThat(eoca("rollback", "tiny").code()).isZero();
    assertThat(runs.current()).isEqualTo(all.get(0));
  }

  @Test
  void whatACrashLeavesIsRemovedByTheNextRun() throws IOException {
    assertThat(eoca("run", campaign.toString()).code()).isZero();
    Files.createDirectories(runs.removing(runs.current()).resolve("inside"));
    Result run = eoca("run", campaign.toString());
    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("removed what a killed run had left");
    assertThat(runs.removing(runs.completed().get(0))).doesNotExist();
  }

  @Test
  void wrongNumbersAreUsage() {
    assertThat(eoca("gc", "--keep", "-1").code()).isEqualTo(2);
    assertThat(eoca("gc", "--days", "1e3").code()).isEqualTo(2);
    assertThat(eoca("gc", "nobody").code()).isEqualTo(2);
  }
}
