package eoca.job.model;

import eoca.inputs.assignment.OutputFormat;
import eoca.inputs.campaign.Campaign;
import eoca.inputs.campaign.Fund;
import eoca.inputs.campaign.KeepInputs;
import eoca.inputs.campaign.PublishGuards;
import eoca.inputs.campaign.Quota;
import eoca.inputs.campaign.Remainder;
import eoca.inputs.campaign.Strategy;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Where a run came from and what it left: the content of {@code manifest.json}.
 *
 * @param runId the run's id
 * @param campaign the campaign that ran, overrides of the command line applied, shares and {@code
 *     rest} kept as stated; its file is relative to the run folder
 * @param quotas the resolved quota of every fund, users
 * @param overrides the {@code --quota} options as they were given
 * @param certify {@code prices} or {@code row-max}
 * @param command the command and its arguments
 * @param parent the run this one was made from, or null
 * @param parentPath the folder of that run as this one's sees it, or null
 * @param previous the run that was published when this one started, or null
 * @param software what computed it
 * @param startedAt ISO instant, UTC
 * @param inputs the files it read
 * @param outputs the files it wrote, the manifest itself excepted
 */
public record Manifest(
    String runId,
    Campaign campaign,
    List<Long> quotas,
    List<String> overrides,
    String certify,
    List<String> command,
    String parent,
    String parentPath,
    String previous,
    Software software,
    String startedAt,
    List<FileEntry> inputs,
    List<FileEntry> outputs) {

  /** The version of the file's shape. */
  public static final int VERSION = 1;

  /** Role of the campaign file. */
  public static final String CAMPAIGN = "campaign";

  /** Role of a part of the ETV table. */
  public static final String ETV = "etv";

  /** Role of a file of locked users. */
  public static final String LOCKED = "locked";

  /** Role of the list of the control group. */
  public static final String CONTROL = "control";

  /** Role of a part of the assignment. */
  public static final String ASSIGNMENT = "assignment";

  /** Role of {@code scoring.json}, of a run that scored. */
  public static final String SCORING = "scoring";

  /** Role of {@code result.json}. */
  public static final String RESULT = "result";

  /** Role of {@code report.html}. */
  public static final String REPORT = "report";

  /** Role of {@code log.jsonl}. */
  public static final String LOG = "log";

  /** Role of {@code metrics.prom}. */
  public static final String METRICS = "metrics";

  /** Role of {@code lineage.json}. */
  public static final String LINEAGE = "lineage";

  /**
   * The software that ran.
   *
   * @param version project version
   * @param commit source commit, or {@code unknown}
   * @param java the Java virtual machine's version
   */
  public record Software(String version, String commit, String java) {}

  /**
   * One file.
   *
   * @param role campaign, etv or locked; assignment, control, result, scoring, report, log, metrics
   *     or lineage
   * @param path relative to the run folder as finally placed, with {@code /}
   * @param bytes its size
   * @param rows data rows, or null where that has no meaning
   * @param sha256 64 lower-case hex digits
   * @param kept where an input stays available in the run folder, or null
   */
  public record FileEntry(
      String role, String path, long bytes, Long rows, String sha256, Kept kept) {
    /** A file of which nothing is kept. */
    public FileEntry(String role, String path, long bytes, Long rows, String sha256) {
      this(role, path, bytes, rows, sha256, null);
    }

    /** The same entry, kept. */
    public FileEntry withKept(Kept newKept) {
      return new FileEntry(role, path, bytes, rows, sha256, newKept);
    }
  }

  /**
   * An input that stays available.
   *
   * @param path relative to the run folder, with {@code /}
   * @param how {@link #LINK} or {@link #COPY}
   */
  public record Kept(String path, String how) {
    /** A hard link: the same bytes as the input's, for as long as nobody writes over them. */
    public static final String LINK = "link";

    /** Bytes of its own. */
    public static final String COPY = "copy";
  }

  /** The inputs or outputs of one role, in order. */
  public static List<FileEntry> ofRole(List<FileEntry> entries, String role) {
    return entries.stream().filter(entry -> entry.role().equals(role)).toList();
  }

  /** The same manifest with other outputs. */
  public Manifest withOutputs(List<FileEntry> newOutputs) {
    return new Manifest(
        runId,
        campaign,
        quotas,
        overrides,
        certify,
        command,
        parent,
        parentPath,
        previous,
        software,
        startedAt,
        inputs,
        newOutputs);
  }

  /** As the text of {@code manifest.json}. */
  public String toJson() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("manifest_version", (long) VERSION);
    tree.put("run_id", runId);
    tree.put("campaign", campaignTree(campaign, quotas));
    tree.put("overrides", overrides);
    tree.put("certify", certify);
    tree.put("command", command);
    tree.put("parent", parent);
    if (parentPath != null) {
      tree.put("parent_path", parentPath);
    }
    tree.put("previous", previous);
    Map<String, Object> softwareTree = new LinkedHashMap<>();
    softwareTree.put("version", software.version());
    softwareTree.put("commit", software.commit());
    softwareTree.put("java", software.java());
    tree.put("software", softwareTree);
    tree.put("started_at", startedAt);
    tree.put("inputs", inputs.stream().map(Manifest::tree).toList());
    tree.put("outputs", outputs.stream().map(Manifest::tree).toList());
    return Json.pretty(tree);
  }

  /**
   * A campaign as it stands in the manifest; two equal trees ask for the same run of the same
   * inputs.
   *
   * @param quotas the resolved quotas, or null to leave them out
   */
  public static Map<String, Object> campaignTree(Campaign campaign, List<Long> quotas) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", campaign.name());
    tree.put("period", campaign.period());
    tree.put("file", campaign.file().toString().replace('\\', '/'));
    List<Object> funds = new ArrayList<>();
    for (int j = 0; j < campaign.funds().size(); j++) {
      Fund fund = campaign.funds().get(j);
      Map<String, Object> fundTree = new LinkedHashMap<>();
      fundTree.put("id", fund.id());
      fundTree.put("name", fund.name());
      fundTree.put("risk", (long) fund.risk());
      fundTree.put("quota", quotaTree(fund.quota()));
      fundTree.put("resolved", quotas == null ? null : quotas.get(j));
      fundTree.put(
          "priority", fund.priority().isPresent() ? (long) fund.priority().getAsInt() : null);
      fundTree.put("column", fund.column());
      funds.add(fundTree);
    }
    tree.put("funds", funds);
    Map<String, Object> etv = new LinkedHashMap<>();
    etv.put("path", campaign.etv().path());
    etv.put("user", campaign.etv().userColumn());
    etv.put("tolerance", campaign.etv().toleranceColumn());
    tree.put("etv", etv);
    tree.put("strategy", lower(campaign.strategy()));
    tree.put("remainder", lower(campaign.remainder()));
    tree.put("format", lower(campaign.output()));
    Map<String, Object> limits = new LinkedHashMap<>();
    limits.put("seconds", campaign.limits().seconds());
    limits.put("memory_bytes", campaign.limits().memoryBytes());
    tree.put("limits", limits);
    Map<String, Object> guards = new LinkedHashMap<>();
    guards.put("users", campaign.guards().users());
    guards.put("objective", campaign.guards().objective());
    guards.put("fund_etv", campaign.guards().fundEtv());
    guards.put("table_age_seconds", campaign.guards().tableAgeSeconds());
    tree.put("publish", guards);
    if (campaign.locked() != null) {
      Map<String, Object> locked = new LinkedHashMap<>();
      locked.put("path", campaign.locked().path());
      locked.put("user", campaign.locked().userColumn());
      locked.put("fund", campaign.locked().fundColumn());
      tree.put("locked", locked);
    }
    if (campaign.control() != null) {
      Map<String, Object> control = new LinkedHashMap<>();
      control.put("share", campaign.control().percent().toPlainString() + "%");
      control.put("seed", (long) campaign.control().seed());
      tree.put("control", control);
    }
    tree.put("keep_inputs", campaign.keep().id());
    return tree;
  }

  private static Object quotaTree(Quota quota) {
    if (quota instanceof Quota.Users users) {
      return users.count();
    }
    if (quota instanceof Quota.Share share) {
      return share.percent().toPlainString() + "%";
    }
    return "rest";
  }

  private static Map<String, Object> tree(FileEntry entry) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("role", entry.role());
    tree.put("path", entry.path());
    tree.put("bytes", entry.bytes());
    tree.put("rows", entry.rows());
    tree.put("sha256", entry.sha256());
    if (entry.kept() != null) {
      Map<String, Object> kept = new LinkedHashMap<>();
      kept.put("path", entry.kept().path());
      kept.put("how", entry.kept().how());
      tree.put("kept", kept);
    }
    return tree;
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads {@code manifest.json}.
   *
   * @throws IOException if the text is not such a file; the message names the key
   */
  public static Manifest parse(String json) throws IOException {
    JsonObject tree = new JsonObject(Json.read(json));
    if (tree.count("manifest_version") != VERSION) {
      throw new IOException(
          "manifest_version (" + tree.count("manifest_version") + ") must be " + VERSION);
    }
    List<Long> quotas = new ArrayList<>();
    Campaign campaign = parseCampaign(tree.object("campaign"), quotas);
    JsonObject software = tree.object("software");
    return new Manifest(
        tree.word("run_id"),
        campaign,
        List.copyOf(quotas),
        tree.texts("overrides"),
        tree.word("certify"),
        tree.texts("command"),
        tree.text("parent"),
        tree.has("parent_path") ? tree.text("parent_path") : null,
        tree.text("previous"),
        new Software(software.word("version"), software.word("commit"), software.word("java")),
        tree.word("started_at"),
        entries(tree.objects("inputs")),
        entries(tree.objects("outputs")));
  }

  private static Campaign parseCampaign(JsonObject tree, List<Long> quotas) throws IOException {
    List<Fund> funds = new ArrayList<>();
    for (JsonObject fund : tree.objects("funds")) {
      funds.add(
          new Fund(
              fund.word("id"),
              fund.word("name"),
              fund.small("risk"),
              parseQuota(fund.raw("quota")),
              fund.raw("priority") == null
                  ? OptionalInt.empty()
                  : OptionalInt.of(fund.small("priority")),
              fund.word("column")));
      quotas.add(fund.count("resolved"));
    }
    JsonObject etv = tree.object("etv");
    JsonObject limits = tree.object("limits");
    JsonObject guards = tree.object("publish");
    return new Campaign(
        Path.of(tree.word("file")),
        tree.word("name"),
        tree.word("period"),
        List.copyOf(funds),
        new Campaign.EtvLocation(etv.word("path"), etv.word("user"), etv.word("tolerance")),
        tree.constant("strategy", Strategy.class),
        tree.constant("remainder", Remainder.class),
        tree.constant("format", OutputFormat.class),
        new Campaign.Limits(limits.number("seconds"), limits.whole("memory_bytes")),
        new PublishGuards(
            guards.number("users"),
            guards.number("objective"),
            guards.number("fund_etv"),
            guards.whole("table_age_seconds")),
        tree.has("locked") ? parseLocked(tree.object("locked")) : null,
        tree.has("control") ? parseControl(tree.object("control")) : null,
        tree.has("keep_inputs")
            ? tree.constant("keep_inputs", KeepInputs.class)
            : KeepInputs.NONE); // of a version that kept none
  }

  private static Campaign.Locked parseLocked(JsonObject tree) throws IOException {
    return new Campaign.Locked(tree.word("path"), tree.word("user"), tree.word("fund"));
  }

  private static Campaign.Control parseControl(JsonObject tree) throws IOException {
    if (parseQuota(tree.raw("share")) instanceof Quota.Share share) {
      return new Campaign.Control(share.percent(), tree.small("seed"));
    }
    throw new IOException("key (share) must be a share such as 2%");
  }

  private static Quota parseQuota(Object quota) throws IOException {
    if (quota instanceof Long count) {
      return new Quota.Users(count);
    }
    if ("rest".equals(quota)) {
      return new Quota.Rest();
    }
    if (quota instanceof String share && share.endsWith("%")) {
      try {
        return new Quota.Share(new BigDecimal(share.substring(0, share.length() - 1)));
      } catch (NumberFormatException e) {
        throw new IOException("quota (" + quota + ") is not a share", e);
      }
    }
    throw new IOException("quota (" + quota + ") must be a number, a share or rest");
  }

  private static Kept parseKept(JsonObject tree) throws IOException {
    return new Kept(tree.word("path"), tree.word("how"));
  }

  private static List<FileEntry> entries(List<JsonObject> trees) throws IOException {
    List<FileEntry> entries = new ArrayList<>();
    for (JsonObject tree : trees) {
      entries.add(
          new FileEntry(
              tree.word("role"),
              tree.word("path"),
              tree.count("bytes"),
              tree.whole("rows"),
              tree.word("sha256"),
              tree.has("kept") ? parseKept(tree.object("kept")) : null));
    }
    return List.copyOf(entries);
  }
}
