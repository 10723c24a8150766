package eoca.job.notify;

import eoca.inputs.error.ExitCode;
import eoca.job.model.RunFiles;
import eoca.job.pipeline.Console;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Tells others how a run ended. What they do with it can't change that: a call that fails is told
 * on standard error, and the exit code stays.
 */
public final class Notifier {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final int COMMAND_SECONDS = 300;

  private final Calls calls;
  private final Console console;

  /** A notifier. */
  public Notifier(Calls calls, Console console) {
    this.calls = calls;
    this.console = console;
  }

  /** Makes the calls, one after the other; none where nothing was to do. */
  public void tell(Summary summary) {
    if (summary.exit() == ExitCode.UNCHANGED.code()) {
      return;
    }
    send("POST", calls.webhook(), summary.json(), "application/json");
    if (summary.folder() != null) {
      sendFile("PUT", calls.metrics(), summary.folder().resolve(RunFiles.METRICS), "text/plain");
      sendFile(
          "POST", calls.lineage(), summary.folder().resolve(RunFiles.LINEAGE), "application/json");
    }
    String command = summary.exit() == 0 ? calls.onSuccess() : calls.onFailure();
    if (command != null) {
      run(command, summary);
    }
  }

  private void sendFile(String method, URI to, Path file, String type) {
    if (to == null) {
      return;
    }
    try {
      send(method, to, Files.readString(file), type);
    } catch (IOException e) {
      failed(to.toString(), e.toString());
    }
  }

  private void send(String method, URI to, String body, String type) {
    if (to == null) {
      return;
    }
    HttpRequest request =
        HttpRequest.newBuilder(to)
            .timeout(ANSWER)
            .header("Content-Type", type + "; charset=utf-8")
            .method(method, HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
            .build();
    try {
      HttpResponse<Void> answer =
          HttpClient.newBuilder()
              .connectTimeout(CONNECT)
              .build()
              .send(request, HttpResponse.BodyHandlers.discarding());
      if (answer.statusCode() / 100 != 2) {
        failed(to.toString(), "it answered with status " + answer.statusCode());
      }
    } catch (IOException e) {
      failed(to.toString(), why(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Its output goes to standard error: standard output carries the result alone. */
  private void run(String command, Summary summary) {
    ProcessBuilder builder = new ProcessBuilder(List.of("sh", "-c", "exec 1>&2\n" + command));
    builder.environment().putAll(summary.environment());
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    try {
      Process process = builder.start();
      if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        failed(command, "still running after " + COMMAND_SECONDS + " s: ended");
      } else if (process.exitValue() != 0) {
        failed(command, "exit " + process.exitValue());
      }
    } catch (IOException e) {
      failed(command, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** In words: the HTTP client's exceptions have none. */
  private static String why(IOException e) {
    if (e instanceof HttpConnectTimeoutException) {
      return "no connection within " + CONNECT.toSeconds() + " s";
    }
    if (e instanceof HttpTimeoutException) {
      return "no answer within " + ANSWER.toSeconds() + " s";
    }
    if (e instanceof ConnectException) {
      return e.getCause() instanceof UnresolvedAddressException
          ? "no such host"
          : "nobody listens there (connection refused)";
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private void failed(String what, String why) {
    console.warn("could not tell (%s): %s; the run is not affected", what, why);
  }
}
