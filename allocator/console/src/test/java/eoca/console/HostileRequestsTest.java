package eoca.console;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.console.Wire.Reply;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever is not the page that the operator opened is refused, and nothing published changes. */
final class HostileRequestsTest {
  @TempDir Path folder;
  private Fixture fixture;
  private ConsoleServer server;
  private Wire wire;
  private String current;

  @BeforeAll
  static void patience() {
    System.setProperty("sun.net.httpserver.maxReqTime", "1");
    System.setProperty("sun.net.httpserver.timerMillis", "200");
  }

  @BeforeEach
  void start() throws IOException {
    fixture = new Fixture(folder);
    server = ConsoleServer.start(fixture.folder(), 0, 2, Fixture.clock());
    wire = new Wire(server.port());
    current = fixture.campaign().current();
  }

  @AfterEach
  void nothingPublishedChanged() {
    server.close();
    assertThat(fixture.campaign().current()).isEqualTo(current);
  }

  private String other() {
    return fixture.campaign().completed().get(0);
  }

  private String publishForm(String csrf) {
    return "csrf=" + csrf + "&run=" + Wire.encode("june-funds/" + other()) + "&was=" + current;
  }

  private String csrf() throws IOException {
    String page = wire.get("/publish?run=june-funds/" + other()).body();
    Matcher found = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"").matcher(page);
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  @Test
  void theLinkWorksOnce() throws IOException {
    String path = server.link().substring(server.link().indexOf("/login"));
    assertThat(wire.get("/").status()).isEqualTo(401);
    assertThat(wire.get("/login?token=wrong").status()).isEqualTo(401);
    assertThat(wire.get("/login").status()).isEqualTo(401);
    Reply opened = wire.get(path);
    assertThat(opened.status()).isEqualTo(303);
    assertThat(opened.header("Set-Cookie")).contains("HttpOnly", "SameSite=Strict");
    assertThat(wire.get(path).status()).isEqualTo(401);
  }

  @Test
  void everyPageNeedsTheCookie() throws IOException {
    for (String page :
        List.of(
            "/",
            "/run",
            "/report",
            "/diff",
            "/user",
            "/job",
            "/publish",
            "/rollback",
            "/assets/console.css",
            "/assets/echarts.js",
            "/nowhere")) {
      assertThat(wire.get(page).status()).as(page).isEqualTo(401);
      assertThat(wire.get(page, "Cookie: eoca=wrong").status()).as(page).isEqualTo(401);
      assertThat(wire.post(page, publishForm("x")).status()).as(page).isEqualTo(401);
    }
  }

  @Test
  void otherHostsAndOrigins() throws IOException {
    wire.login(server.link());
    String csrf = csrf();
    int port = server.port();
    String cookie = "Cookie: eoca=" + wire.cookie() + "\r\n";
    String close = "Connection: close\r\n";
    for (String host :
        List.of(
            "evil.example",
            "evil.example:" + port,
            "127.0.0.1",
            "127.0.0.1:1",
            "localhost",
            "127.0.0.1:" + port + ".evil.example",
            "[::1]:" + port,
            "0.0.0.0:" + port,
            "",
            "2130706433:" + port,
            "127.0.0.1:" + port + " ,evil",
            "127.1:" + port)) {
      assertThat(
              wire.raw("GET / HTTP/1.1\r\nHost: " + host + "\r\n" + close + cookie + "\r\n")
                  .status())
          .as(host)
          .isIn(403, 400);
    }
    assertThat(wire.raw("GET / HTTP/1.1\r\n" + close + cookie + "\r\n").status()).isIn(403, 400);
    String two = "Host: 127.0.0.1:" + port + "\r\nHost: evil.example\r\n";
    assertThat(wire.raw("GET / HTTP/1.1\r\n" + two + close + cookie + "\r\n").status())
        .isIn(403, 400);
    String form = publishForm(csrf);
    String head =
        "POST /publish HTTP/1.1\r\nHost: 127.0.0.1:"
            + port
            + "\r\n"
            + close
            + cookie
            + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
            + form.length()
            + "\r\n";
    for (String origin :
        List.of(
            "Origin: http://evil.example\r\n",
            "Origin: null\r\n",
            "",
            "Origin: \r\n",
            "Origin: https://127.0.0.1:" + port + "\r\n",
            "Origin: http://127.0.0.1\r\n",
            "Origin: http://127.0.0.1:" + port + "0\r\n",
            "Origin: http://127.0.0.1:" + port + "\r\nOrigin: http://evil.example\r\n",
            "Origin: http://127.0.0.1:" + port + "\r\nSec-Fetch-Site: cross-site\r\n",
            "Referer: http://127.0.0.1:" + port + "/\r\n")) {
      assertThat(wire.raw(head + origin + "\r\n" + form).status()).as(origin).isEqualTo(403);
    }
  }

