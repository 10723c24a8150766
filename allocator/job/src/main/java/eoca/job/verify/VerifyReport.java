package eoca.job.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a verification found.
 *
 * @param runId the run
 * @param campaign its campaign
 * @param folder its folder
 * @param checks every check that was made, in order
 */
public record VerifyReport(String runId, String campaign, String folder, List<Check> checks) {
  /**
   * One check.
   *
   * @param name manifest, outputs, inputs, assignment, quotas, certificate or result
   * @param detail what was compared
   * @param findings what is wrong and where; empty if nothing
   */
  public record Check(String name, String detail, List<String> findings) {}

  /** Whether nothing is wrong. */
  public boolean verified() {
    return checks.stream().allMatch(check -> check.findings().isEmpty());
  }

  /** All findings. */
  public List<String> findings() {
    List<String> findings = new ArrayList<>();
    checks.forEach(check -> findings.addAll(check.findings()));
    return findings;
  }

  /** As a JSON tree. */
  public Map<String, Object> toTree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("run_id", runId);
    tree.put("campaign", campaign);
    tree.put("folder", folder);
    tree.put("verified", verified());
    List<Object> list = new ArrayList<>();
    for (Check check : checks) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("name", check.name());
      entry.put("ok", check.findings().isEmpty());
      entry.put("detail", check.detail());
      entry.put("findings", check.findings());
      list.add(entry);
    }
    tree.put("checks", list);
    return tree;
  }
}
