package eoca.predict.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Random;

/** Seeded CSV tables with a specification and a training configuration beside them. */
final class SmallTables {
  private SmallTables() {}

  static void write(Path folder, int users, long seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder u = new StringBuilder("user_id,tolerance,city,age\n");
    StringBuilder s = new StringBuilder("user_id,fund_id,date,click,conversion,amount\n");
    StringBuilder b = new StringBuilder("user_id,time,action,item,amount\n");
    StringBuilder e = new StringBuilder("user_id,merchant_id,weight\n");
    String[] actions = {"click", "purchase", "sell", "favourite"};
    for (int i = 0; i < users; i++) {
      int city = random.nextInt(4);
      int age = 20 + random.nextInt(50);
      u.append(String.format(Locale.ROOT, "u%d,%d,c%d,%d%n", i, 1 + i % 4, city, age));
      for (int k = 0; k < i % 5; k++) {
        b.append(
            String.format(
                Locale.ROOT,
                "u%d,%s,%s,f%d,%d%n",
                i,
                LocalDate.of(2021, 1, 1).plusDays(random.nextInt(80)),
                actions[random.nextInt(4)],
                random.nextInt(3),
                random.nextInt(1000)));
        e.append(
            String.format(
                Locale.ROOT, "u%d,m%d,%d%n", i, random.nextInt(8), 1 + random.nextInt(9)));
      }
      for (int f = 0; f < 3; f++) {
        boolean click = random.nextDouble() < (city == f ? 0.6 : 0.2);
        boolean bought = click && random.nextDouble() < 0.4;
        s.append(
            String.format(
                Locale.ROOT,
                "u%d,f%d,%s,%d,%d,%.2f%n",
                i,
                f,
                LocalDate.of(2021, 4, 1).plusDays(i % 40),
                click ? 1 : 0,
                bought ? 1 : 0,
                bought ? Math.exp(4 + age / 40.0 + random.nextGaussian() / 2) : 0));
      }
    }
    Files.writeString(folder.resolve("users.csv"), u);
    Files.writeString(folder.resolve("samples.csv"), s);
    Files.writeString(folder.resolve("behaviours.csv"), b);
    Files.writeString(folder.resolve("edges.csv"), e);
    Files.writeString(folder.resolve("funds.csv"), "fund_id,risk\nf0,1\nf1,2\nf2,4\n");
    Files.writeString(
        folder.resolve("features.yaml"),
        """
        spec: small
        tables: {users: users.csv, funds: funds.csv, samples: samples.csv, behaviours: behaviours.csv, edges: edges.csv}
        users:
          features:
            city: {type: categorical, vocabulary: 10}
            age: {type: numeric, scaling: quantile, quantiles: 10}
        funds:
          features:
            fund_id: {type: categorical, vocabulary: 10}
        samples: {click: click}
        behaviours: {amount: amount, items: {vocabulary: 10}, length: 4}
        edges: {weight: weight, merchants: {buckets: 20}}
        splits: {train: 2021-04-01..2021-04-30, validation: 25%, test: 2021-05-01..2021-05-31}
        """);
    config(folder, "esdpm", 3);
  }

  static void config(Path folder, String model, int epochs) throws IOException {
    Files.writeString(
        folder.resolve("train.yaml"),
        "features: features.yaml\nmodel: "
            + model
            + "\nout: model\ntrain: {batch-size: 64, learning-rate: 0.003, epochs: "
            + epochs
            + ", patience: "
            + epochs
            + ", seed: 5}\ngrid: {learning-rate: [0.0001, 0.003], dropout: [0, 0.3]}\n");
  }
}
