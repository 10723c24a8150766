package eoca.job.pipeline;

import eoca.inputs.error.Defect;
import eoca.inputs.files.DurableFiles;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** {@code rejects.csv}: the defects of a rejected input, RFC 4180, LF. */
final class Rejects {
  /** Defects that are written. */
  static final int CAP = 10_000;

  private Rejects() {}

  static void write(Path file, List<Defect> defects) throws IOException {
    try (BufferedWriter csv =
        Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW)) {
      csv.write("file,row,column,value,rule\n");
      for (Defect defect : defects.subList(0, Math.min(CAP, defects.size()))) {
        csv.write(
            String.join(
                ",",
                quoted(defect.file()),
                Long.toString(defect.row()),
                quoted(defect.column()),
                quoted(defect.value()),
                quoted(defect.rule())));
        csv.write('\n');
      }
    }
    DurableFiles.force(file);
  }

  private static String quoted(String field) {
    boolean plain =
        field.indexOf(',') < 0
            && field.indexOf('"') < 0
            && field.indexOf('\n') < 0
            && field.indexOf('\r') < 0;
    return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
  }
}
