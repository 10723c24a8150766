package eoca.predict.world;

import eoca.predict.loss.LogSpace;
import eoca.predict.loss.Normal;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A world of users and funds with latent wealth and interests. A user is a function of (seed, row):
 * users can be made in any order.
 *
 * <pre>
 * wealth w ~ N(0, 1)          shows in payments (merchants sorted by wealth), weakly in income, age, city
 * interests I ~ N(0, 1)^4     show in behaviour (items near I are touched), hardly anywhere else
 * match m = I · theme_j / 2
 * click        logit = click_j + 1.1·m
 * conversion   logit = conversion_j + 0.8·m + appeal_j·w       given a click
 * log amount   v = log(amount + 1) ~ N(μ, σ)                   given a conversion
 *              μ = location + scale_j + 0.9·w + 0.25·m,  σ = 0.5 + 0.5·sigmoid(I_1)
 * true ETV     = p_click · p_conversion · E[amount]
 * </pre>
 *
 * <p>appeal_j is 0.35 ± the world's spread, evenly spaced over the funds in an order of its own.
 * With no spread, wealth multiplies all of a user's funds nearly alike and says little about which
 * is best; with it, some funds are bought by the wealthy and some by those who are not.
 *
 * <p>Amounts are at least one cent and rounded to cents: E[amount] = E[max(c, e^v − 1)] with c =
 * 0.01, in closed form, is e^(μ + σ²/2) − 1 to many digits where μ is far from 0, as at the
 * location 6.5. The lower the location, the more users have a μ/σ at which zero is a plausible draw
 * of v, which is where losses that say different things of a negative differ. About 97 of 100
 * impressions end without a conversion.
 */
public final class World {
  /** Number of interests. */
  public static final int THEMES = 4;

  /** Items of behaviour that are no funds. */
  public static final int OTHER_ITEMS = 60;

  private static final double PAYER_NOISE = 0.7;
  private static final double APPEAL = 0.35;

  /** Location of log amounts unless said otherwise: amounts about 665. */
  public static final double LOCATION = 6.5;

  /** The smallest amount. */
  static final double CENT = 0.01;

  private final long seed;
  private final double location;
  private final int funds;
  private final double[][] themes;
  private final double[] clickBase;
  private final double[] conversionBase;
  private final double[] scale;
  private final double[] appeal;
  private final int[] risk;

  /**
   * A world where all funds appeal to wealth alike.
   *
   * @param funds number of funds, ≥ 1
   */
  public World(int funds, long seed) {
    this(funds, seed, 0, LOCATION);
  }

  /**
   * @param funds number of funds, ≥ 1
   * @param spread of the funds' appeal to the wealthy, ≥ 0
   * @param location of log amounts: μ of a user in the middle
   */
  public World(int funds, long seed, double spread, double location) {
    this.seed = seed;
    this.location = location;
    this.funds = funds;
    this.themes = new double[funds + OTHER_ITEMS][THEMES];
    this.clickBase = new double[funds];
    this.conversionBase = new double[funds];
    this.scale = new double[funds];
    this.appeal = new double[funds];
    this.risk = new int[funds];
    SplittableRandom random = new SplittableRandom(seed);
    for (double[] theme : themes) {
      double length = 0;
      for (int d = 0; d < THEMES; d++) {
        theme[d] = gaussian(random);
        length += theme[d] * theme[d];
      }
      for (int d = 0; d < THEMES; d++) {
        theme[d] *= 2 / Math.sqrt(length);
      }
    }
    for (int j = 0; j < funds; j++) {
      clickBase[j] = -2.1 + 0.3 * gaussian(random);
      conversionBase[j] = -2.1 + 0.3 * gaussian(random);
      scale[j] = 0.4 * gaussian(random);
      risk[j] = 1 + j * 4 / Math.max(1, funds - 1);
    }
    for (int j = 0; j < funds; j++) {
      int at = random.nextInt(j + 1);
      appeal[j] = appeal[at];
      double place = funds == 1 ? 0 : 2 * j / (funds - 1.0) - 1;
      appeal[at] = APPEAL + spread * place;
    }
  }

  /** Number of funds. */
  public int funds() {
    return funds;
  }

  /** Risk of a fund, 1..5. */
  public int risk(int fund) {
    return risk[fund];
  }

