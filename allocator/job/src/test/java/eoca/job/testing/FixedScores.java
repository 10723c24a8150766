package eoca.job.testing;

import eoca.inputs.error.Defect;
import eoca.inputs.error.EocaException;
import eoca.inputs.etv.EtvPartWriter;
import eoca.inputs.etv.EtvProvider;
import eoca.inputs.etv.EtvRequest.FundColumn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Stands in for scoring: the users and values of {@link Campaigns#TINY_CSV}, but stock and money
 * change places for user f, so that its table can be told from the file's. The section's model
 * {@code broken} is rejected. One part, kept where an interrupted run left it for the same funds.
 */
public final class FixedScores implements EtvProvider {
  private static final float[][] ETV = {
    {1, 2, 3, 4, 5, 8}, {9, 9, 6, 5, 4, 3}, {9, 9, 9, 9, 9, 6},
  };

  private static final String PART = "etv-00001.arrow";

  @Override
  public Scored score(Request request) {
    if (request.section().text("model").equals("broken")) {
      throw EocaException.rejected(
          "model expected",
          "",
          List.of(new Defect("model.bin", 0, "", "", "undamaged model expected")));
    }
    Path mark = request.folder().resolve(RECORDS).resolve("identity");
    int kept = 0;
    try {
      if (Files.exists(mark) && Files.readString(mark).equals(request.funds().toString())) {
        kept = 1;
      } else {
        Files.deleteIfExists(request.folder().resolve(PART)); // of other funds, as predict does
        write(request);
        Files.createDirectories(mark.getParent());
        Files.writeString(mark, request.funds().toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Scored(6, "*.arrow", 2, List.of("input age drifted"), "{\"users\": 6}\n", kept);
  }

  private static void write(Request request) {
    EtvPartWriter writer =
        new EtvPartWriter(
            true,
            request.userColumn(),
            request.toleranceColumn(),
            request.funds().stream().map(FundColumn::column).toList());
    writer.write(
        request.folder().resolve(PART),
        List.of("a", "b", "c", "d", "e", "f"),
        new byte[] {1, 1, 2, 2, 3, 3},
        ETV);
  }
}
