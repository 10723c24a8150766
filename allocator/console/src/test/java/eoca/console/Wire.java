package eoca.console;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Speaks HTTP byte by byte, so that nothing is too odd to be sent. */
final class Wire {
  private final int port;
  private String cookie;

  Wire(int port) {
    this.port = port;
  }

  /** What came back; status 0 if the connection was closed without an answer. */
  record Reply(int status, String head, String body) {
    String header(String name) {
      for (String line : head.split("\r\n", -1)) {
        if (line.toLowerCase(java.util.Locale.ROOT)
            .startsWith(name.toLowerCase(java.util.Locale.ROOT) + ":")) {
          return line.substring(name.length() + 1).strip();
        }
      }
      return "";
    }
  }

  /** Sends bytes as they are. */
  Reply raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(30_000);
      try {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
      } catch (IOException e) {
        // refused before it was read to the end: the answer may still be there
      }
      return read(socket.getInputStream());
    }
  }

  static Reply read(InputStream in) {
    byte[] bytes;
    try {
      bytes = in.readAllBytes();
    } catch (IOException e) {
      return new Reply(0, "", "");
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0 || !text.startsWith("HTTP/1.1 ")) {
      return new Reply(0, "", "");
    }
    return new Reply(
        Integer.parseInt(text.substring(9, 12)), text.substring(0, end), text.substring(end + 4));
  }

  private String head(String method, String path, String... headers) {
    List<String> lines = new ArrayList<>(List.of(method + " " + path + " HTTP/1.1"));
    lines.add("Host: 127.0.0.1:" + port);
    lines.add("Connection: close");
    if (cookie != null) {
      lines.add("Cookie: eoca=" + cookie);
    }
    lines.addAll(List.of(headers));
    return String.join("\r\n", lines) + "\r\n";
  }

  /** A well-formed GET with the session's cookie. */
  Reply get(String path, String... headers) throws IOException {
    return raw(head("GET", path, headers) + "\r\n");
  }

  /** A well-formed POST from the console's own page. */
  Reply post(String path, String form) throws IOException {
    return raw(
        head(
                "POST",
                path,
                "Origin: http://127.0.0.1:" + port,
                "Content-Type: application/x-www-form-urlencoded",
                "Content-Length: " + form.length())
            + "\r\n"
            + form);
  }

  /** Opens the session. */
  void login(String link) throws IOException {
    Reply reply = get(link.substring(link.indexOf("/login")));
    String set = reply.header("Set-Cookie");
    cookie = set.substring("eoca=".length(), set.indexOf(';'));
  }

  String cookie() {
    return cookie;
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
