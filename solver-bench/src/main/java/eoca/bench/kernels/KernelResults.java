package eoca.bench.kernels;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The result file of the kernel benchmarks: JMH's own, fit to be shared. */
public final class KernelResults {
  private static final ObjectMapper JSON = new ObjectMapper();

  private KernelResults() {}

  /**
   * Takes fresh results into a file, in place of those of the same benchmarks and parameters. Paths
   * of the machine that measured are left out: the JVM's folder, and flags that name files.
   *
   * @param fresh as JMH wrote it
   * @param file is made if it is not there
   */
  public static void merge(Path fresh, Path file) throws IOException {
    Map<String, JsonNode> results = new TreeMap<>();
    if (Files.exists(file)) {
      read(file, results);
    }
    read(fresh, results);
    ArrayNode all = JSON.createArrayNode();
    results.values().forEach(all::add);
    String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all);
    Files.writeString(file, text + "\n", StandardCharsets.UTF_8);
  }

  private static void read(Path file, Map<String, JsonNode> results) throws IOException {
    for (JsonNode result : JSON.readTree(Files.readString(file, StandardCharsets.UTF_8))) {
      withoutPaths((ObjectNode) result);
      results.put(result.path("benchmark").asText() + result.path("params"), result);
    }
  }

  private static void withoutPaths(ObjectNode result) {
    String jvm = result.path("jvm").asText();
    result.put("jvm", jvm.substring(Math.max(jvm.lastIndexOf('/'), jvm.lastIndexOf('\\')) + 1));
    ArrayNode kept = JSON.createArrayNode();
    for (JsonNode flag : result.path("jvmArgs")) {
      String text = flag.asText();
      boolean names = text.indexOf('/') >= 0 || text.indexOf('\\') >= 0;
      if (!names || text.startsWith("--add-")) { // module/package is no path
        kept.add(text);
      }
    }
    result.set("jvmArgs", kept);
  }
}
