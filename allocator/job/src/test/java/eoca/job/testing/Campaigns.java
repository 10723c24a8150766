package eoca.job.testing;

import eoca.inputs.Progress;
import eoca.inputs.assignment.OutputFormat;
import eoca.inputs.synthetic.Regime;
import eoca.inputs.synthetic.SyntheticCampaign;
import eoca.inputs.synthetic.SyntheticFiles;
import eoca.inputs.synthetic.SyntheticSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Campaigns on disk for tests. */
public final class Campaigns {
  /**
   * Six users, three funds; worked out on paper. Tolerances 1, 1, 2, 2, 3, 3; each fund takes two;
   * users 5 and 6 alone may have stock. Best: a, b → money (1 + 2), c, d → bond (6 + 5), e, f →
   * stock (9 + 8) = 31.
   */
  public static final String TINY_CSV =
      """
      user_id,tolerance,money,bond,stock
      a,1,1,9,9
      b,1,2,9,9
      c,2,3,6,9
      d,2,4,5,9
      e,3,5,4,9
      f,3,6,3,8
      """;

  /** The campaign of {@link #TINY_CSV}. */
  public static final String TINY_YAML =
      """
      campaign: tiny
      period: 2026-06-01..2026-06-30
      funds:
        - {id: money, name: Money market, risk: 1, quota: 2}
        - {id: bond, risk: 2, quota: 2}
        - {id: stock, risk: 3, quota: rest}
      etv: {path: etv.csv, user: user_id, tolerance: tolerance}
      """;

  /** Four users who must have x or y, and whose values of a and b no allocation can give. */
  public static final String COVETED_CSV =
      """
      user_id,tolerance,a,b,x,y
      p,1,3,5,0,0
      q,1,4,1,0,0
      r,2,1e30,2e30,20,10
      s,2,1e30,3,19,10
      u,2,4,5,18,10
      v,2,4,1e30,17,10
      """;

  /** The campaign of {@link #COVETED_CSV}; its optimum is 68. */
  public static final String COVETED_YAML =
      """
      campaign: coveted
      period: 2026-06-01..2026-06-30
      funds:
        - {id: a, risk: 1, quota: 1}
        - {id: b, risk: 1, quota: 1}
        - {id: x, risk: 2, quota: 2}
        - {id: y, risk: 2, quota: 2}
      etv: {path: etv.csv, user: user_id, tolerance: tolerance}
      """;

  /** Whoever takes what p and q would love forces r or s into a loss as large. */
  public static final String OPPOSED_CSV =
      """
      user_id,tolerance,a,b,x,y
      p,1,5,3,1e20,1e20
      q,1,4,1,1e20,0
      r,1,-1e20,-1e20,7,5
      s,1,-1e20,-1e20,9,1
      """;

  /** The campaign of {@link #OPPOSED_CSV}; its optimum is 21. */
  public static final String OPPOSED_YAML =
      """
      campaign: opposed
      period: 2026-06-01..2026-06-30
      funds:
        - {id: a, risk: 1, quota: 1}
        - {id: b, risk: 1, quota: 1}
        - {id: x, risk: 1, quota: 1}
        - {id: y, risk: 1, quota: 1}
      etv: {path: etv.csv, user: user_id, tolerance: tolerance}
      """;

  private Campaigns() {}

  /** Writes the tiny campaign; the campaign file. */
  public static Path tiny(Path folder) throws IOException {
    return write(folder, TINY_YAML, TINY_CSV);
  }

  /** Writes a campaign file and {@code etv.csv}; the campaign file. */
  public static Path write(Path folder, String yaml, String csv) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("etv.csv"), csv);
    return Files.writeString(folder.resolve("campaign.yaml"), yaml);
  }

  /** Generates a campaign in an absent folder; the campaign file. */
  public static Path synthetic(
      Path folder, int users, int funds, Regime regime, long seed, OutputFormat format)
      throws IOException {
    Files.createDirectories(folder);
    SyntheticSpec spec = new SyntheticSpec(seed, users, funds, regime, Math.min(funds, 4));
    SyntheticFiles.write(new SyntheticCampaign(spec), folder, format, "", 2, Progress.NONE);
    return folder.resolve("campaign.yaml");
  }
}
