package eoca.inputs.campaign;

import eoca.inputs.assignment.OutputFormat;
import java.nio.file.Path;
import java.util.List;

/**
 * A campaign file, read and validated; quotas are still as stated (see {@code QuotaResolver} for
 * whole numbers).
 *
 * @param file the campaign file as the caller named it
 * @param name {@code [a-z0-9-]+}, names the runs
 * @param period free text such as {@code 2026-06-01..2026-06-30}, or empty
 * @param funds at least one, in file order: the position is the fund index
 * @param etv where the ETV table is
 * @param strategy the strategy to use
 * @param remainder what to do with users in excess of Σ quota
 * @param output the format of the assignment
 * @param limits limits of a run
 */
public record Campaign(
    Path file,
    String name,
    String period,
    List<Fund> funds,
    EtvLocation etv,
    Strategy strategy,
    Remainder remainder,
    OutputFormat output,
    Limits limits) {

  /**
   * Where the ETV table is.
   *
   * @param path path or glob, relative to the campaign file's folder
   * @param userColumn name of the user id column
   * @param toleranceColumn name of the tolerance column
   */
  public record EtvLocation(String path, String userColumn, String toleranceColumn) {}

  /**
   * Limits of a run; null where there is none.
   *
   * @param seconds wall seconds, > 0
   * @param memoryBytes anonymous memory in bytes, > 0
   */
  public record Limits(Double seconds, Long memoryBytes) {
    /** No limits. */
    public static final Limits NONE = new Limits(null, null);
  }
}
