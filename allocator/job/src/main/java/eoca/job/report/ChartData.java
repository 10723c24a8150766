package eoca.job.report;

import eoca.job.model.Json;
import eoca.job.model.RunResult;
import eoca.job.model.RunResult.FundResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The figures of the charts, as JSON that is safe inside a script element. At most {@link #SHOWN}
 * funds a chart: the largest, in campaign order; the tables have all.
 */
final class ChartData {
  /** Bars a person can still tell apart on one screen. */
  static final int SHOWN = 40;

  private ChartData() {}

  static String json(ReportData data) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("users", bars(data, fund -> fund.assigned() == null ? 0.0 : fund.assigned()));
    tree.put("etv", bars(data, fund -> fund.etvTotal() == null ? 0.0 : fund.etvTotal()));
    boolean priced = data.result().funds().stream().anyMatch(fund -> fund.price() != null);
    tree.put(
        "prices", priced ? bars(data, fund -> fund.price() == null ? 0.0 : fund.price()) : null);
    tree.put("margins", margins(data));
    List<Object> phases = new ArrayList<>();
    for (RunResult.PhaseTime phase : data.result().phases()) {
      phases.add(List.of(phase.name(), phase.wallSeconds()));
    }
    tree.put("phases", phases);
    return PageAssets.escape(Json.pretty(tree));
  }

  /** Names, values now and, where an earlier run is there, values before. */
  private static Map<String, Object> bars(ReportData data, ToDoubleFunction<FundResult> value) {
    List<FundResult> funds = data.result().funds();
    Map<String, FundResult> before = new HashMap<>();
    if (data.previous() != null) {
      data.previous().funds().forEach(fund -> before.put(fund.id(), fund));
    }
    List<Object> names = new ArrayList<>();
    List<Object> now = new ArrayList<>();
    List<Object> earlier = new ArrayList<>();
    for (int j : largest(funds, value)) {
      FundResult fund = funds.get(j);
      names.add(data.manifest().campaign().funds().get(j).name());
      now.add(value.applyAsDouble(fund));
      FundResult old = before.get(fund.id());
      earlier.add(old == null ? null : value.applyAsDouble(old));
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("names", names);
    tree.put("now", now);
    tree.put("before", data.previous() == null ? null : earlier);
    return tree;
  }

  private static Set<Integer> largest(List<FundResult> funds, ToDoubleFunction<FundResult> value) {
    return IntStream.range(0, funds.size())
        .boxed()
        .sorted(Comparator.comparingDouble(j -> -Math.abs(value.applyAsDouble(funds.get(j)))))
        .limit(SHOWN)
        .collect(TreeSet::new, Set::add, Set::addAll);
  }

  private static Map<String, Object> margins(ReportData data) {
    if (data.analysis() == null) {
      return null;
    }
    Map<String, String> names = new HashMap<>();
    data.manifest().campaign().funds().forEach(fund -> names.put(fund.id(), fund.name()));
    List<RunAnalysis.FundSpread> spreads =
        data.analysis().funds().stream().filter(spread -> spread.margin() != null).toList();
    if (spreads.isEmpty()) {
      return null;
    }
    List<Object> labels = new ArrayList<>();
    List<Object> boxes = new ArrayList<>();
    for (RunAnalysis.FundSpread spread : spreads.subList(0, Math.min(SHOWN, spreads.size()))) {
      labels.add(names.getOrDefault(spread.id(), spread.id()));
      List<Object> box = new ArrayList<>();
      for (double quantile : spread.margin()) {
        box.add(quantile);
      }
      boxes.add(box);
    }
    return Map.of("names", labels, "boxes", boxes);
  }
}
