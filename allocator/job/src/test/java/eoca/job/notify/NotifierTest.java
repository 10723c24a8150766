package eoca.job.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import eoca.job.model.Json;
import eoca.job.testing.Campaigns;
import eoca.job.testing.JobMain;
import eoca.job.testing.JobMain.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands, web hooks and collectors hear how a run ended, and can't change it. */
class NotifierTest {
  @TempDir Path temp;
  private Path campaign;
  private HttpServer server;
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private volatile int status = 204;

  @BeforeEach
  void serve() throws IOException {
    campaign = Campaigns.tiny(temp.resolve("tiny"));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          heard.add(
              exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath() + "\n" + body);
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private Result run(String... more) {
    List<String> arguments =
        new java.util.ArrayList<>(
            List.of("run", campaign.toString(), "--runs-dir", temp.resolve("runs").toString()));
    arguments.addAll(List.of(more));
    return JobMain.run(arguments.toArray(String[]::new));
  }

  @Test
  void everybodyHearsOfASuccess() throws IOException {
    Path told = temp.resolve("told");
    Result run =
        run(
            "--webhook", url("/hook"),
            "--push-metrics", url("/metrics/job/eoca"),
            "--push-lineage", url("/api/v1/lineage"),
            "--on-success",
                "echo \"$EOCA_CAMPAIGN $EOCA_EXIT $EOCA_OUTCOME $EOCA_PUBLISHED\" >" + told,
            "--on-failure", "touch " + temp.resolve("never"));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(heard).hasSize(3);
    Map<?, ?> summary = (Map<?, ?>) Json.read(heard.get(0).substring(heard.get(0).indexOf('\n')));
    assertThat(heard.get(0)).startsWith("POST /hook\n");
    assertThat(summary.get("exit")).isEqualTo(0L);
    assertThat(summary.get("published")).isEqualTo(true);
    assertThat(summary.get("objective")).isEqualTo(31.0);
    Path folder = Path.of((String) summary.get("folder"));
    assertThat(heard.get(1))
        .isEqualTo("PUT /metrics/job/eoca\n" + Files.readString(folder.resolve("metrics.prom")))
        .contains("eoca_run_success{campaign=\"tiny\"} 1\n")
        .contains("eoca_fund_assigned{campaign=\"tiny\",fund=\"bond\"} 2\n")
        .contains("eoca_phase_duration_seconds{campaign=\"tiny\",phase=\"solve\"} ");
    assertThat(heard.get(2))
        .isEqualTo("POST /api/v1/lineage\n" + Files.readString(folder.resolve("lineage.json")));
    Map<?, ?> event = (Map<?, ?>) Json.read(Files.readString(folder.resolve("lineage.json")));
    assertThat(event.get("eventType")).isEqualTo("COMPLETE");
    assertThat((List<?>) event.get("inputs")).hasSize(1);
    assertThat((List<?>) event.get("outputs")).hasSize(1);
    assertThat(Files.readString(told)).isEqualTo("tiny 0 optimal true\n");
    assertThat(temp.resolve("never")).doesNotExist();
  }

  @Test
  void everyLineOfTheMetricsIsOfTheFormat() throws IOException {
    run();
    Path folder;
    try (var runs = Files.walk(temp.resolve("runs"))) {
      folder = runs.filter(p -> p.endsWith("metrics.prom")).findFirst().orElseThrow();
    }
    assertThat(Files.readAllLines(folder))
        .allMatch(
            line ->
                line.matches("# (HELP|TYPE) eoca_[a-z_]+ .+")
                    || line.matches(
                        "eoca_[a-z_]+\\{campaign=\"tiny\"(,(fund|phase)=\"[a-z0-9_-]+\")?\\} -?[0-9.]+(E-?[0-9]+)?"));
  }

  @Test
  void everybodyHearsOfAFailure() throws IOException {
    Path told = temp.resolve("told");
    Result run =
        run(
            "--quota",
            "stock=4",
            "--quota",
            "bond=0",
            "--webhook",
            url("/hook"),
            "--push-metrics",
            url("/m"),
            "--on-success",
            "touch " + temp.resolve("never"),
            "--on-failure",
            "echo \"$EOCA_EXIT\" >" + told);
    assertThat(run.code()).isEqualTo(4);
    assertThat(heard).hasSize(2);
    assertThat(heard.get(0)).contains("\"exit\" : 4", "\"outcome\" : \"infeasible\"");
    assertThat(heard.get(1)).contains("eoca_run_success{campaign=\"tiny\"} 0");
    assertThat(Files.readString(told)).isEqualTo("4\n");
    assertThat(temp.resolve("never")).doesNotExist();
    Files.delete(campaign.resolveSibling("etv.csv"));
    assertThat(run("--on-failure", "echo \"$EOCA_EXIT\" >" + told).code()).isEqualTo(7);
    assertThat(Files.readString(told)).isEqualTo("7\n");
  }

  @Test
  void whoFailsToListenChangesNothing() {
    status = 500;
    Result run =
        run(
            "--webhook", url("/hook"),
            "--push-metrics", "http://127.0.0.1:1/nobody",
            "--on-success", "exit 3");
    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("could not tell", "status 500", "127.0.0.1:1/nobody", "exit 3");
    assertThat(run("--webhook", "ftp://x/y").code()).isEqualTo(2);
    assertThat(run("--webhook", "no address").code()).isEqualTo(2);
  }

  @Test
  void anUnchangedRunTellsNobody() {
    run();
    Result run = run("--skip-unchanged", "--webhook", url("/hook"), "--on-failure", "exit 3");
    assertThat(run.code()).isEqualTo(99);
    assertThat(heard).isEmpty();
    assertThat(run.err()).doesNotContain("could not tell");
  }
}
