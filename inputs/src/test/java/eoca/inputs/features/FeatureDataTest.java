package eoca.inputs.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eoca.inputs.features.FeatureData.Entities;
import eoca.inputs.features.FeatureData.Graph;
import eoca.inputs.features.FeatureData.Histories;
import eoca.inputs.features.FeatureData.Samples;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every number of the tiny world, worked out by hand. */
class FeatureDataTest {
  private static final Offset<Float> EPS = within(1e-6f);

  @TempDir Path folder;

  @Test
  void usersAreEncodedByWhatTheTrainingUsersTaught() {
    FeatureData data = TinyTables.in(folder).load();
    Entities users = data.users();
    assertThat(data.userIds()).containsExactly("ann", "bob", "cec", "dan");
    assertThat(users.level()).containsExactly(3, 1, 63, 0);
    // Training users are ann, bob, cec: Bonn twice, Köln once; dan's Ulm is unseen.
    assertThat(users.codes()[0]).containsExactly(2, 3, 2, CategoryEncoder.Vocabulary.UNSEEN);
    int clerk = new CategoryEncoder.Buckets(5).code("clerk");
    int baker = new CategoryEncoder.Buckets(5).code("baker");
    assertThat(users.codes()[1]).containsExactly(clerk, CategoryEncoder.MISSING, clerk, baker);
    // Quantiles of 20, 30, 40 at 0, 1/2, 1 are themselves.
    assertThat(users.numbers()[2]).containsExactly(-1, 0, 1, Float.NaN);
    // log(1 + x): 0 and 1 in training, mean 1/2, sd 1/2; dan has log 7.389 = 2.
    float[] wealth = users.numbers()[3];
    assertThat(wealth[0]).isCloseTo(-1f, EPS);
    assertThat(wealth[1]).isCloseTo(1f, EPS);
    assertThat(wealth[2]).isNaN();
    assertThat(wealth[3]).isCloseTo(3f, EPS);
  }

  @Test
  void fundsSamplesHistoriesAndGraph() {
    FeatureData data = TinyTables.in(folder).load();
    assertThat(data.fundIds()).containsExactly("money", "stock");
    assertThat(data.funds().level()).containsExactly(0, 3);
    assertThat(data.funds().codes()[0]).containsExactly(2, 3);
    assertThat(data.funds().numbers()[1]).containsExactly(-1, 1);
    Samples samples = data.samples();
    assertThat(samples.user()).containsExactly(0, 1, 2, 0, 3);
    assertThat(samples.fund()).containsExactly(0, 1, 0, 1, 1);
    assertThat(samples.click()).containsExactly(1, 1, 0, 0, 1);
    assertThat(samples.conversion()).containsExactly(1, 0, 0, 0, 1);
    assertThat(samples.amount()).containsExactly(100.5, 0, 0, 0, 7);
    assertThat(samples.split()).containsExactly(0, 0, 0, 1, 2);
    assertThat(samples.moment()[2]).isEqualTo(micros("2021-01-31T23:59:59"));
    Histories histories = data.histories();
    assertThat(histories.start()).containsExactly(0, 3, 3, 3, 4);
    assertThat(histories.action()).containsExactly(1, 4, 2, 3);
    // ann is the only training user with events: money twice, stock once; dan's gold is unseen.
    assertThat(histories.item()).containsExactly(3, 2, 2, 1);
    // log(1 + amount) in training is 1 alone: mean 1, sd unknown, so 1; clicks have no amount.
    assertThat(histories.amount()[0]).isZero();
    assertThat(histories.amount()[2]).isCloseTo(0f, EPS);
    assertThat(histories.amount()[3]).isCloseTo(1f, EPS);
    assertThat(histories.endBefore(0, micros("2021-01-08T00:00:00"))).isZero();
    assertThat(histories.endBefore(0, micros("2021-01-08T00:00:00") + 1)).isEqualTo(2);
    assertThat(histories.endBefore(0, Long.MAX_VALUE)).isEqualTo(3);
    assertThat(histories.endBefore(1, Long.MAX_VALUE)).isEqualTo(3);
    Graph graph = data.graph();
    assertThat(graph.merchants()).isEqualTo(3);
    assertThat(graph.userStart()).containsExactly(0, 2, 3, 3, 4);
    assertThat(graph.merchant()).containsExactly(0, 1, 1, 2);
    assertThat(graph.weight()).containsExactly(2, 4, 1, 1);
    assertThat(graph.merchantStart()).containsExactly(0, 1, 3, 4);
    assertThat(graph.user()).containsExactly(0, 0, 1, 3);
    assertThat(graph.userWeight()).containsExactly(2, 4, 1, 1);
    // Edges of training users: m2 three times, m1 once; dan's m9 is unseen.
    assertThat(graph.merchantCode()).containsExactly(3, 2, 1);
    assertThat(data.counts()).isEqualTo(new TableCounts(4, 2, 6, 1, 5, 1, 6, 1));
  }

