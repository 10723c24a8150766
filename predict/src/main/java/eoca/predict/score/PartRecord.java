package eoca.predict.score;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What is known of a written part; kept beside it until the table is whole, so that a scoring that
 * goes on can report on all of it.
 *
 * @param file its name
 * @param rows users
 * @param bytes of the file
 * @param sha256 of the file
 * @param below values set to 0
 * @param above values set to the cap
 * @param sums Σ ETV by fund
 * @param inputs counts of the inputs' histograms, by the profile's columns; empty without a profile
 */
record PartRecord(
    String file,
    int rows,
    long bytes,
    String sha256,
    long below,
    long above,
    double[] sums,
    List<long[]> inputs) {
  private static final ObjectMapper JSON = new ObjectMapper();

  ObjectNode toJson() {
    ObjectNode node = JSON.createObjectNode();
    node.put("file", file).put("rows", rows).put("bytes", bytes).put("sha256", sha256);
    node.put("below", below).put("above", above);
    ArrayNode all = node.putArray("sums");
    for (double sum : sums) {
      all.add(sum);
    }
    ArrayNode columns = node.putArray("inputs");
    for (long[] counts : inputs) {
      ArrayNode column = columns.addArray();
      for (long count : counts) {
        column.add(count);
      }
    }
    return node;
  }

  static PartRecord of(JsonNode node) {
    double[] sums = new double[node.required("sums").size()];
    for (int j = 0; j < sums.length; j++) {
      sums[j] = node.get("sums").get(j).doubleValue();
    }
    List<long[]> inputs = new ArrayList<>();
    for (JsonNode column : node.required("inputs")) {
      long[] counts = new long[column.size()];
      for (int i = 0; i < counts.length; i++) {
        counts[i] = column.get(i).longValue();
      }
      inputs.add(counts);
    }
    return new PartRecord(
        node.required("file").asText(),
        node.required("rows").intValue(),
        node.required("bytes").longValue(),
        node.required("sha256").asText(),
        node.required("below").longValue(),
        node.required("above").longValue(),
        sums,
        inputs);
  }
}
