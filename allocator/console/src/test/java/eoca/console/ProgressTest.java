package eoca.console;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.job.JobCommands;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** A run that another process makes is followed; one that was killed is told as such. */
final class ProgressTest extends ServedTest {
  @Command(name = "eoca")
  private static final class Root {}

  @Test
  void aRunFromTheCommandLine() throws Exception {
    assertThat(wire.get("/running.json").body()).contains("\"any\":false");
    String stamp = stamp();
    CountDownLatch certified = new CountDownLatch(1);
    CountDownLatch looked = new CountDownLatch(1);
    AtomicInteger code = new AtomicInteger(-1);
    Thread night =
        new Thread(
            () ->
                code.set(
                    run(
                        step -> {
                          if (step.equals("certify:end")) {
                            certified.countDown();
                            await(looked);
                          }
                        })));
    night.start();
    certified.await();
    String running = wire.get("/running.json").body();
    assertThat(running).contains("\"any\":true", "is going on");
    Matcher named = Pattern.compile("/progress\\?run=(june-funds/[0-9TZa-f-]+)").matcher(running);
    assertThat(named.find()).isTrue();
    String page = wire.get("/progress?run=" + named.group(1)).body();
    assertThat(page)
        .contains("<li class=\"done\"><span>solve</span>", "aria-live=\"polite\"", "data-poll=");
    String json = wire.get("/progress.json?run=" + named.group(1)).body();
    assertThat(json).contains("\"ended\":false", "of 7 phases are done");
    assertThat(wire.get("/").body()).contains("Running now", named.group(1));
    looked.countDown();
    night.join();
    assertThat(code).hasValue(0);
    assertThat(wire.get("/progress.json?run=" + named.group(1)).body())
        .contains("\"ended\":true", "Completed in", "/run?run=" + named.group(1));
    assertThat(wire.get("/running.json").body()).contains("\"any\":false");
    assertThat(stamp()).as("the list is another").isNotEqualTo(stamp);
  }

  private String stamp() throws Exception {
    return wire.get("/running.json").body().replaceFirst(".*\"stamp\":\"([^\"]+)\".*", "$1");
  }

  private interface Step {
    void at(String name);
  }

  private int run(Step listener) {
    CommandLine line = new CommandLine(new Root());
    new JobCommands(Fixture.clock(), (step, at) -> listener.at(step))
        .commands()
        .forEach(line::addSubcommand);
    line.setOut(new PrintWriter(new StringWriter()));
    line.setErr(new PrintWriter(new StringWriter()));
    String runs = fixture.folder().toString();
    return line.execute("run", fixture.campaignFile().toString(), "--runs-dir", runs);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aFailedAndAKilledRun() throws Exception {
    StringWriter err = new StringWriter();
    int code =
        Fixture.execute(
            new StringWriter(),
            err,
            "run",
            fixture.campaignFile().toString(),
            "--quota",
            "stock=3",
            "--quota",
            "money=1",
            "--runs-dir",
            fixture.folder().toString());
    assertThat(code).as(err.toString()).isEqualTo(4);
    String failed = "june-funds/" + fixture.campaign().failed().get(0);
    String published = fixture.campaign().current();
    assertThat(wire.get("/?state=failed").body())
        .contains("run=" + failed, "infeasible", "eoca runs --state failed --runs-dir ")
        .doesNotContain("<th scope=\"row\"><a href=\"/run?run=june-funds/" + published);
    assertThat(wire.get("/?outcome=optimal&strategy=manual").body())
        .contains("None is as the filter asks", "--state all --strategy manual --outcome optimal");
    assertThat(wire.get("/?state=was-published&since=2020-01-01&until=2999-12-31").body())
        .contains("<th scope=\"row\"><a href=\"/run?run=june-funds/" + published)
        .doesNotContain("run=" + failed);
    assertThat(wire.get("/progress?run=" + failed).body())
        .contains("It failed.", "funds of risk 3", "--quota");

    Path home = fixture.campaign().folder();
    String killed = "20260101T000000Z-0a1b2c";
    Files.createDirectory(home.resolve(".staging-" + killed));
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Files.writeString(home.resolve(".lock"), gone.pid() + "\n");
    assertThat(wire.get("/progress?run=june-funds/" + killed).body()).contains("It was killed");
    assertThat(wire.get("/progress.json?run=june-funds/" + killed).body())
        .contains("\"ended\":true");
    fixture.night();
    assertThat(wire.get("/progress?run=june-funds/" + killed).status()).isEqualTo(404);
    try (Stream<Path> left = Files.list(home)) {
      assertThat(left).noneMatch(path -> path.getFileName().toString().startsWith(".staging"));
    }
  }
}
