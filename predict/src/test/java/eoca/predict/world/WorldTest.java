package eoca.predict.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import eoca.inputs.Progress;
import eoca.inputs.config.ConfigNode;
import eoca.inputs.features.FeatureData;
import eoca.inputs.features.FeatureData.Samples;
import eoca.inputs.features.FeatureSpec;
import eoca.inputs.features.Split;
import eoca.inputs.features.TableFiles;
import eoca.predict.train.Tables;
import eoca.predict.world.World.Person;
import eoca.predict.world.World.Truth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorldTest {
  private static final int USERS = 6_000;

  @TempDir Path folder;

  private void write(Path to, long seed) throws IOException {
    Files.createDirectories(to);
    new WorldFiles(new World(8, seed), USERS, 4).write(to, Progress.NONE, () -> {});
  }

  @Test
  void theTablesKeepTheContractAndTheTruthIsTrue() throws IOException {
    write(folder, 1);
    ConfigNode node = ConfigNode.read(folder.resolve("features.yaml"));
    FeatureData data =
        Tables.load(FeatureSpec.of(node), TableFiles.of(node.child("tables"), folder), null);
    Samples samples = data.samples();
    assertThat(samples.size()).isEqualTo(4 * USERS);
    assertThat(data.counts().samplesOutside()).isZero();
    World world = new World(8, 1);
    double conversions = 0;
    double expected = 0;
    double variance = 0;
    double logSum = 0;
    double logExpected = 0;
    double logVariance = 0;
    int[] splits = new int[3];
    for (int i = 0; i < samples.size(); i++) {
      Truth truth = world.truth(world.person(samples.user()[i]), samples.fund()[i]);
      conversions += samples.conversion()[i];
      expected += truth.p();
      variance += truth.p() * (1 - truth.p());
      if (samples.conversion()[i] != 0) {
        logSum += Math.log1p(samples.amount()[i]);
        logExpected += truth.mu();
        logVariance += truth.sigma() * truth.sigma();
      }
      splits[samples.split()[i]]++;
    }
    // Five standard deviations of sums whose truth is known sample by sample.
    assertThat(Math.abs(conversions - expected)).isLessThan(5 * Math.sqrt(variance));
    assertThat(Math.abs(logSum - logExpected)).isLessThan(5 * Math.sqrt(logVariance));
    assertThat(conversions / samples.size()).as("zero inflation over 95 %").isBetween(0.005, 0.05);
    assertThat(splits[Split.TEST.code()]).isBetween(3_000, 4_500);
    assertThat(splits[Split.VALIDATION.code()]).isPositive();
  }

  @Test
  void furtherUsersAreTheSamePeopleUnderOtherIds() throws IOException {
    new WorldFiles(new World(2, 1), 25, 1, 3, 10).write(folder, Progress.NONE, () -> {});
    ConfigNode node = ConfigNode.read(folder.resolve("features.yaml"));
    FeatureData data =
        Tables.load(FeatureSpec.of(node), TableFiles.of(node.child("tables"), folder), null);
    assertThat(data.users().rows()).isEqualTo(25);
    assertThat(data.histories().start()[25]).isEqualTo(75);
    for (int u = 0; u < 25; u++) {
      assertThat(data.userIds().get(u)).isEqualTo("u" + u);
      assertThat(data.users().level()[u]).isEqualTo(data.users().level()[u % 10]);
      for (int e = 0; e < 3; e++) {
        assertThat(data.histories().item()[3 * u + e])
            .isEqualTo(data.histories().item()[3 * (u % 10) + e]);
      }
    }
  }

  @Test
  void paymentsShowWealthAndBehaviourShowsInterest() {
    World world = new World(8, 3);
    double wealthByPlace = 0;
    double places = 0;
    double wealths = 0;
    double matchOfTouched = 0;
    double matchOfAny = 0;
    for (int u = 0; u < 3_000; u++) {
      Person person = world.person(u);
      SplittableRandom random = new SplittableRandom(u);
      double place = (World.merchant(person, 1_000, random) - 499.5) / 288.7;
      wealthByPlace += place * person.wealth();
      places += place * place;
      wealths += person.wealth() * person.wealth();
      matchOfTouched += world.match(person, World.item(world.itemSums(person), random));
      matchOfAny += world.match(person, random.nextInt(8 + World.OTHER_ITEMS));
      assertThat(person.tolerance()).isBetween(1, 5);
    }
    assertThat(wealthByPlace / Math.sqrt(places * wealths)).isGreaterThan(0.7);
    assertThat(matchOfTouched / 3_000).isGreaterThan(0.8);
    assertThat(Math.abs(matchOfAny / 3_000)).isLessThan(0.15);
  }

  /** The closed form against the definition, by the midpoint rule over 12 standard deviations. */
  @Test
  void expectedAmountsAreThoseOfDrawsThatAreAtLeastACent() {
    for (double[] at : new double[][] {{6.5, 0.7}, {2.5, 0.9}, {1, 0.5}, {0.3, 1}, {-0.5, 0.6}}) {
      double sum = 0;
      int steps = 200_000;
      for (int i = 0; i < steps; i++) {
        double z = -6 + 12 * (i + 0.5) / steps;
        double density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
        sum += density * Math.max(0.01, Math.expm1(at[0] + at[1] * z)) * 12 / steps;
      }
      assertThat(new Truth(0.5, 0.4, at[0], at[1]).etv())
          .isCloseTo(0.2 * sum, withinPercentage(1e-4));
    }
  }

  @Test
  void equalSeedsGiveEqualBytes() throws IOException {
    write(folder.resolve("a"), 5);
    write(folder.resolve("b"), 5);
    write(folder.resolve("c"), 6);
    try (Stream<Path> files = Files.list(folder.resolve("a"))) {
      for (Path file : files.toList()) {
        Path name = file.getFileName();
        assertThat(folder.resolve("b").resolve(name)).hasSameBinaryContentAs(file);
      }
    }
    byte[] a = Files.readAllBytes(folder.resolve("a/samples.parquet"));
    assertThat(Files.readAllBytes(folder.resolve("c/samples.parquet"))).isNotEqualTo(a);
  }

  /** With a spread wealth draws to some funds and away from others; without, to all of them. */
  @Test
  void wealthCanDecideWhichFundIsBought() {
    for (double spread : new double[] {0, 1.35}) {
      World world = new World(8, 1, spread, World.LOCATION);
      World.Person person = world.person(5);
      World.Person rich = new World.Person(person.wealth() + 1, person.interests(), 3);
      int drawn = 0;
      for (int j = 0; j < 8; j++) {
        drawn += world.truth(rich, j).conversion() > world.truth(person, j).conversion() ? 1 : 0;
      }
      assertThat(drawn).isEqualTo(spread == 0 ? 8 : 5);
    }
  }
}
