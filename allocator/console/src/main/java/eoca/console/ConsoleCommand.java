package eoca.console;

import eoca.inputs.VectorApi;
import eoca.inputs.error.EocaException;
import eoca.job.cli.RunsDirOption;
import eoca.job.cli.ThreadsOption;
import eoca.job.model.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code eoca console}: the local web page. */
@Command(
    name = "console",
    description = {
      "Serve a web page for runs on this machine: list and details, quota editor with what-if and"
          + " sweeps, differences, user look-up, re-run, publish and roll back.",
      "",
      "It listens on the loopback interface only. The printed link works once and opens a session; stop"
          + " with Ctrl-C. Every page shows the command that does the same."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  eoca console", "  eoca console --port 8321 --runs-dir /data/runs"})
public final class ConsoleCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "The port to listen on (default: any free one).")
  private int port;

  @Mixin private RunsDirOption runs;

  @Mixin private ThreadsOption threads;

  @Option(
      names = "--json",
      description = "Print the link as a line of JSON: url, port, runs_dir, pid.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    if (port < 0 || port > 65_535) {
      throw EocaException.usage("--port must be 0 to 65535 (" + port + ")", "Maybe leave it away.");
    }
    PrintWriter out = spec.commandLine().getOut();
    VectorApi.load(); // before the first solve of many
    try (ConsoleServer server =
        ConsoleServer.start(runs.path(), port, threads.count(), Clock.systemUTC())) {
      if (json) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("url", server.link());
        tree.put("port", (long) server.port());
        tree.put("runs_dir", runs.path().toString());
        tree.put("pid", ProcessHandle.current().pid());
        out.println(Json.line(tree));
      } else {
        out.println("console: " + server.link());
        out.println("The link works once. Ctrl-C stops the console.");
      }
      out.flush();
      server.rehearse();
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "eoca-console-stop"));
      new CountDownLatch(1).await();
      return 0;
    } catch (IOException e) {
      throw EocaException.usage(
          "the console can't listen on port (" + port + "): " + e.getMessage(),
          "Maybe another program uses it: leave --port away.");
    }
  }
}
