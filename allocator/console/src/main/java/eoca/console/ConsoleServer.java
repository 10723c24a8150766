package eoca.console;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import eoca.inputs.error.EocaException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The server: the JDK's own, on the loopback interface, with bounded threads, request times and
 * bodies. What may come in is decided by {@link Request}; what goes out has headers that let the
 * browser run and fetch nothing but the console's own files.
 */
final class ConsoleServer implements AutoCloseable {
  /** A slow sender keeps a thread until its time is over, so there are more than a person needs. */
  private static final int THREADS = 96;

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
          + " connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none';"
          + " frame-ancestors 'none'";

  /** A report is a page of its own: it may run its scripts, but is not of this origin. */
  static final String REPORT_POLICY = "sandbox allow-scripts; frame-ancestors 'self'";

  static {
    // The JDK's server reads these once: a request must be there within 10 s, an answer within 10
    // min.
    setDefault("sun.net.httpserver.maxReqTime", "10");
    setDefault("sun.net.httpserver.maxRspTime", "600");
    setDefault("sun.net.httpserver.maxReqHeaders", "60");
    setDefault("jdk.httpserver.maxConnections", "128");
  }

  private static void setDefault(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private final HttpServer server;
  private final ThreadPoolExecutor executor;
  private final Session session = new Session();
  private final Site site;

  private ConsoleServer(HttpServer server, Site site) {
    this.server = server;
    this.site = site;
    this.executor =
        new ThreadPoolExecutor(
            0, THREADS, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), ConsoleServer::daemon);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "eoca-console");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Starts a console.
   *
   * @param runs the folder of all runs
   * @param port 0 for any
   * @param threads threads for solves
   * @param clock names runs
   * @throws IOException if the port can't be had
   */
  static ConsoleServer start(Path runs, int port, int threads, Clock clock) throws IOException {
    InetSocketAddress address = new InetSocketAddress(loopback(), port);
    ConsoleServer console =
        new ConsoleServer(HttpServer.create(address, 32), new Site(runs, threads, clock));
    console.server.setExecutor(console::execute);
    console.server.createContext("/", console::handle);
    console.server.start();
    return console;
  }

  private void execute(Runnable work) {
    try {
      executor.execute(work);
    } catch (RejectedExecutionException e) {
      throw new RejectedExecutionException("too many requests at once", e); // closes the connection
    }
  }

  /** 127.0.0.1, whatever the machine's name service says. */
  static InetAddress loopback() {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // four bytes are always an address
    }
  }

  /** The link that opens the session, once. */
  String link() {
    return "http://127.0.0.1:" + port() + "/login?token=" + session.link();
  }

  /** The port. */
  int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer;
      try {
        Request request = Request.of(exchange, port(), session);
        answer = request.path().equals("/login") ? login(request) : site.answer(request, session);
      } catch (Refusal e) {
        answer = Pages.problem(e.status(), e.getMessage(), "");
      } catch (EocaException e) {
        answer = Pages.problem(status(e), e.getMessage(), e.hint());
      } catch (RuntimeException e) {
        answer = Pages.problem(500, "This is a bug of eoca: " + e, "");
      }
      send(exchange, answer);
    }
  }

  private static int status(EocaException e) {
    return switch (e.code()) {
      case USAGE -> 400;
      case LOCKED -> 409;
      case INFEASIBLE, REJECTED, VERIFICATION -> 422;
      default -> 500;
    };
  }

  private Answer login(Request request) {
    String cookie = session.open(request.field("token"));
    if (cookie == null) {
      throw new Refusal(401, "The link is wrong or was used before: start 'eoca console' again.");
    }
    return Answer.redirect("/")
        .with("Set-Cookie", "eoca=" + cookie + "; HttpOnly; SameSite=Strict; Path=/");
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Security-Policy", POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "SAMEORIGIN");
    headers.set("Referrer-Policy", "same-origin");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cache-Control", "no-store");
    headers.set("Content-Type", answer.type());
    answer.headers().forEach(headers::set);
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    if (answer.status() >= 400) {
      headers.set("Connection", "close"); // what is left of a refused body is not read
    }
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(answer.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
    site.close();
  }
}