  @Test
  void formsWithoutTheTokenOrOfAnotherKind() throws IOException {
    wire.login(server.link());
    for (String token : List.of("", "x", wire.cookie(), csrf().substring(1), csrf() + "A")) {
      assertThat(wire.post("/publish", publishForm(token)).status()).isEqualTo(403);
      assertThat(wire.post("/rollback", publishForm(token)).status()).isEqualTo(403);
      assertThat(wire.post("/rerun", publishForm(token)).status()).isEqualTo(403);
    }
    String form = publishForm(csrf());
    for (String type : List.of("application/json", "text/plain", "multipart/form-data", "")) {
      String head =
          "POST /publish HTTP/1.1\r\nHost: 127.0.0.1:"
              + server.port()
              + "\r\nConnection: close\r\n"
              + "Origin: http://127.0.0.1:"
              + server.port()
              + "\r\nCookie: eoca="
              + wire.cookie()
              + "\r\n"
              + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n")
              + "Content-Length: "
              + form.length()
              + "\r\n\r\n";
      assertThat(wire.raw(head + form).status()).as(type).isEqualTo(415);
    }
    assertThat(wire.get("/publish?csrf=" + csrf() + "&run=june-funds/" + other()).status())
        .isEqualTo(200); // asks, and does nothing
    assertThat(wire.post("/publish", form + "&run=june-funds/x").status()).isEqualTo(400);
    assertThat(wire.post("/publish", "csrf=" + csrf() + "&run=%zz").status()).isEqualTo(400);
  }

  @Test
  void namesThatArePaths() throws IOException {
    wire.login(server.link());
    for (String run :
        List.of(
            "../../etc/passwd",
            "june-funds/../../data",
            "june-funds/",
            "/etc",
            "june-funds",
            "june-funds/failed",
            "june-funds/.lock",
            "june-funds/CURRENT",
            "june-funds/" + current + "/..",
            "june-funds/" + current + "%00",
            "JUNE-FUNDS/" + current,
            ".",
            "..",
            "",
            "a\\b/" + current,
            "june-funds//" + current,
            "june-funds/" + current + "/report.html")) {
      for (String page : List.of("/run?run=", "/report?run=", "/publish?run=", "/user?id=a&run=")) {
        assertThat(wire.get(page + Wire.encode(run)).status()).as(page + run).isEqualTo(404);
      }
      assertThat(wire.get("/rollback?campaign=" + Wire.encode(run)).status())
          .isEqualTo(run.equals("june-funds") ? 200 : 404);
      assertThat(
              wire.post(
                      "/publish", "csrf=" + csrf() + "&was=" + current + "&run=" + Wire.encode(run))
                  .status())
          .isEqualTo(404);
    }
    for (String path :
        List.of(
            "/../etc/passwd",
            "/assets/../../pom.xml",
            "/assets/%2e%2e/x",
            "/%2e%2e/",
            "//etc/passwd",
            "/assets/",
            "/assets/console.css/x",
            "/..;/",
            "/assets/..%5cx")) {
      assertThat(wire.get(path).status()).as(path).isIn(400, 404);
    }
  }