  /** A fund's theme, length 2; behind the funds come the other items. */
  double[] theme(int item) {
    return themes[item];
  }

  /** What is true of a user. */
  public record Person(double wealth, double[] interests, int tolerance) {}

  /** What is true of a (user, fund). */
  public record Truth(double click, double conversion, double mu, double sigma) {
    /** pCTCVR. */
    public double p() {
      return click * conversion;
    }

    /** Expected transaction value. */
    public double etv() {
      return p() * amount();
    }

    /**
     * E[max(c, e^v − 1)] for v ~ N(μ, σ), c one cent: with a = log(1 + c), c·Φ((a − μ)/σ) + e^(μ +
     * σ²/2)·Φ((μ + σ² − a)/σ) − Φ((μ − a)/σ).
     */
    double amount() {
      double a = StrictMath.log1p(CENT);
      return CENT * cumulative((a - mu) / sigma)
          + StrictMath.exp(mu + sigma * sigma / 2) * cumulative((mu + sigma * sigma - a) / sigma)
          - cumulative((mu - a) / sigma);
    }
  }

  /** A generator of one user's randomness; {@code purpose} keeps uses apart. */
  SplittableRandom random(int user, int purpose) {
    return new SplittableRandom(
        (seed * 31 + purpose) * 0x9e3779b97f4a7c15L + user * 0xbf58476d1ce4e5b9L);
  }

  /** A user. */
  public Person person(int user) {
    SplittableRandom random = random(user, 1);
    double wealth = gaussian(random);
    double[] interests = new double[THEMES];
    for (int d = 0; d < THEMES; d++) {
      interests[d] = gaussian(random);
    }
    double daring = 0.5 * wealth + Math.sqrt(0.75) * gaussian(random);
    int tolerance = 1 + (int) Math.min(4, 5 * cumulative(daring));
    return new Person(wealth, interests, tolerance);
  }

  /** The truth of a pair. */
  public Truth truth(Person person, int fund) {
    double match = match(person, fund);
    return new Truth(
        sigmoid(clickBase[fund] + 1.1 * match),
        sigmoid(conversionBase[fund] + 0.8 * match + appeal[fund] * person.wealth()),
        location + scale[fund] + 0.9 * person.wealth() + 0.25 * match,
        0.5 + 0.5 * sigmoid(person.interests()[0]));
  }

  /** I · theme / 2: standard normal over users. */
  double match(Person person, int item) {
    double sum = 0;
    for (int d = 0; d < THEMES; d++) {
      sum += person.interests()[d] * themes[item][d];
    }
    return sum / 2;
  }

  /** Cumulative weights of the items a person touches: e^(1.5·match) each. */
  double[] itemSums(Person person) {
    double[] sums = new double[themes.length];
    double total = 0;
    for (int i = 0; i < themes.length; i++) {
      total += StrictMath.exp(1.5 * match(person, i));
      sums[i] = total;
    }
    return sums;
  }

  /** An item, chosen with probability proportional to its weight. */
  static int item(double[] sums, SplittableRandom random) {
    int found = Arrays.binarySearch(sums, random.nextDouble() * sums[sums.length - 1]);
    return Math.min(sums.length - 1, found < 0 ? -found - 1 : found);
  }

  /** A merchant the person pays: merchants are sorted by the wealth of who goes there. */
  static int merchant(Person person, int merchants, SplittableRandom random) {
    double place =
        (person.wealth() + PAYER_NOISE * gaussian(random))
            / Math.sqrt(1 + PAYER_NOISE * PAYER_NOISE);
    return (int) Math.min(merchants - 1, merchants * cumulative(place));
  }

  /** Standard normal, Marsaglia's polar method. */
  static double gaussian(SplittableRandom random) {
    while (true) {
      double x = 2 * random.nextDouble() - 1;
      double y = 2 * random.nextDouble() - 1;
      double s = x * x + y * y;
      if (s > 0 && s < 1) {
        return x * Math.sqrt(-2 * StrictMath.log(s) / s);
      }
    }
  }

  private static double cumulative(double z) {
    return StrictMath.exp(Normal.logCumulative(z));
  }

  private static double sigmoid(double z) {
    return StrictMath.exp(LogSpace.logSigmoid(z));
  }
}
