package eoca.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import eoca.bench.passes.PassRecord;
import eoca.bench.passes.Passes;
import eoca.bench.race.Measurement;
import eoca.bench.race.ResultFile;
import eoca.inputs.error.EocaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Stream;

/**
 * Everything in a folder of results: {@code race-*.jsonl}, {@code passes.jsonl}, {@code
 * kernels.json}.
 *
 * @param boards one a race file, by name
 * @param passes records of the passes benchmark
 * @param kernels scores of the kernel benchmarks
 */
record Results(List<Board> boards, List<PassRecord> passes, List<KernelScore> kernels) {

  /**
   * One JMH result.
   *
   * @param benchmark class and method, with parameters where it has some
   * @param score average microseconds an operation
   * @param error half of the 99.9 % confidence interval, NaN where there is none
   */
  record KernelScore(String benchmark, double score, double error) {}

  /**
   * Reads a folder.
   *
   * @throws EocaException of USAGE if there is nothing to report, of FILE_SYSTEM or REJECTED if a
   *     file can't be read
   */
  static Results read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw EocaException.usage(
          "The results folder (" + folder + ") does not exist.",
          "Maybe run a race first, or start eoca where solver-bench/results is.");
    }
    List<Board> boards = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith("race-") && name.endsWith(".jsonl")) {
          List<Measurement> measurements = new ResultFile(file).read();
          if (!measurements.isEmpty()) {
            String board = name.substring("race-".length(), name.length() - ".jsonl".length());
            boards.add(new Board(board, measurements));
          }
        }
      }
    } catch (IOException e) {
      throw EocaException.fileSystem(
          "The results folder (" + folder + ") can't be read: " + e.getMessage(), "", e);
    }
    Results results =
        new Results(
            boards,
            Passes.read(folder.resolve("passes.jsonl")),
            kernels(folder.resolve("kernels.json")));
    if (boards.isEmpty() && results.passes.isEmpty() && results.kernels.isEmpty()) {
      throw EocaException.usage(
          "The results folder (" + folder + ") has no results.", "Maybe run a race first.");
    }
    return results;
  }

  Optional<Board> board(String name) {
    return boards.stream().filter(board -> board.name().equals(name)).findFirst();
  }

  private static List<KernelScore> kernels(Path file) {
    List<KernelScore> scores = new ArrayList<>();
    if (!Files.exists(file)) {
      return scores;
    }
    try {
      for (JsonNode result : new ObjectMapper().readTree(Files.readString(file))) {
        JsonNode metric = result.get("primaryMetric");
        String name = result.get("benchmark").asText();
        scores.add(
            new KernelScore(
                name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1)
                    + parameters(result.path("params")),
                metric.get("score").asDouble(),
                metric.get("scoreError").asDouble(Double.NaN)));
      }
    } catch (IOException e) {
      throw EocaException.fileSystem(
          "The results (" + file + ") can't be read: " + e.getMessage(), "", e);
    }
    return scores;
  }

  /** Such as {@code (funds 8)}; empty where there are none. */
  private static String parameters(JsonNode params) {
    StringJoiner text = new StringJoiner(", ", " (", ")").setEmptyValue("");
    params
        .properties()
        .forEach(entry -> text.add(entry.getKey() + " " + entry.getValue().asText()));
    return text.toString();
  }
}
