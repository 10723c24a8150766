package eoca.inputs.features;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads the header record of a CSV file (RFC 4180, UTF-8, optional byte order mark). */
final class CsvHeader {
  private static final int LONGEST = 1 << 20;

  private CsvHeader() {}

  static List<String> read(Path file, boolean gzip) throws IOException {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        InputStream in = gzip ? new GZIPInputStream(raw) : raw) {
      return fields(record(in));
    }
  }

  private static String record(InputStream in) throws IOException {
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    boolean quoted = false;
    for (int b = in.read(); b >= 0 && (quoted || b != '\n'); b = in.read()) {
      quoted ^= b == '"';
      record.write(b);
      if (record.size() > LONGEST) {
        throw new IOException("header record of at most " + LONGEST + " bytes expected");
      }
    }
    String text = record.toString(StandardCharsets.UTF_8);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static List<String> fields(String record) {
    String text = record.endsWith("\r") ? record.substring(0, record.length() - 1) : record;
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        field.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }
}
