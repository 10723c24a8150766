package eoca.console;

import eoca.inputs.error.EocaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The server: Jetty's core on the loopback interface, strict about HTTP, with bounded connections,
 * headers, bodies, times and requests at once. Who gets in is decided by the {@link Gate}; what
 * goes out has headers that let the browser run and fetch nothing but the console's own files.
 *
 * <p>A sender costs no thread while it is slow: headers and forms are read without waiting, and a
 * connection that has not brought a whole request in time is closed.
 */
final class ConsoleServer implements AutoCloseable {
  private static final int THREADS = 40;
  private static final int MOST_HEADER = 16_384;
  private static final long LONGEST_ANSWER_MILLIS = 600_000;

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
          + " connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none';"
          + " frame-ancestors 'none'";

  /**
   * What one console bears.
   *
   * @param requestMillis until a request must be there, whole
   * @param connections most at once; more wait to be accepted
   * @param requests most that are answered at once; more get 503
   */
  record Limits(long requestMillis, int connections, int requests) {
    static final Limits DEFAULT = new Limits(10_000, 256, 24);
  }

  private final Server server;
  private final ServerConnector connector;
  private final Limits limits;
  private final Semaphore places;
  private final Session session = new Session();
  private final Site site;
  private Gate gate;

  private ConsoleServer(Site site, int port, Limits limits) {
    this.site = site;
    this.limits = limits;
    this.places = new Semaphore(limits.requests());
    QueuedThreadPool pool = new QueuedThreadPool(THREADS, 4, 30_000);
    pool.setName("eoca-console");
    pool.setDaemon(true);
    this.server = new Server(pool);
    this.connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http()));
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    connector.setAcceptQueueSize(64);
    connector.setIdleTimeout(limits.requestMillis());
    connector.addBean(new NetworkConnectionLimit(limits.connections(), connector));
    connector.addBean(
        new Connection.Listener() {
          @Override
          public void onOpened(Connection connection) {
            connector
                .getScheduler()
                .schedule(() -> hurry(connection), limits.requestMillis(), TimeUnit.MILLISECONDS);
          }
        });
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(
              org.eclipse.jetty.server.Request request, Response response, Callback callback) {
            ConsoleServer.this.handle(request, response, callback);
            return true;
          }
        });
    server.setErrorHandler(new Errors());
  }

  private static HttpConfiguration http() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    http.setRequestHeaderSize(MOST_HEADER);
    http.setHttpCompliance(HttpCompliance.STRICT);
    http.setUriCompliance(UriCompliance.RFC3986);
    return http;
  }

  /** What is no proper HTTP: a line, and the end of the connection. */
  private static final class Errors extends ErrorHandler {
    @Override
    public boolean handle(
        org.eclipse.jetty.server.Request request, Response response, Callback callback) {
      int status = Math.max(400, response.getStatus());
      send(
          request, response, callback, Answer.html(status, Html.problem("No proper request.", "")));
      return true;
    }
  }

  /** A connection without a single whole request after its time is of no use. */
  private static void hurry(Connection connection) {
    if (connection.getMessagesIn() == 0) {
      connection.getEndPoint().close();
    }
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
    return start(runs, port, threads, clock, Limits.DEFAULT);
  }

  static ConsoleServer start(Path runs, int port, int threads, Clock clock, Limits limits)
      throws IOException {
    ConsoleServer console = new ConsoleServer(new Site(runs, threads, clock), port, limits);
    try {
      console.connector.open();
      console.gate = new Gate(console.port(), console.session);
      console.server.start();
      return console;
    } catch (Exception e) { // what Jetty's life cycle declares
      console.close();
      throw e instanceof IOException io ? io : new IOException(e.getMessage(), e);
    }
  }

  /** The link that opens the session, once. */
  String link() {
    return "http://127.0.0.1:" + port() + "/login?token=" + session.link();
  }

  /** Makes the first what-if as quick as later ones, in the background. */
  void rehearse() {
    site.rehearse();
  }

  /** The port. */
  int port() {
    return connector.getLocalPort();
  }

  private void handle(
      org.eclipse.jetty.server.Request request, Response response, Callback callback) {
    Request head;
    try {
      HttpURI uri = request.getHttpURI();
      head = gate.head(request.getMethod(), uri, request.getHeaders());
    } catch (Refusal e) {
      send(request, response, callback, refused(e));
      return;
    }
    if (!head.post()) {
      answer(head, request, response, callback);
      return;
    }
    answerForm(head, request, response, callback);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // however it ends, an answer was sent
  private void answerForm(
      Request head,
      org.eclipse.jetty.server.Request request,
      Response response,
      Callback callback) {
    CompletableFuture<byte[]> form = new CompletableFuture<>();
    Content.Source.asByteArrayAsync(request, Gate.MOST_BODY, Promise.Invocable.toPromise(form));
    form.orTimeout(limits.requestMillis(), TimeUnit.MILLISECONDS)
        .whenCompleteAsync(
            (body, failure) -> {
              try {
                if (failure != null) {
                  throw unread(failure);
                }
                answer(gate.form(head, body), request, response, callback);
              } catch (Refusal e) {
                send(request, response, callback, refused(e));
              }
            },
            server.getThreadPool());
  }

  private static Refusal unread(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    if (failure instanceof TimeoutException || cause instanceof TimeoutException) {
      return new Refusal(408, "The form did not come in time.");
    }
    return cause instanceof HttpException known
        ? new Refusal(known.getCode(), "The form can't be read.")
        : new Refusal(400, "The form can't be read.");
  }

  private static Answer refused(Refusal e) {
    return Answer.html(e.status(), Html.problem(e.getMessage(), e.hint()));
  }

  private void answer(
      Request asked,
      org.eclipse.jetty.server.Request request,
      Response response,
      Callback callback) {
    if (!places.tryAcquire()) {
      send(
          request,
          response,
          callback,
          refused(new Refusal(503, "Too much is asked at once: try again.")));
      return;
    }
    Answer answer;
    EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    endPoint.setIdleTimeout(LONGEST_ANSWER_MILLIS); // nothing moves on the wire while we compute
    try {
      answer = asked.path().equals("/login") ? login(asked) : site.answer(asked, session.form());
    } catch (Refusal e) {
      answer = refused(e);
    } catch (EocaException e) {
      answer = Answer.html(status(e), Html.problem(e.getMessage(), e.hint()));
    } catch (RuntimeException e) {
      answer = Answer.html(500, Html.problem("This is a bug of eoca: " + e, ""));
    } finally {
      places.release();
      endPoint.setIdleTimeout(limits.requestMillis());
    }
    send(request, response, callback, answer);
  }

  private static int status(EocaException e) {
    return switch (e.code()) {
      case USAGE -> 400;
      case LOCKED, GUARDED -> 409;
      case INFEASIBLE, REJECTED, VERIFICATION -> 422;
      case STOPPED -> 503;
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

  private static void send(
      org.eclipse.jetty.server.Request request,
      Response response,
      Callback callback,
      Answer answer) {
    response.setStatus(answer.status());
    HttpFields.Mutable headers = response.getHeaders();
    headers.put("Content-Security-Policy", POLICY);
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("X-Frame-Options", "SAMEORIGIN");
    headers.put("Referrer-Policy", "same-origin");
    headers.put("Cross-Origin-Opener-Policy", "same-origin");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    headers.put("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
    headers.put("Cache-Control", "no-store");
    headers.put("Content-Type", answer.type());
    answer.headers().forEach(headers::put);
    headers.put("Content-Length", answer.body().length);
    if (answer.status() >= 400) {
      headers.put("Connection", "close"); // what is left of a refused body is not read
    }
    boolean head = HttpMethod.HEAD.is(request.getMethod());
    response.write(true, head ? null : ByteBuffer.wrap(answer.body()), callback);
  }

  /** Ends answers that compute, frees what is loaded. */
  @Override
  public void close() {
    site.stop();
    try {
      server.stop();
    } catch (Exception e) { // what Jetty's life cycle declares
      throw new IllegalStateException(e);
    } finally {
      site.close();
    }
  }
}
