package eoca.insight.explain;

import eoca.core.Pins;
import eoca.core.StopSignal;
import eoca.inputs.campaign.Fund;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.inputs.error.Suggestions;
import eoca.insight.explain.MarginScan.Near;
import eoca.insight.run.LoadedRun;
import eoca.insight.whatif.Point;
import eoca.insight.whatif.WhatIf;
import eoca.job.cli.TextTable;
import eoca.job.report.Numbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What the margin of a fund looks like: who would leave or come first, and what the next 1 % of its
 * quota is worth.
 *
 * @param run the run, open
 * @param fund index
 * @param prices of the run
 * @param margin who is near
 * @param extra 1 % of its quota, at least one user
 * @param giver the fund that gives way at the greatest gain, or −1 where none can
 * @param more the run with the extra quota taken from the giver, solved; null where none can
 */
public record FundAnswer(
    LoadedRun run,
    int fund,
    double[] prices,
    MarginScan.Margin margin,
    long extra,
    int giver,
    Point more) {

  /**
   * Explains.
   *
   * @throws EocaException USAGE if there is no such fund or the run has no prices
   */
  public static FundAnswer of(LoadedRun run, String id, StopSignal stop) {
    List<String> ids = run.campaign().funds().stream().map(Fund::id).toList();
    int fund = ids.indexOf(id);
    if (fund < 0) {
      throw EocaException.usage("the run has no fund (" + id + ")", Suggestions.maybe(id, ids));
    }
    double[] prices = run.prices();
    if (prices == null) {
      throw EocaException.usage(
          "the run has no prices (it was certified by row-max)",
          "Maybe make it again without --certify row-max.");
    }
    MarginScan.Margin margin = MarginScan.of(run, fund);
    long quota = run.quotas().quotas()[fund];
    long extra = Math.max(1, (quota + 50) / 100);
    WhatIf whatIf = new WhatIf(run, false, 0, stop);
    List<Integer> givers =
        IntStream.range(0, ids.size())
            .filter(j -> j != fund && run.quotas().quotas()[j] >= extra)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer j) -> prices[j]))
            .toList();
    for (int giver : givers) {
      Point more =
          whatIf.ask(
              List.of(
                  id + "=" + (quota + extra),
                  ids.get(giver) + "=" + (run.quotas().quotas()[giver] - extra)));
      if (more.feasible()) {
        return new FundAnswer(run, fund, prices, margin, extra, giver, more);
      }
    }
    return new FundAnswer(run, fund, prices, margin, extra, -1, null);
  }

  private String id(int index) {
    List<Fund> funds = run.campaign().funds();
    return index < funds.size() ? funds.get(index).id() : null;
  }

  private double gain() {
    if (run.result().objective() == null) {
      throw new EocaException(ExitCode.VERIFICATION, "result.json has no objective", "");
    }
    return more.certificate().objective() - run.result().objective();
  }

  /** In words, one sentence a line. */
  public List<String> words() {
    List<String> words = new ArrayList<>();
    words.add(
        String.format(
            Locale.ROOT,
            "Fund %s has %s users and a price of %s.",
            id(fund),
            TextTable.whole(run.quotas().quotas()[fund]),
            TextTable.money(prices[fund])));
    if (run.pricesRounded()) {
      words.add(UserAnswer.ROUNDED);
    }
    if (locked() > 0) {
      words.add(
          String.format(
              Locale.ROOT,
              "%s of them are locked: they were shown it before and stay, whatever the price.",
              TextTable.whole(locked())));
    }
    if (!margin.leaving().isEmpty()) {
      Near near = margin.leaving().get(0);
      words.add(
          String.format(
              Locale.ROOT,
              "The first to leave is user %s, for %s, if the price rises by %s.",
              userId(near),
              name(near.other()),
              Numbers.money(near.distance())));
    }
    if (!margin.coming().isEmpty()) {
      Near near = margin.coming().get(0);
      words.add(
          String.format(
              Locale.ROOT,
              "The first to come is user %s, from %s, if the price falls by %s.",
              userId(near),
              name(near.other()),
              Numbers.money(near.distance())));
    }
    words.add(
        giver < 0
            ? "No other fund can give up 1 % of its quota: the risk rules forbid it."
            : String.format(
                Locale.ROOT,
                "1 %% more quota (%,d users) taken from %s is worth %s, %s a user.",
                extra,
                id(giver),
                TextTable.money(gain()),
                TextTable.money(gain() / extra)));
    return words;
  }

  /** Users who are locked in it. */
  private long locked() {
    Pins pins = run.participants().pins();
    return pins == null ? 0 : pins.locked(fund);
  }

  private String userId(Near near) {
    return run.table().userIds().id(near.user());
  }

  private String name(int index) {
    return id(index) == null ? "(no fund)" : id(index);
  }

  /** For a terminal. */
  public String text() {
    StringBuilder text = new StringBuilder();
    words().forEach(line -> text.append(line).append('\n'));
    side(text, "leaves first", "to", margin.leaving());
    side(text, "comes first", "from", margin.coming());
    TextTable worth = new TextTable("lrr", "one user of quota from", "price", "gains about");
    for (int j = 0; j < run.campaign().funds().size(); j++) {
      if (j != fund) {
        worth.row(id(j), TextTable.money(prices[j]), TextTable.money(prices[fund] - prices[j]));
      }
    }
    return text.append('\n').append(worth).toString();
  }

  private void side(StringBuilder text, String title, String direction, List<Near> users) {
    if (users.isEmpty()) {
      return;
    }
    TextTable table =
        new TextTable("llrrr", title, direction, "ETV of " + id(fund), "ETV there", "price moves");
    for (Near near : users) {
      table.row(
          userId(near),
          name(near.other()),
          TextTable.money((double) near.etv()),
          TextTable.money((double) near.otherEtv()),
          Numbers.money(near.distance()));
    }
    text.append('\n').append(table);
  }

  /** As a JSON tree; docs/reference/insight.md has the keys. */
  public Map<String, Object> toTree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("run_id", run.manifest().runId());
    tree.put("campaign", run.campaign().name());
    tree.put("fund", id(fund));
    tree.put("quota", run.quotas().quotas()[fund]);
    tree.put("locked_users", locked());
    tree.put("price", prices[fund]);
    tree.put("leaving_first", margin.leaving().stream().map(near -> tree(near, "to")).toList());
    tree.put("coming_first", margin.coming().stream().map(near -> tree(near, "from")).toList());
    Map<String, Object> next = null;
    if (giver >= 0) {
      next = new LinkedHashMap<>();
      next.put("users", extra);
      next.put("from", id(giver));
      next.put("objective_change", gain());
      next.put("users_moved", more.moved());
      next.put("relative_gap", more.certificate().relativeGap());
    }
    tree.put("next_percent", next);
    List<Object> worth = new ArrayList<>();
    for (int j = 0; j < run.campaign().funds().size(); j++) {
      if (j != fund) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("fund", id(j));
        entry.put("price", prices[j]);
        entry.put("gain_per_user", prices[fund] - prices[j]);
        worth.add(entry);
      }
    }
    tree.put("quota_from", worth);
    tree.put("words", words());
    return tree;
  }

  private Map<String, Object> tree(Near near, String direction) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("user", userId(near));
    tree.put(direction, id(near.other()));
    tree.put("etv", (double) near.etv());
    tree.put("other_etv", (double) near.otherEtv());
    tree.put("price_moves", near.distance());
    return tree;
  }
}
