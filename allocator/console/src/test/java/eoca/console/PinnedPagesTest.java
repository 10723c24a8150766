package eoca.console;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.job.store.CampaignRuns;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pages say whom the plan did not choose for. */
final class PinnedPagesTest extends ServedTest {
  @Test
  void lockedUsersAndTheControlGroup() throws Exception {
    StringBuilder table = new StringBuilder("user_id,tolerance,money,bond\n");
    for (int i = 0; i < 200; i++) {
      table
          .append("u")
          .append(i)
          .append(",2,")
          .append(i % 7)
          .append(',')
          .append(i % 5)
          .append('\n');
    }
    Path data = Files.createDirectories(folder.resolve("pinned"));
    Files.writeString(data.resolve("etv.csv"), table);
    Files.writeString(data.resolve("shown.csv"), "user_id,fund\nu0,bond\nu1,bond\n");
    Path file =
        Files.writeString(
            data.resolve("campaign.yaml"),
            """
            campaign: pinned
            funds:
              - {id: money, risk: 1, quota: 60}
              - {id: bond, risk: 2, quota: rest}
            etv: {path: etv.csv}
            locked: shown.csv
            control: {share: 10%, seed: 5}
            """);
    fixture.cli("run", file.toString());
    CampaignRuns runs = new CampaignRuns(fixture.folder(), "pinned");
    String run = "pinned/" + runs.current();
    List<String> control = Files.readAllLines(runs.run(runs.current()).resolve("control.csv"));
    String page = wire.get("/run?run=" + run).body();
    assertThat(page)
        .contains("2 users are locked: they were shown a fund before and keep it")
        .contains(control.size() - 1 + " users (10%, seed 5) are the control group: no fund")
        .doesNotContain("got no fund because");
    assertThat(wire.get("/user?id=u0&run=" + run).body())
        .contains("locked: shown before", "has it, locked");
    assertThat(wire.get("/user?id=" + control.get(1) + "&run=" + run).body())
        .contains("control group: no fund");
    assertThat(wire.get("/user?id=u2&run=" + run).body()).contains("Chosen by");
    assertThat(wire.get("/fund?fund=bond&run=" + run).body()).contains("2 of them are locked");
  }
}
