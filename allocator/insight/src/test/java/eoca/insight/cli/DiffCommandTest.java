package eoca.insight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.insight.testing.Cli;
import eoca.job.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiffCommandTest {
  @TempDir Path folder;

  @Test
  void onPaper() throws IOException {
    String a = allocate("a", Cli.TINY_YAML, Cli.TINY_CSV);
    String b = folder.resolve("b").toString();
    Cli.run("rerun", a, "--quota", "money=3", "--quota", "bond=1", "--out", b);
    Path page = folder.resolve("diff.html");
    Map<?, ?> diff = diff(a, b, "--html", page.toString());
    // d moves from bond (5) to money (4)
    assertThat(diff.get("objective_change")).isEqualTo(-1.0);
    assertThat(((Map<?, ?>) diff.get("users")).get("moved")).isEqualTo(1L);
    Map<?, ?> move = (Map<?, ?>) ((List<?>) diff.get("moves")).get(0);
    assertThat(move.get("from")).isEqualTo("bond");
    assertThat(move.get("to")).isEqualTo("money");
    assertThat(move.get("etv_a")).isEqualTo(5.0);
    assertThat(move.get("etv_b")).isEqualTo(4.0);
    Map<?, ?> loser = (Map<?, ?>) ((List<?>) diff.get("losers")).get(0);
    assertThat(loser.get("user")).isEqualTo("d");
    assertThat((List<?>) diff.get("gainers")).isEmpty();
    assertThat(Files.readString(page)).contains("Who moved", "\"flows\":[[1,0,1]]");
    assertThat(Cli.run("diff", a, b).out()).contains("1 of 6 users move").contains("-1.00");
    assertThat(((Map<?, ?>) diff(a, a).get("users")).get("moved")).isEqualTo(0L);
  }

  /** Users come, go and change places; both runs are read into maps and compared by hand. */
  @Test
  void differentUsersInAnyOrder() throws IOException {
    long seed = Long.getLong("eoca.seed", 20260601L);
    for (int round = 0; round < 6; round++) {
      Random random = new Random(seed + round);
      boolean numbers = round % 2 == 0;
      Map<String, String> before = people(random, 400, numbers);
      Map<String, String> after = new LinkedHashMap<>(before);
      List<String> ids = new ArrayList<>(before.keySet());
      for (int i = 0; i < 150; i++) {
        after.remove(ids.get(random.nextInt(ids.size())));
      }
      people(random, 500, numbers).forEach(after::putIfAbsent);
      List<String> order = new ArrayList<>(after.keySet());
      if (round >= 2) {
        Collections.shuffle(order, random);
      }
      String a = allocate("a" + round, YAML, csv(before, new ArrayList<>(before.keySet())));
      String b = allocate("b" + round, YAML.replace("gold", "oil"), csv(after, order));
      Map<?, ?> diff = diff(a, b);
      Map<String, String> left = read(a);
      Map<String, String> right = read(b);
      Map<String, Long> expected = new TreeMap<>();
      long onlyA = 0;
      for (Map.Entry<String, String> entry : left.entrySet()) {
        String to = right.get(entry.getKey());
        if (to == null) {
          onlyA++;
        } else if (!to.equals(entry.getValue())) {
          expected.merge(entry.getValue() + ">" + to, 1L, Long::sum);
        }
      }
      Map<String, Long> told = new TreeMap<>();
      for (Object o : (List<?>) diff.get("moves")) {
        Map<?, ?> move = (Map<?, ?>) o;
        told.put(word(move.get("from")) + ">" + word(move.get("to")), (Long) move.get("users"));
      }
      assertThat(told).as("seed %s", seed + round).isEqualTo(expected);
      Map<?, ?> users = (Map<?, ?>) diff.get("users");
      assertThat(users.get("only_a")).isEqualTo(onlyA);
      assertThat(users.get("only_b")).isEqualTo(right.size() - (left.size() - onlyA));
    }
  }

  @Test
  void aTamperedAssignmentEndsWith8() throws IOException {
    String a = allocate("a", Cli.TINY_YAML + "output: {format: csv}\n", Cli.TINY_CSV);
    Path file = Path.of(a, "assignment.csv");
    Files.writeString(file, Files.readString(file).replace("a,money", "a,bond"));
    assertThat(Cli.run("diff", a, a).code()).isEqualTo(8);
    assertThat(Cli.run("diff", a, folder.resolve("nowhere").toString()).code()).isEqualTo(2);
  }

  private static final String YAML =
      """
      campaign: c
      funds:
        - {id: money, risk: 0, quota: 40%}
        - {id: bond, risk: 1, quota: 30%}
        - {id: gold, risk: 0, quota: 10%}
      etv: {path: etv.csv}
      remainder: unassigned
      output: {format: csv}
      """;

  private static String word(Object fund) {
    return fund == null ? "" : (String) fund;
  }

  private static Map<String, String> people(Random random, int count, boolean numbers) {
    Map<String, String> people = new LinkedHashMap<>();
    while (people.size() < count) {
      int number = random.nextInt(2000);
      people.putIfAbsent(
          numbers ? Integer.toString(number) : "u-" + number + "ü",
          random.nextInt(1, 3)
              + ","
              + random.nextInt(100)
              + ","
              + random.nextInt(100)
              + ","
              + random.nextInt(100));
    }
    return people;
  }

  private static String csv(Map<String, String> people, List<String> order) {
    StringBuilder csv = new StringBuilder("user_id,tolerance,money,bond,gold,oil\n");
    for (String id : order) {
      String values = people.get(id);
      csv.append(id).append(',').append(values);
      csv.append(values, values.lastIndexOf(','), values.length()).append('\n');
    }
    return csv.toString();
  }

  private String allocate(String name, String yaml, String csv) throws IOException {
    Path campaign = Cli.write(folder.resolve("data-" + name), yaml, csv);
    Path out = folder.resolve(name);
    Cli.Result result = Cli.run("allocate", campaign.toString(), "--out", out.toString());
    assertThat(result.code()).as(result.err()).isZero();
    return out.toString();
  }

  private static Map<String, String> read(String run) throws IOException {
    Map<String, String> funds = new LinkedHashMap<>();
    for (String line :
        Files.readAllLines(Path.of(run, "assignment.csv")).stream().skip(1).toList()) {
      String[] cells = line.split(",", -1);
      funds.put(cells[0], cells[1]);
    }
    return funds;
  }

  private static Map<?, ?> diff(String a, String b, String... more) throws IOException {
    String[] arguments = new String[4 + more.length];
    arguments[0] = "diff";
    arguments[1] = a;
    arguments[2] = b;
    arguments[3] = "--json";
    System.arraycopy(more, 0, arguments, 4, more.length);
    Cli.Result result = Cli.run(arguments);
    assertThat(result.code()).as(result.err()).isZero();
    return (Map<?, ?>) Json.read(result.out());
  }
}
