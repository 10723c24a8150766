package eoca.inputs.features;

import eoca.inputs.config.ConfigNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** A world of four users and two funds that a person can encode on paper; tests change one file. */
final class TinyTables {
  static final String SPEC =
      """
      spec: tiny
      tables:
        users: users.csv
        funds: funds.csv
        samples: samples.csv
        behaviours: behaviours.csv
        edges: edges.csv
      users:
        features:
          city: {type: categorical, vocabulary: 2}
          job: {type: categorical, buckets: 5}
          age: {type: numeric, scaling: quantile, quantiles: 2}
          wealth: {type: numeric, log: true}
      funds:
        features:
          fund_id: {type: categorical, vocabulary: 10}
          rate: {type: numeric}
      samples: {click: click}
      behaviours: {amount: amount, items: {vocabulary: 10}, length: 3}
      edges: {weight: weight, merchants: {vocabulary: 10}}
      splits: {train: 2021-01-01..2021-01-31, validation: 2021-02-01..2021-02-28, test: 2021-03-01..2021-03-31}
      """;

  static final String USERS =
      """
      user_id,tolerance,city,job,age,wealth,unused
      ann,3,Bonn,clerk,20,0,x
      bob,1,Köln,,30,1.718281828459045,x
      cec,63,Bonn,clerk,40,,x
      dan,0,Ulm,baker,,6.38905609893065,x
      """;

  static final String FUNDS = "fund_id,risk,rate\nmoney,0,1\nstock,3,3\n";

  static final String SAMPLES =
      """
      user_id,fund_id,date,click,conversion,amount
      ann,money,2021-01-10,1,1,100.5
      bob,stock,2021-01-10,1,0,0
      cec,money,2021-01-31 23:59:59,0,0,
      ann,stock,2021-02-01,0,0,0
      dan,stock,2021-03-31,1,1,7
      dan,money,2021-04-01,0,0,0
      """;

  static final String BEHAVIOURS =
      """
      user_id,time,action,item,amount
      ann,2021-01-09 12:00:00,purchase,money,1.718281828459045
      ann,2021-01-08,click,stock,
      ann,2021-01-08,favourite,money,
      dan,2021-01-01,sell,gold,6.38905609893065
      eve,2021-01-01,click,money,
      """;

  static final String EDGES =
      """
      user_id,merchant_id,weight
      ann,m2,1
      ann,m1,2
      ann,m2,3
      bob,m2,1
      dan,m9,1
      eve,m1,1
      """;

  final Path folder;

  private TinyTables(Path folder) {
    this.folder = folder;
  }

  static TinyTables in(Path folder) {
    TinyTables tables = new TinyTables(folder);
    tables.put("spec.yaml", SPEC).put("users.csv", USERS).put("funds.csv", FUNDS);
    tables.put("samples.csv", SAMPLES).put("behaviours.csv", BEHAVIOURS);
    return tables.put("edges.csv", EDGES);
  }

  TinyTables put(String file, String text) {
    try {
      Files.writeString(folder.resolve(file), text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces a piece of a file, which must be there. */
  TinyTables change(String file, String from, String to) {
    try {
      String text = Files.readString(folder.resolve(file));
      if (!text.contains(from)) {
        throw new IllegalArgumentException(file + " lacks " + from);
      }
      return put(file, text.replace(from, to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  FeatureSpec spec() {
    return FeatureSpec.of(ConfigNode.read(folder.resolve("spec.yaml")));
  }

  TableFiles files() {
    return TableFiles.of(ConfigNode.read(folder.resolve("spec.yaml")).child("tables"), folder);
  }

  FeatureDatabase open(BufferAllocator allocator) {
    return FeatureDatabase.forTraining(spec(), files(), limits(), allocator);
  }

  /** Fits and encodes; leaks of off-heap memory fail. */
  FeatureData load() {
    try (BufferAllocator allocator = new RootAllocator(1 << 28);
        FeatureDatabase database = open(allocator)) {
      return database.encode(database.fit());
    }
  }

  /** Encodes for scoring at a day's first moment. */
  FeatureData score(FittedFeatures fitted, String day) {
    long micros = LocalDate.parse(day).atStartOfDay().toEpochSecond(ZoneOffset.UTC) * 1_000_000;
    try (BufferAllocator allocator = new RootAllocator(1 << 28);
        FeatureDatabase database =
            FeatureDatabase.forScoring(spec(), files(), micros, limits(), allocator)) {
      return database.encode(fitted);
    }
  }

  FeatureDatabase.Limits limits() {
    return new FeatureDatabase.Limits(folder, 2, 500_000_000L);
  }
}