  @Test
  void hugeAndOddRequests() throws IOException {
    wire.login(server.link());
    assertThat(wire.get("/?" + "x".repeat(5000)).status()).isEqualTo(414);
    assertThat(wire.post("/publish", "csrf=" + "x".repeat(Request.MOST_BODY + 1)).status())
        .isEqualTo(413);
    String start =
        " /publish HTTP/1.1\r\nHost: 127.0.0.1:"
            + server.port()
            + "\r\nConnection: close\r\nOrigin: "
            + "http://127.0.0.1:"
            + server.port()
            + "\r\nCookie: eoca="
            + wire.cookie()
            + "\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    assertThat(wire.raw("POST" + start + "Content-Length: 99999999999\r\n\r\n").status())
        .isEqualTo(413);
    String chunk = "10000\r\n" + "x".repeat(65_536) + "\r\n";
    assertThat(
            wire.raw(
                    "POST"
                        + start
                        + "Transfer-Encoding: chunked\r\n\r\n"
                        + chunk
                        + chunk
                        + "0\r\n\r\n")
                .status())
        .isEqualTo(413);
    for (String method : List.of("PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "CONNECT", "FOO")) {
      assertThat(wire.raw(method + start + "\r\n").status()).as(method).isEqualTo(405);
    }
    StringBuilder headers = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      headers.append("X-").append(i).append(": 1\r\n");
    }
    assertThat(wire.raw("GET" + start + headers + "\r\n").status()).isNotIn(200, 303);
    for (String odd :
        List.of(
            "",
            "\r\n\r\n",
            "GET",
            "GET /\r\n\r\n",
            "\u0000\u0001\u0002",
            "GET  / HTTP/9.9\r\n\r\n",
            "GET / HTTP/1.1\r\nHost 127.0.0.1\r\n\r\n",
            "{\"json\": [",
            "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
            "GET /\r\nHost: x HTTP/1.1\r\n\r\n")) {
      assertThat(wire.raw(odd).status()).as(odd).isNotIn(200, 303);
    }
    assertThat(wire.get("/").status()).isEqualTo(200);
  }

  @Test
  void slowSendersDoNotKeepOthersOut() throws Exception {
    wire.login(server.link());
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Socket socket = new Socket(ConsoleServer.loopback(), server.port());
      socket.getOutputStream().write("GET / HT".getBytes(StandardCharsets.ISO_8859_1));
      slow.add(socket);
    }
    assertThat(wire.get("/").status()).isEqualTo(200);
    for (Socket socket : slow) {
      socket.setSoTimeout(20_000);
      assertThat(Wire.read(socket.getInputStream()).status()).isNotEqualTo(200);
      socket.close();
    }
  }

  @Test
  void publicationsAtOnceAgreeOnOne() throws Exception {
    wire.login(server.link());
    String csrf = csrf();
    ExecutorService many = Executors.newFixedThreadPool(8);
    try {
      List<Future<Integer>> replies = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        replies.add(many.submit(() -> wire.post("/publish", publishForm(csrf)).status()));
      }
      int done = 0;
      for (Future<Integer> reply : replies) {
        assertThat(reply.get()).isIn(303, 409);
        done += reply.get() == 303 ? 1 : 0;
      }
      assertThat(done).isEqualTo(1);
      assertThat(fixture.campaign().current()).isEqualTo(other());
    } finally {
      many.shutdownNow();
    }
    fixture.cli("rollback", "june-funds");
  }

  @Test
  void pagesLetNothingElseRun() throws IOException {
    wire.login(server.link());
    Reply page = wire.get("/run?run=june-funds/" + current);
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).contains("Money &lt;b&gt;market&lt;/b&gt;").doesNotContain("<b>market");
    assertThat(page.header("Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'");
    assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(page.header("Cache-Control")).isEqualTo("no-store");
    Reply report = wire.get("/report?run=june-funds/" + current);
    assertThat(report.header("Content-Security-Policy")).contains("sandbox allow-scripts");
    Reply asked = wire.get("/user?id=" + Wire.encode("<script>") + "&run=june-funds/" + current);
    assertThat(asked.status()).isEqualTo(400);
    assertThat(asked.body()).contains("&lt;script&gt;").doesNotContain("<script>)");
  }
}