  @Test
  void aShareValidatesByUserAndStaysPut() throws Exception {
    TinyTables tables = TinyTables.in(folder);
    StringBuilder users = new StringBuilder("user_id,tolerance,city,job,age,wealth\n");
    StringBuilder samples = new StringBuilder("user_id,fund_id,date,click,conversion,amount\n");
    for (int i = 0; i < 400; i++) {
      users.append("u").append(i).append(",1,a,b,1,1\n");
      for (int day = 1; day <= 3; day++) {
        samples.append("u").append(i).append(",money,2021-01-0").append(day).append(",0,0,0\n");
      }
    }
    samples.append("u0,money,2021-03-01,0,0,0\n");
    tables.put("users.csv", users.toString()).put("samples.csv", samples.toString());
    tables.put("behaviours.csv", "user_id,time,action,item,amount\n");
    tables.change("spec.yaml", "validation: 2021-02-01..2021-02-28", "validation: 25%, seed: 7");
    Samples loaded = tables.load().samples();
    int validating = 0;
    for (int i = 0; i < 1200; i++) {
      // Independent of the query: MD5 of seed and id, its first 32 bits as a fraction.
      byte[] digest =
          java.security.MessageDigest.getInstance("MD5")
              .digest(("7:u" + loaded.user()[i]).getBytes(java.nio.charset.StandardCharsets.UTF_8));
      long bits = java.nio.ByteBuffer.wrap(digest).getInt() & 0xffffffffL;
      int expected = bits < 0.25 * 4294967296.0 ? Split.VALIDATION.code() : Split.TRAIN.code();
      assertThat(loaded.split()[i]).isEqualTo((byte) expected);
      validating += loaded.split()[i];
    }
    assertThat(validating).isBetween(200, 400);
    assertThat(loaded.split()[1200]).isEqualTo((byte) Split.TEST.code());
  }

  @Test
  void fittedStateSurvivesItsFileAndEncodesNewUsersAlike() {
    TinyTables tables = TinyTables.in(folder);
    FeatureData trained = tables.load();
    String json = trained.fitted().toJson();
    FittedFeatures read = FittedFeatures.fromJson("features.json", json);
    assertThat(read.toJson()).isEqualTo(json);
    assertThat(read.fingerprint()).isEqualTo(trained.fitted().fingerprint()).hasSize(64);
    assertThat(tables.load().fitted().toJson()).as("a fit is reproducible").isEqualTo(json);
    tables.put("users.csv", "user_id,tolerance,city,job,age,wealth\nzed,5,Ulm,,1000,-1\n");
    tables.put("behaviours.csv", "user_id,time,action,item,amount\nzed,2021-05-01,sell,stock,1\n");
    FeatureData scored = tables.score(read, "2021-05-02");
    assertThat(scored.samples()).isNull();
    assertThat(scored.users().codes()[0]).containsExactly(1);
    assertThat(scored.users().codes()[1]).containsExactly(0);
    assertThat(scored.users().numbers()[2]).containsExactly(1);
    assertThat(scored.histories().item()).containsExactly(3);
  }

  private static long micros(String text) {
    return LocalDateTime.parse(text).toEpochSecond(ZoneOffset.UTC) * 1_000_000;
  }
}
