package eoca.inputs.synthetic;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eoca.inputs.Progress;
import eoca.inputs.assignment.OutputFormat;
import eoca.inputs.campaign.Campaign;
import eoca.inputs.cli.ConsoleProgress;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.FileErrors;
import eoca.inputs.error.Suggestions;
import eoca.inputs.files.StagedFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code eoca generate}: a synthetic campaign on disk. */
@Command(
    name = "generate",
    description = "Writes a synthetic campaign: campaign.yaml and an ETV table.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  eoca generate --users 100000 --funds 5 --out /tmp/trial",
      "  eoca generate --users 10000000 --funds 8 --seed 7 --regime heavy-tail --out big",
    })
final class GenerateCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec;

  @Option(names = "--users", required = true, paramLabel = "N", description = "users, 0 or more")
  private String users;

  @Option(names = "--funds", required = true, paramLabel = "K", description = "funds, 1..255")
  private String funds;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "equal seeds give equal files (default: ${DEFAULT-VALUE})")
  private String seed;

  @Option(
      names = "--regime",
      paramLabel = "R",
      defaultValue = "lognormal",
      description =
          "lognormal, heavy-tail, constant, few-values, integer, zeros, negative, tied, tight-risk"
              + " or one-hot-quota (default: ${DEFAULT-VALUE})")
  private String regime;

  @Option(
      names = "--levels",
      paramLabel = "L",
      defaultValue = "4",
      description = "risk grades, 1..63 (default: ${DEFAULT-VALUE})")
  private String levels;

  @Option(
      names = "--format",
      paramLabel = "F",
      defaultValue = "arrow",
      description = "arrow, parquet or csv (default: ${DEFAULT-VALUE})")
  private String format;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "the folder to make: absent or empty")
  private String out;

  @Option(names = "--json", description = "Print JSON instead of a line.")
  private boolean json;

  @Override
  public Integer call() {
    SyntheticSpec asked =
        new SyntheticSpec(
            number("--seed", seed, Long.MIN_VALUE, Long.MAX_VALUE),
            (int) number("--users", users, 0, Integer.MAX_VALUE),
            (int) number("--funds", funds, 1, Campaign.MAX_FUNDS),
            choice("--regime", regime, Regime.values(), Regime::id),
            (int) number("--levels", levels, 1, Campaign.MAX_RISK));
    OutputFormat outputFormat = choice("--format", format, OutputFormat.values(), OutputFormat::id);
    Path dir = path();
    SyntheticCampaign synthetic = new SyntheticCampaign(asked);
    List<Path> files;
    try (StagedFolder staged = StagedFolder.open(dir, "--out");
        ConsoleProgress bar = new ConsoleProgress(spec.commandLine().getErr())) {
      Progress progress =
          (phase, done, total) -> {
            staged.checkGoOn();
            bar.report(phase, done, total);
          };
      int threads = Runtime.getRuntime().availableProcessors();
      files =
          SyntheticFiles.write(
              synthetic, staged.folder(), outputFormat, comment(asked), threads, progress);
      staged.complete();
    }
    summary(dir, synthetic, files);
    return 0;
  }

  private static String comment(SyntheticSpec s) {
    return String.format(
        Locale.ROOT,
        "eoca generate --users %d --funds %d --seed %d --regime %s --levels %d",
        s.users(),
        s.funds(),
        s.seed(),
        s.regime().id(),
        s.levels());
  }

  private void summary(Path dir, SyntheticCampaign synthetic, List<Path> files) {
    long bytes = 0;
    ArrayNode written = JSON.createArrayNode();
    for (Path file : files) {
      Path placed = dir.resolve(file.getFileName());
      try {
        long size = Files.size(placed);
        bytes += size;
        written.addObject().put("path", placed.toString()).put("bytes", size);
      } catch (IOException e) {
        throw FileErrors.of("read", placed, e);
      }
    }
    SyntheticSpec s = synthetic.spec();
    PrintWriter stdout = spec.commandLine().getOut();
    if (json) {
      ObjectNode made =
          JSON.createObjectNode()
              .put("campaign", dir.resolve("campaign.yaml").toString())
              .put("users", s.users())
              .put("funds", s.funds())
              .put("seed", s.seed())
              .put("regime", s.regime().id())
              .put("levels", s.levels());
      made.set("files", written);
      stdout.println(made.toPrettyString());
    } else {
      stdout.printf(
          Locale.ROOT,
          "%s: %,d users, %d funds, %s; %d table file%s, %,.1f MiB%n",
          dir.resolve("campaign.yaml"),
          s.users(),
          s.funds(),
          s.regime().id(),
          files.size() - 1,
          files.size() == 2 ? "" : "s",
          bytes / 1048576.0);
    }
    stdout.flush();
  }

  private static long number(String option, String text, long min, long max) {
    String hint = "";
    try {
      long value = Long.parseLong(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      String digits = text.replaceAll("[_, ']", "");
      hint = digits.matches("[0-9]+") && !digits.equals(text) ? "Maybe " + digits + "." : "";
    }
    throw EocaException.usage(
        option + " expects a whole number " + min + ".." + max + ", found (" + text + ")", hint);
  }

  private static <E> E choice(String option, String text, E[] values, Function<E, String> id) {
    List<String> ids = new ArrayList<>();
    for (E value : values) {
      if (id.apply(value).equals(text)) {
        return value;
      }
      ids.add(id.apply(value));
    }
    throw EocaException.usage(
        option + " expects one of " + String.join(", ", ids) + ", found (" + text + ")",
        Suggestions.nearest(text, ids).map(n -> "Maybe " + n + ".").orElse(""));
  }

  private Path path() {
    if (out.isEmpty()) {
      throw EocaException.usage("--out expects a folder, found ()", "");
    }
    try {
      return Path.of(out);
    } catch (java.nio.file.InvalidPathException e) {
      throw EocaException.usage("--out expects a folder, found (" + out + ")", e.getReason());
    }
  }
}
