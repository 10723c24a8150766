package eoca.inputs.campaign;

import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.inputs.error.Suggestions;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Turns quotas as stated into whole users.
 *
 * <ul>
 *   <li>A share {@code p%} is a share of all N users, in decimal arithmetic. The shares together
 *       get round(N·Σp) users, half up (so N if they sum to 100 %): each its floor, and what is
 *       missing one each to the largest fractions, ties in file order.
 *   <li>The {@code rest} fund takes what the others leave. If they leave less than nothing it gets
 *       0, and Σ d exceeds N by what was missing, which feasibility reports as the surplus.
 *   <li>Overrides apply together, whatever their order. {@code ±} forms start from the quotas
 *       resolved without any override and fix the fund; a former {@code rest} fund keeps its
 *       resolved quota when another becomes {@code rest}.
 *   <li>With {@link Remainder#UNASSIGNED}, users beyond Σ d get no fund.
 * </ul>
 */
public final class Quotas {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private Quotas() {}

  /**
   * Resolves a campaign's quotas.
   *
   * @param campaign the campaign as read
   * @param users N ≥ 0
   * @param overrides from the command line, at most one a fund
   * @throws EocaException exit 2 for an unknown fund or two overrides for one fund or two rest
   *     funds; exit 4 if an override would make a quota negative
   */
  public static ResolvedQuotas resolve(
      Campaign campaign, long users, List<QuotaOverride> overrides) {
    List<Fund> stated = campaign.funds();
    List<Fund> funds = overrides.isEmpty() ? stated : override(stated, users, overrides);
    long[] quotas = wholeUsers(funds, users);
    long sum = Arrays.stream(quotas).sum();
    long unassigned = campaign.remainder() == Remainder.UNASSIGNED ? Math.max(0, users - sum) : 0;
    List<Fund> resolved = new ArrayList<>(funds.size());
    for (int j = 0; j < quotas.length; j++) {
      Fund fund = funds.get(j);
      boolean rest = fund.quota() instanceof Quota.Rest;
      resolved.add(rest ? fund : fund.withQuota(new Quota.Users(quotas[j])));
    }
    return new ResolvedQuotas(campaign.withFunds(resolved), users, quotas, unassigned);
  }

  private static List<Fund> override(List<Fund> stated, long users, List<QuotaOverride> overrides) {
    List<String> ids = stated.stream().map(Fund::id).toList();
    long[] base = wholeUsers(stated, users);
    Fund[] funds = stated.toArray(Fund[]::new);
    Set<Integer> seen = new HashSet<>();
    int newRest = -1;
    for (QuotaOverride override : overrides) {
      int j = ids.indexOf(override.fund());
      if (j < 0) {
        throw EocaException.usage(
            "--quota names an unknown fund (" + override.fund() + ")",
            Suggestions.maybe(override.fund(), ids));
      }
      if (!seen.add(j)) {
        throw EocaException.usage(
            "--quota is given twice for one fund (" + override.fund() + ")", "");
      }
      Quota quota = changed(override, base[j]);
      if (quota instanceof Quota.Rest) {
        if (newRest >= 0) {
          throw EocaException.usage(
              "--quota makes two funds rest (" + ids.get(newRest) + ", " + ids.get(j) + ")",
              "At most one fund takes what the others leave.");
        }
        newRest = j;
      }
      funds[j] = stated.get(j).withQuota(quota);
    }
    for (int j = 0; j < funds.length; j++) {
      if (newRest >= 0 && j != newRest && funds[j].quota() instanceof Quota.Rest) {
        funds[j] = funds[j].withQuota(new Quota.Users(base[j]));
      }
    }
    return List.of(funds);
  }

  private static Quota changed(QuotaOverride override, long base) {
    if (override.change() instanceof QuotaOverride.Set set) {
      return set.quota();
    }
    long quota;
    if (override.change() instanceof QuotaOverride.AddPercent add) {
      BigDecimal change = add.percent().multiply(BigDecimal.valueOf(base)).divide(HUNDRED);
      quota = base + change.setScale(0, RoundingMode.HALF_UP).longValueExact();
    } else {
      quota = base + ((QuotaOverride.AddUsers) override.change()).users();
    }
    if (quota < 0) {
      throw new EocaException(
          ExitCode.INFEASIBLE,
          "--quota " + override + " would leave the fund a negative quota (" + quota + ")",
          "It has "
              + base
              + " users, and -n takes n of them away: at most "
              + override.fund()
              + "=-"
              + base
              + ", which is "
              + override.fund()
              + "=0.");
    }
    return new Quota.Users(quota);
  }

  /** The quotas of funds in whole users; a rest fund without anything left gets 0. */
  private static long[] wholeUsers(List<Fund> funds, long users) {
    long[] quotas = new long[funds.size()];
    int rest = -1;
    List<Integer> shares = new ArrayList<>();
    for (int j = 0; j < quotas.length; j++) {
      Quota quota = funds.get(j).quota();
      if (quota instanceof Quota.Users fixed) {
        quotas[j] = fixed.count();
      } else if (quota instanceof Quota.Rest) {
        rest = j;
      } else {
        shares.add(j);
      }
    }
    largestRemainder(funds, users, shares, quotas);
    if (rest >= 0) {
      quotas[rest] = Math.max(0, users - Arrays.stream(quotas).sum());
    }
    return quotas;
  }

  private static void largestRemainder(
      List<Fund> funds, long users, List<Integer> shares, long[] quotas) {
    BigDecimal n = BigDecimal.valueOf(users);
    BigDecimal total = BigDecimal.ZERO;
    BigDecimal[] fraction = new BigDecimal[quotas.length];
    long floors = 0;
    for (int j : shares) {
      BigDecimal exact =
          ((Quota.Share) funds.get(j).quota()).percent().multiply(n).movePointLeft(2);
      BigInteger floor = exact.toBigInteger();
      fraction[j] = exact.subtract(new BigDecimal(floor));
      quotas[j] = floor.longValueExact();
      floors += quotas[j];
      total = total.add(exact);
    }
    long missing = total.setScale(0, RoundingMode.HALF_UP).longValueExact() - floors;
    List<Integer> byFraction = new ArrayList<>(shares);
    byFraction.sort(Comparator.comparing((Integer j) -> fraction[j]).reversed());
    for (int j : byFraction.subList(0, (int) missing)) {
      quotas[j]++;
    }
  }
}
