package eoca.predict.score;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eoca.inputs.features.ScoringTables;
import eoca.inputs.files.FileHash;
import eoca.predict.model.EtvModel;
import eoca.predict.model.Profile;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a scoring did: {@code scoring.json}.
 *
 * @param users scored
 * @param parts written
 * @param below values set to 0
 * @param above values set to the cap
 * @param warnings drift, in words; empty if nothing drifted, or nothing is known of the training
 * @param keptParts parts that an interrupted scoring had left
 * @param tree the whole report
 */
public record ScoreReport(
    long users,
    List<PartRecordView> parts,
    long below,
    long above,
    List<String> warnings,
    int keptParts,
    ObjectNode tree) {
  /** Name of the report's file. */
  public static final String FILE = "scoring.json";

  /** Stability index above which an input counts as drifted. */
  static final double DRIFT = 0.25;

  /** Factor by which mean ETV may differ from training's either way. */
  static final double ETV_FACTOR = 2;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A part file: name, rows, bytes, hash. */
  public record PartRecordView(String file, long rows, long bytes, String sha256) {}

  static ScoreReport of(
      ScoreConfig config,
      EtvModel model,
      Profile profile,
      List<TableShape.Fund> funds,
      PartLoop.Done done,
      List<FileHash.Hashed> inputs,
      double readSeconds,
      double seconds,
      ScoringTables tables) {
    List<PartRecord> parts = done.parts();
    long users = parts.stream().mapToLong(PartRecord::rows).sum();
    long below = parts.stream().mapToLong(PartRecord::below).sum();
    long above = parts.stream().mapToLong(PartRecord::above).sum();
    ObjectNode root = JSON.createObjectNode();
    root.put("model", model.config().name());
    root.put("features", model.fitted().fingerprint());
    root.put("moment", Instant.EPOCH.plus(config.micros(), ChronoUnit.MICROS).toString());
    root.put("users", users);
    root.putObject("clipped").put("below_zero", below).put("above_cap", above);
    if (config.cap() < Float.MAX_VALUE) {
      root.put("cap", config.cap());
    }
    List<String> warnings = new ArrayList<>();
    drift(root.putObject("drift"), profile, parts, warnings);
    etv(root.putArray("funds"), profile, funds, parts, users, warnings);
    ArrayNode told = root.putArray("warnings");
    warnings.forEach(told::add);
    ObjectNode left = root.putObject("left_out");
    left.put("behaviours_of_others", tables.counts().behavioursOfOthers());
    left.put("edges_of_others", tables.counts().edgesOfOthers());
    ArrayNode files = root.putArray("parts");
    List<PartRecordView> views = new ArrayList<>();
    for (PartRecord part : parts) {
      files
          .addObject()
          .put("file", part.file())
          .put("rows", part.rows())
          .put("bytes", part.bytes())
          .put("sha256", part.sha256());
      views.add(new PartRecordView(part.file(), part.rows(), part.bytes(), part.sha256()));
    }
    ArrayNode read = root.putArray("inputs");
    for (FileHash.Hashed input : inputs) {
      read.addObject()
          .put("path", input.path().toString())
          .put("bytes", input.bytes())
          .put("sha256", input.sha256());
    }
    root.put("read_seconds", readSeconds).put("wall_seconds", seconds);
    return new ScoreReport(users, views, below, above, List.copyOf(warnings), done.kept(), root);
  }

  private static void drift(
      ObjectNode node, Profile profile, List<PartRecord> parts, List<String> warnings) {
    if (profile == null) {
      node.put("known", false);
      return;
    }
    node.put("known", true);
    ObjectNode inputs = node.putObject("inputs");
    for (int c = 0; c < profile.columns().size(); c++) {
      Profile.Column column = profile.columns().get(c);
      long[] now = new long[column.counts().length];
      for (PartRecord part : parts) {
        for (int i = 0; i < now.length; i++) {
          now[i] += part.inputs().get(c)[i];
        }
      }
      double index = Profile.stability(column.counts(), now);
      inputs.put(column.name(), index);
      if (index > DRIFT) {
        warnings.add(
            String.format(
                Locale.ROOT,
                "input %s drifted since training: stability index %.2f, above %.2f",
                column.name(),
                index,
                DRIFT));
      }
    }
  }

  private static void etv(
      ArrayNode array,
      Profile profile,
      List<TableShape.Fund> funds,
      List<PartRecord> parts,
      long users,
      List<String> warnings) {
    for (int j = 0; j < funds.size(); j++) {
      double sum = 0;
      for (PartRecord part : parts) {
        sum += part.sums()[j];
      }
      double mean = sum / users;
      ObjectNode node = array.addObject();
      node.put("id", funds.get(j).id()).put("column", funds.get(j).column()).put("mean_etv", mean);
      int trained = profile == null ? -1 : profile.funds().indexOf(funds.get(j).id());
      if (trained >= 0) {
        double before = profile.meanEtv()[trained];
        node.put("training_mean_etv", before);
        if (!(mean <= before * ETV_FACTOR && mean >= before / ETV_FACTOR)) {
          warnings.add(
              String.format(
                  Locale.ROOT,
                  "mean ETV of fund %s is %.4g, was %.4g in training",
                  funds.get(j).id(),
                  mean,
                  before));
        }
      }
    }
  }
}
