package eoca.job.report;

import eoca.job.model.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A headless Chromium with one page, spoken to over its DevTools protocol: just enough to open a
 * file, look at it and hear its complaints.
 */
final class Browser implements AutoCloseable {
  private final Process process;
  private final Path profile;
  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<Map<?, ?>>> pending = new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private String session;

  /** Where Chromium is, or null. */
  static Path executable() {
    return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  static boolean isPresent() {
    return executable() != null;
  }

  Browser(Path scratch) throws IOException, InterruptedException {
    profile = Files.createTempDirectory(scratch, "profile");
    process =
        new ProcessBuilder(
                executable().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--user-data-dir=" + profile,
                "--remote-debugging-port=0",
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(scratch.resolve("chromium.log").toFile())
            .start();
    Path port = profile.resolve("DevToolsActivePort");
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!Files.exists(port) || Files.readAllLines(port).size() < 2) {
      if (!process.isAlive() || System.nanoTime() > limit) {
        process.destroyForcibly();
        throw new IOException("Chromium did not start: " + scratch.resolve("chromium.log"));
      }
      Thread.sleep(20);
    }
    List<String> lines = Files.readAllLines(port);
    socket =
        http.newWebSocketBuilder()
            .buildAsync(URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1)), new Listener())
            .join();
    Map<?, ?> target = send("Target.createTarget", Map.of("url", "about:blank"));
    session =
        (String)
            send(
                    "Target.attachToTarget",
                    Map.of("targetId", target.get("targetId"), "flatten", true))
                .get("sessionId");
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      send(domain + ".enable", Map.of());
    }
  }

  /** Opens a file at a width and colour scheme and waits until it is loaded and drawn. */
  void open(Path file, int width, boolean dark) {
    complaints.clear();
    requests.clear();
    resize(width, 900);
    send(
        "Emulation.setEmulatedMedia",
        Map.of(
            "media",
            "",
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    send("Page.navigate", Map.of("url", file.toUri().toString()));
    evaluate(
        "new Promise(done => {const look = () => document.readyState === 'complete' &&"
            + " location.protocol === 'file:' ? requestAnimationFrame(() => done(true)) :"
            + " setTimeout(look, 10); look();})");
  }

  void resize(int width, int height) {
    send(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
  }

  /** What an expression gives, promises awaited. */
  Object evaluate(String expression) {
    Map<?, ?> answer =
        send(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (answer.get("exceptionDetails") != null) {
      throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
    }
    return ((Map<?, ?>) answer.get("result")).get("value");
  }

  /** Console errors, exceptions and policy violations since {@link #open}. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Addresses asked for since {@link #open}. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /** A picture of the whole page. */
  void screenshot(Path file) throws IOException {
    Map<?, ?> answer =
        send("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
    Files.write(file, Base64.getDecoder().decode((String) answer.get("data")));
  }

  /** The page as printed on A4. */
  void print(Path file) throws IOException {
    Map<?, ?> answer =
        send(
            "Page.printToPDF",
            Map.of("printBackground", false, "paperWidth", 8.27, "paperHeight", 11.69));
    Files.write(file, Base64.getDecoder().decode((String) answer.get("data")));
  }

  /** Names and roles as assistive technology gets them: {@code role name} a line. */
  List<String> accessibleTree() {
    List<String> lines = new ArrayList<>();
    for (Object node : (List<?>) send("Accessibility.getFullAXTree", Map.of()).get("nodes")) {
      Map<?, ?> map = (Map<?, ?>) node;
      if (!Boolean.TRUE.equals(map.get("ignored"))) {
        lines.add(value(map.get("role")) + " " + value(map.get("name")));
      }
    }
    return lines;
  }

  private static String value(Object box) {
    return box instanceof Map<?, ?> map ? String.valueOf(map.get("value")) : "";
  }

  private Map<?, ?> send(String method, Map<String, ?> parameters) {
    int id = ids.incrementAndGet();
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("id", id);
    message.put("method", method);
    message.put("params", parameters);
    if (session != null) {
      message.put("sessionId", session);
    }
    CompletableFuture<Map<?, ?>> answer = new CompletableFuture<>();
    pending.put(id, answer);
    socket.sendText(Json.line(message), true).join();
    try {
      return answer.get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(method + " failed", e);
    }
  }

  private void receive(String text) throws IOException {
    Map<?, ?> message = (Map<?, ?>) Json.read(text);
    if (message.get("id") instanceof Number id) {
      CompletableFuture<Map<?, ?>> answer = pending.remove(id.intValue());
      if (message.get("error") != null) {
        answer.completeExceptionally(new IOException(message.get("error").toString()));
      } else {
        answer.complete((Map<?, ?>) message.get("result"));
      }
      return;
    }
    String method = (String) message.get("method");
    Map<?, ?> parameters = (Map<?, ?>) message.get("params");
    switch (method) {
      case "Runtime.exceptionThrown" -> complaints.add(parameters.toString());
      case "Runtime.consoleAPICalled" -> {
        if (List.of("error", "warning", "assert").contains(parameters.get("type"))) {
          complaints.add(parameters.toString());
        }
      }
      case "Log.entryAdded" -> complaints.add(parameters.toString());
      case "Network.requestWillBeSent" ->
          requests.add((String) ((Map<?, ?>) parameters.get("request")).get("url"));
      default -> {}
    }
  }

  @Override
  public void close() {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.onExit().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("Chromium does not end", e);
    }
  }

  /** Puts messages together and hands them on. */
  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        try {
          receive(text.toString());
        } catch (IOException | RuntimeException e) {
          complaints.add("unreadable message: " + e);
        }
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }
}
