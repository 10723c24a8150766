package eoca.predict.plan;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eoca.inputs.error.EocaException;
import eoca.predict.plan.PlanEvaluation.Interval;
import eoca.predict.plan.PlanEvaluation.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** An evaluation of plans as JSON and as a table in the form of the paper's Table 3. */
public final class PlanFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PlanFiles() {}

  /** Writes plans.json and plans.md into a folder. */
  public static void write(PlanEvaluation evaluation, Path folder) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("plans.md"), markdown(evaluation));
      Files.writeString(folder.resolve("plans.json"), json(evaluation).toPrettyString() + "\n");
    } catch (IOException e) {
      throw EocaException.fileSystem(
          "file that can be written expected (" + folder + "): " + e.getMessage(),
          "Maybe the disk is full, or the folder forbids writing.",
          e);
    }
  }

  private static ObjectNode json(PlanEvaluation evaluation) {
    ObjectNode root = JSON.createObjectNode();
    root.put("users", evaluation.users());
    for (Row row : evaluation.rows()) {
      ObjectNode plan = root.withArray("plans").addObject();
      plan.put("name", row.name());
      put(plan.putObject("cpmd"), row.cpmd());
      put(plan.putObject("tapmd"), row.tapmd());
      put(plan.putObject("cpmd_lift_percent"), row.cpmdLift());
      put(plan.putObject("tapmd_lift_percent"), row.tapmdLift());
    }
    return root;
  }

  private static void put(ObjectNode node, Interval interval) {
    String[] keys = {"value", "low", "high"};
    double[] values = {interval.value(), interval.low(), interval.high()};
    for (int i = 0; i < keys.length; i++) {
      if (Double.isFinite(values[i])) {
        node.put(keys[i], values[i]);
      } else {
        node.putNull(keys[i]);
      }
    }
  }

  /** The table; lifts are against the first row. */
  public static String markdown(PlanEvaluation evaluation) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%,d users; conversions and amount per 1,000 deliveries (95 %% bootstrap intervals"
                + " over users), lifts against the first plan.%n%n",
            evaluation.users()));
    text.append(
        "| plan | CPMD | TAPMD | CPMD lift % | TAPMD lift % |\n|---|---:|---:|---:|---:|\n");
    for (int i = 0; i < evaluation.rows().size(); i++) {
      Row row = evaluation.rows().get(i);
      text.append("| ").append(row.name()).append(" | ");
      text.append(show(row.cpmd(), "%,.2f")).append(" | ");
      text.append(show(row.tapmd(), "%,.0f")).append(" | ");
      text.append(i == 0 ? "–" : show(row.cpmdLift(), "%+.1f")).append(" | ");
      text.append(i == 0 ? "–" : show(row.tapmdLift(), "%+.1f")).append(" |\n");
    }
    return text.toString();
  }

  private static String show(Interval interval, String form) {
    String value = String.format(Locale.ROOT, form, interval.value());
    return Double.isNaN(interval.low())
        ? value
        : value
            + String.format(
                Locale.ROOT, " (" + form + " … " + form + ")", interval.low(), interval.high());
  }
}
