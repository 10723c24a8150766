package eoca.console;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.console.Wire.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever is not the page that the operator opened is refused with the right status, and nothing
 * published changes: after every test, every file below the runs' folder is as it was.
 */
final class HostileRequestsTest {
  private static final ConsoleServer.Limits LIMITS = new ConsoleServer.Limits(1_500, 256, 24);

  @TempDir Path folder;
  private Fixture fixture;
  private ConsoleServer server;
  private Wire wire;
  private String current;
  private Map<String, String> before;
  private int requests;

  @BeforeEach
  void start() throws IOException {
    fixture = Fixture.tiny(folder);
    server = ConsoleServer.start(fixture.folder(), 0, 2, Fixture.clock(), LIMITS);
    wire = new Wire(server.port());
    current = fixture.campaign().current();
    before = files();
  }

  @AfterEach
  void nothingPublishedChanged() throws IOException {
    server.close();
    assertThat(files()).isEqualTo(before);
  }

  private Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(fixture.folder())) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = fixture.folder().relativize(file).toString();
        boolean index = name.endsWith(".index.jsonl"); // what any reader may rebuild
        if (!index && !name.endsWith(".lock")) { // who held it last
          files.put(name, Files.readString(file, StandardCharsets.ISO_8859_1));
        }
      }
    }
    return files;
  }

  private void refused(int status, String what, Reply reply) {
    requests++;
    assertThat(reply.status()).as(what + reply.body()).isEqualTo(status);
  }

  private void atLeast(int count) {
    assertThat(requests).as("hostile requests that were sent").isGreaterThanOrEqualTo(count);
  }

  private String other() {
    return fixture.campaign().completed().get(0);
  }

  private String host() {
    return "127.0.0.1:" + server.port();
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

  /** A request line and headers of a person with the session, without an end. */
  private String head(String line, String... headers) {
    return line
        + "\r\nHost: "
        + host()
        + "\r\nConnection: close\r\nCookie: eoca="
        + wire.cookie()
        + "\r\n"
        + String.join("", Stream.of(headers).map(header -> header + "\r\n").toList());
  }

  /** The same for a form that would publish. */
  private String post(String csrf, String... headers) {
    String form = publishForm(csrf);
    List<String> all = new ArrayList<>(List.of("Origin: http://" + host()));
    all.add("Content-Type: application/x-www-form-urlencoded");
    all.add("Content-Length: " + form.length());
    all.addAll(List.of(headers));
    return head("POST /publish HTTP/1.1", all.toArray(new String[0])) + "\r\n" + form;
  }

  @Test
  void theLinkWorksOnce() throws IOException {
    String path = server.link().substring(server.link().indexOf("/login"));
    refused(401, "no session", wire.get("/"));
    for (String token : List.of("?token=wrong", "", "?token=", "?Token=x", path.substring(6, 20))) {
      refused(401, token, wire.get("/login" + token));
    }
    refused(400, "two tokens", wire.get(path + "&token=x"));
    refused(401, "HEAD does not use it up", wire.raw("HEAD" + wireHead(path)));
    Reply opened = wire.get(path);
    assertThat(opened.status()).isEqualTo(303);
    assertThat(opened.header("Set-Cookie")).contains("HttpOnly", "SameSite=Strict");
    refused(401, "used before", wire.get(path));
    refused(401, "used before, reached again", wire.get(path, "Cookie: eoca=wrong"));
    atLeast(9);
  }

  private String wireHead(String path) {
    return " " + path + " HTTP/1.1\r\nHost: " + host() + "\r\nConnection: close\r\n\r\n";
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
            "/fund",
            "/quotas",
            "/job",
            "/job.json",
            "/progress",
            "/progress.json",
            "/running.json",
            "/publish",
            "/rollback",
            "/feasible",
            "/whatif",
            "/sweep",
            "/rerun",
            "/assets/console.js",
            "/assets/echarts.js",
            "/nowhere")) {
      refused(401, page, wire.get(page));
      refused(401, page, wire.get(page, "Cookie: eoca=wrong"));
      refused(401, page, wire.post(page, publishForm("x")));
    }
    atLeast(63);
  }

  @Test
  void otherHostsAndOrigins() throws IOException {
    wire.login(server.link());
    String csrf = csrf();
    int port = server.port();
    String cookie = "Connection: close\r\nCookie: eoca=" + wire.cookie() + "\r\n";
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
            "2130706433:" + port,
            "127.1:" + port,
            "localhost.:" + port,
            "127.0.0.2:" + port)) {
      Reply reply = wire.raw("GET / HTTP/1.1\r\nHost: " + host + "\r\n" + cookie + "\r\n");
      requests++;
      assertThat(reply.status()).as(host).isIn(403, 400); // 400: no host name at all
    }
    String get = "GET / HTTP/1.1\r\n";
    refused(400, "no host", wire.raw(get + cookie + "\r\n"));
    refused(400, "empty host", wire.raw(get + "Host: \r\n" + cookie + "\r\n"));
    for (String two : List.of("evil.example", host())) {
      String hosts = "Host: " + host() + "\r\nHost: " + two + "\r\n";
      refused(400, "two hosts", wire.raw(get + hosts + cookie + "\r\n"));
    }
    refused(400, "two in one", wire.raw(get + "Host: " + host() + ", evil\r\n" + cookie + "\r\n"));
    refused(400, "user", wire.raw(get + "Host: a@" + host() + "\r\n" + cookie + "\r\n"));
    refused(400, "other host in the line", wire.raw(head("GET http://evil/ HTTP/1.1") + "\r\n"));
    String forwarded = head("GET / HTTP/1.1").replace("Host: " + host(), "Host: evil");
    refused(403, "forwarded", wire.raw(forwarded + "X-Forwarded-Host: " + host() + "\r\n\r\n"));
    refused(403, "forwarded", wire.raw(forwarded + "Forwarded: host=" + host() + "\r\n\r\n"));
    String own = "Origin: http://" + host();
    for (String origin :
        List.of(
            "Origin: http://evil.example",
            "Origin: null",
            "X: y",
            "Origin: ",
            "Origin: https://" + host(),
            "Origin: http://127.0.0.1",
            own + "0",
            own + "/",
            "Origin: http://127.0.0.1:1",
            own + "\r\nOrigin: http://evil.example",
            own + "\r\n" + own,
            own + "\r\nSec-Fetch-Site: cross-site",
            own + "\r\nSec-Fetch-Site: same-site",
            own + "\r\nSec-Fetch-Site: none",
            own + "\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site",
            "Referer: http://" + host() + "/",
            "Origin: HTTP://" + host(),
            "Origin: file://")) {
      refused(403, origin, wire.raw(post(csrf).replace(own, origin)));
    }
    for (String site : List.of("cross-site", "same-site", "")) {
      refused(403, site, wire.get("/run?run=june-funds/" + current, "Sec-Fetch-Site: " + site));
    }
    atLeast(40);
  }

  @Test
  void formsWithoutTheTokenOrOfAnotherKind() throws IOException {
    wire.login(server.link());
    String csrf = csrf();
    for (String token : List.of("", "x", wire.cookie(), csrf.substring(1), csrf + "A")) {
      for (String page : List.of("/publish", "/rollback", "/rerun", "/whatif", "/feasible")) {
        refused(403, page + token, wire.post(page, publishForm(token)));
      }
    }
    String form = publishForm(csrf);
    String type = "Content-Type: application/x-www-form-urlencoded";
    for (String other :
        List.of(
            "Content-Type: application/json",
            "Content-Type: text/plain",
            "X: y",
            "Content-Type: multipart/form-data; boundary=x",
            "Content-Type: ",
            type + "; charset=utf-7",
            type + "\r\nContent-Type: text/plain",
            type + "\r\nContent-Encoding: gzip")) {
      refused(415, other, wire.raw(post(csrf).replace(type, other)));
    }
    assertThat(wire.get("/publish?csrf=" + csrf + "&run=june-funds/" + other()).status())
        .isEqualTo(200); // asks, and does nothing
    for (String more :
        List.of(
            "&run=june-funds/x",
            "&was=",
            "&x=%zz",
            "&x=%",
            "&x=%00",
            "&x=%0d%0aSet-Cookie",
            "&x=%ff%fe",
            "&x=%c0%ae",
            "&csrf=" + csrf)) {
      refused(400, more, wire.post("/publish", form + more));
    }
    refused(400, "fields", wire.post("/publish", form + "&a".repeat(2000)));
    refused(403, "json", wire.post("/publish", "{\"csrf\": \"" + csrf + "\", \"run\": [}"));
    refused(400, "junk", wire.post("/publish", "=&=&&&;;%20"));
    for (String name : List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")) {
      refused(400, name, wire.get("/publish?" + form, name + ": POST"));
      refused(400, name, wire.raw(post(csrf, name + ": DELETE")));
    }
    refused(404, "_method", wire.get("/whatif?_method=POST&" + form));
    refused(
        409,
        "what was confirmed is not so",
        wire.post("/publish", form.replace("&was=", "&was=x")));
    refused(400, "no reason", wire.post("/publish", form + "&override=on"));
    refused(404, "no campaign", wire.post("/rollback", "csrf=" + csrf + "&campaign=nothing"));
    refused(404, "no run", wire.post("/rerun", "csrf=" + csrf + "&run=june-funds/x"));
    atLeast(56);
  }

  @Test
  void namesThatArePaths() throws IOException {
    wire.login(server.link());
    String csrf = csrf();
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
            "JUNE-FUNDS/" + current,
            ".",
            "..",
            "",
            "a\\b/" + current,
            "june-funds//" + current,
            "june-funds/" + current + "/report.html",
            "june-funds/.staging-" + current,
            "%2e%2e/" + current,
            "..%2f..%2fetc",
            "~root",
            "file:///etc/passwd",
            "june-funds/" + current + " ;ls")) {
      for (String page :
          List.of(
              "/run?run=",
              "/report?run=",
              "/publish?run=",
              "/user?id=a&run=",
              "/quotas?run=",
              "/progress?run=",
              "/diff?a=x&b=")) {
        refused(404, page + run, wire.get(page + Wire.encode(run)));
      }
      String form = "csrf=" + csrf + "&was=" + current + "&run=" + Wire.encode(run);
      refused(404, run, wire.post("/publish", form));
    }
    refused(400, "zero", wire.get("/run?run=june-funds/" + current + "%00"));
    for (String path :
        List.of(
            "/../etc/passwd",
            "/assets/../../pom.xml",
            "/assets/%2e%2e/x",
            "/%2e%2e/",
            "/%252e%252e/",
            "/..%2f",
            "/..%5c",
            "/..;/",
            "/assets/..%5cx",
            "/%c0%ae%c0%ae/",
            "/%uff0e/",
            "/assets/%2E%2E%2Fx",
            "/.%2e/",
            "/assets/..\\x",
            "/%00",
            "/a%00.css",
            "/assets/console.css;x",
            "/run;jsessionid=1",
            "/RUN",
            "/#x")) {
      refused(400, path, wire.get(path));
    }
    for (String path :
        List.of(
            "//etc/passwd", "/assets/", "/assets/console.css/x", "/.git/config", "/runs/", "/.")) {
      Reply reply = wire.get(path);
      requests++;
      assertThat(reply.status()).as(path).isIn(400, 404);
    }
    atLeast(200);
  }

  @Test
  void hugeRequests() throws IOException {
    wire.login(server.link());
    String csrf = csrf();
    refused(414, "query", wire.get("/?" + "x".repeat(5000)));
    refused(414, "line", wire.get("/?" + "x".repeat(1 << 20)));
    refused(413, "form", wire.post("/publish", "csrf=" + "x".repeat(Gate.MOST_BODY + 1)));
    String length = "Content-Length: " + publishForm(csrf).length();
    String huge = post(csrf).replace(length, "Content-Length: 99999999999");
    refused(413, "told", wire.raw(huge));
    refused(
        400, "number", wire.raw(post(csrf).replace(length, "Content-Length: " + "9".repeat(30))));
    String chunk = "10000\r\n" + "x".repeat(65_536) + "\r\n";
    String chunked = post(csrf).replace(length, "Transfer-Encoding: chunked");
    chunked = chunked.substring(0, chunked.indexOf("\r\n\r\n") + 4);
    refused(411, "chunks", wire.raw(chunked + chunk + chunk + "0\r\n\r\n"));
    refused(431, "header", wire.get("/", "X: " + "x".repeat(1 << 20)));
    refused(431, "headers", wire.get("/", "X: y\r\n".repeat(3000) + "X: y"));
    refused(431, "cookies", wire.get("/", "Cookie: " + "a=b; ".repeat(5000)));
    refused(400, "two cookies", wire.get("/", "Cookie: eoca=" + wire.cookie()));
    assertThat(wire.get("/").status()).isEqualTo(200);
    atLeast(10);
  }

  @Test
  void notQuiteHttp() throws IOException {
    wire.login(server.link());
    String csrf = csrf();
    for (String method :
        List.of("PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "FOO", "get", "PROPFIND")) {
      refused(405, method, wire.raw(head(method + " / HTTP/1.1") + "\r\n"));
    }
    String form = publishForm(csrf);
    String length = "Content-Length: " + form.length();
    for (String smuggled :
        List.of(
            length + "\r\nTransfer-Encoding: chunked",
            length + "\r\nContent-Length: 5",
            "Transfer-Encoding: chunked\r\n" + length,
            "Content-Length: +" + form.length(),
            "Content-Length: -1",
            "Content-Length: 0x10",
            "Content-Length: 1,2",
            "Content-Length: ",
            "Transfer-Encoding: xchunked",
            "Transfer-Encoding: chunked, identity",
            "Transfer-Encoding : chunked",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: x",
            length + "\r\n Transfer-Encoding: chunked",
            length + "\r\nX: a\r\n b",
            length + "\r\nX : y",
            length + "\r\nno colon",
            length + "\r\n: y",
            length + "\r\nX: a\u0000b",
            length + "\r\nX\u0001: y",
            length + "\r\nX: a\rb")) {
      refused(400, smuggled, wire.raw(post(csrf).replace(length, smuggled)));
    }
    refused(411, "TE alone", wire.raw(post(csrf).replace(length, "Transfer-Encoding: chunked")));
    refused(411, "no length", wire.raw(post(csrf).replace(length, "X: y")));
    refused(400, "body of a GET", wire.get("/", "Content-Length: 4"));
    refused(417, "expect", wire.raw(post(csrf, "Expect: 200-maybe")));
    for (String odd :
        List.of(
            "GET",
            "\u0001\u0002\r\n\r\n",
            "{\"json\": [\r\n\r\n",
            " GET / HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nHost 127.0.0.1\r\n\r\n",
            "GET /\u0000 HTTP/1.1\r\n\r\n",
            "GET / HTTP/x\r\n\r\n",
            "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n")) {
      Reply reply = wire.raw(odd);
      requests++;
      assertThat(reply.status()).as(odd).isIn(400, 414, 501, 505, 0); // 0: closed without a word
    }
    refused(505, "version", wire.raw(head("GET / HTTP/9.9") + "\r\n"));
    refused(505, "HTTP/0.9", wire.raw("GET /\r\n\r\n"));
    refused(426, "HTTP/2", wire.raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
    // a second request hidden behind a refused one is not answered
    Reply two = wire.raw(post("x") + post(csrf));
    refused(403, "behind", two);
    assertThat(two.body()).doesNotContain("HTTP/1.1");
    assertThat(wire.get("/").status()).isEqualTo(200);
    atLeast(44);
  }

  @Test
  void slowSendersDoNotKeepOthersOut() throws Exception {
    wire.login(server.link());
    String csrf = csrf();
    String half = post(csrf).substring(0, post(csrf).length() - 5);
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
      String text = i % 2 == 0 ? "GET / HT" : half;
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      slow.add(socket);
    }
    for (int i = 0; i < 5; i++) {
      assertThat(wire.get("/").status()).isEqualTo(200);
    }
    // drips that keep a connection from being idle do not keep it open
    Socket drip = slow.get(0);
    long end = System.nanoTime() + 20_000_000_000L;
    boolean closed = false;
    while (!closed && System.nanoTime() < end) {
      try {
        drip.getOutputStream().write('T');
        Thread.sleep(100);
      } catch (IOException e) {
        closed = true;
      }
    }
    assertThat(closed).isTrue();
    for (int i = 1; i < slow.size(); i++) {
      Socket socket = slow.get(i);
      socket.setSoTimeout(20_000);
      int status = Wire.read(socket.getInputStream()).status();
      assertThat(status)
          .as("slow sender " + i)
          .isIn(i % 2 == 0 ? List.of(0, 408) : List.of(408, 0));
      socket.close();
    }
    assertThat(wire.get("/").status()).isEqualTo(200);
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
    assertThat(fixture.campaign().current()).isEqualTo(current);
    before = files(); // the history has two more lines; CURRENT is what it was
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
    assertThat(page.head()).doesNotContain("Jetty");
    Reply report = wire.get("/report?run=june-funds/" + current);
    assertThat(report.header("Content-Security-Policy")).contains("sandbox allow-scripts");
    Reply asked = wire.get("/user?id=" + Wire.encode("<script>") + "&run=june-funds/" + current);
    assertThat(asked.status()).isEqualTo(404);
    assertThat(asked.body()).contains("&lt;script&gt;").doesNotContain("(<script>)");
    Reply head = wire.raw("HEAD" + head(" / HTTP/1.1") + "\r\n");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }
}
