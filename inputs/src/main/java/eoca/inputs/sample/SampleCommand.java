package eoca.inputs.sample;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eoca.inputs.campaign.Campaign;
import eoca.inputs.campaign.CampaignFile;
import eoca.inputs.campaign.CampaignWriter;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.FileErrors;
import eoca.inputs.files.StagedFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code eoca sample}: real campaigns made from public data. */
@Command(
    name = "sample",
    description = "Makes a campaign from public data.",
    subcommands = {SampleCommand.FarTrans.class, SampleCommand.FarTransPrediction.class},
    footerHeading = "%nExample:%n",
    footer = "  eoca sample fartrans --source inputs/sample/source --out inputs/sample")
final class SampleCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public Integer call() {
    throw EocaException.usage("sample expects a data set", "Maybe eoca sample fartrans.");
  }

  /** {@code eoca sample fartrans-tables}. */
  @Command(
      name = "fartrans-tables",
      description =
          "Makes prediction's tables from the FAR-Trans tables: users, samples, behaviours and"
              + " edges at cutoffs that teach (learn/) and at the night that is scored (night/).",
      footerHeading = "%nExamples:%n",
      footer = {
        "  eoca sample fartrans-tables --source inputs/sample/source --out tables",
        "  eoca sample fartrans-tables --source inputs/sample/source --night 2022-01-01 --learn"
            + " 2021-01-01,2021-07-01 --out backtest"
      })
  static final class FarTransPrediction implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
        names = "--source",
        required = true,
        paramLabel = "DIR",
        description = "the folder with the FAR-Trans tables as .csv.gz")
    private Path source;

    @Option(
        names = "--night",
        paramLabel = "DAY",
        defaultValue = FarTransTables.NIGHT,
        description =
            "the cutoff that is scored; before ${DEFAULT-VALUE} (the default), what was bought"
                + " afterwards goes to outcomes/")
    private String night;

    @Option(
        names = "--learn",
        paramLabel = "DAYS",
        split = ",",
        defaultValue = "2021-01-01,2021-07-01,2022-01-01",
        description = "the cutoffs that teach (default: ${DEFAULT-VALUE})")
    private List<String> learn;

    @Option(
        names = "--out",
        required = true,
        paramLabel = "DIR",
        description = "the folder to make: absent or empty")
    private Path out;

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    @Override
    public Integer call() {
      List<FarTransTables.Written> written;
      try (StagedFolder staged = StagedFolder.open(out, "--out")) {
        written = FarTransTables.write(source, staged.folder(), night, learn);
        staged.complete();
      }
      PrintWriter stdout = spec.commandLine().getOut();
      ArrayNode tables = JSON.createArrayNode();
      for (FarTransTables.Written table : written) {
        if (json) {
          tables.addObject().put("table", table.table()).put("rows", table.rows());
        } else {
          stdout.printf(Locale.ROOT, "%-26s %,9d rows%n", table.table(), table.rows());
        }
      }
      if (json) {
        ObjectNode made = JSON.createObjectNode().put("folder", out.toString());
        made.set("tables", tables);
        stdout.println(made.toPrettyString());
      }
      stdout.flush();
      return 0;
    }
  }

  /** {@code eoca sample fartrans}. */
  @Command(
      name = "fartrans",
      description =
          "Makes the campaign of the night of 2022-06-30 from the FAR-Trans tables (CC BY 4.0):"
              + " 27,020 bank customers, five product groups.",
      footerHeading = "%nExample:%n",
      footer = "  eoca sample fartrans --source inputs/sample/source --out inputs/sample")
  static final class FarTrans implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
        names = "--source",
        required = true,
        paramLabel = "DIR",
        description = "the folder with the FAR-Trans tables as .csv.gz")
    private Path source;

    @Option(
        names = "--out",
        required = true,
        paramLabel = "DIR",
        description =
            "where campaign.yaml and etv.arrow go; an earlier version of the two is replaced,"
                + " other files are left alone")
    private Path out;

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    @Override
    public Integer call() {
      Campaign campaign = FarTransSample.campaign(out.resolve("campaign.yaml"));
      checkReplaceable(campaign);
      FarTransSample.Table table = FarTransSample.compute(source);
      String yaml =
          "# FAR-Trans (CC BY 4.0), the night of 2022-06-30; made by: eoca sample fartrans\n"
              + CampaignWriter.brief(campaign);
      try {
        Files.createDirectories(out);
      } catch (IOException e) {
        throw FileErrors.of("create", out, e);
      }
      replace(out.resolve("etv.arrow"), SampleTableFile.bytes(table));
      replace(campaign.file(), yaml.getBytes(StandardCharsets.UTF_8));
      PrintWriter stdout = spec.commandLine().getOut();
      stdout.print(json ? tree(campaign, table).toPrettyString() + "\n" : summary(table));
      stdout.flush();
      return 0;
    }

    /** A campaign file that this command did not write is not its to replace. */
    private static void checkReplaceable(Campaign campaign) {
      Path file = campaign.file();
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        return;
      }
      String found;
      try {
        found = CampaignFile.read(file).name();
      } catch (EocaException e) {
        found = "a file that is not a campaign";
      }
      if (!found.equals(campaign.name())) {
        throw EocaException.usage(
            "--out has another campaign already (" + file + ": " + found + ")",
            "Maybe name another folder.");
      }
    }

    /** Whoever opens the file sees the old or the new content, whole. */
    private static void replace(Path file, byte[] bytes) {
      Path temporary = file.resolveSibling("." + file.getFileName() + ".new");
      try {
        try (FileChannel channel =
            FileChannel.open(
                temporary,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
          ByteBuffer buffer = ByteBuffer.wrap(bytes);
          while (buffer.hasRemaining()) {
            channel.write(buffer);
          }
          channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        try {
          Files.deleteIfExists(temporary);
        } catch (IOException inner) {
          e.addSuppressed(inner);
        }
        throw FileErrors.of("write", file, e);
      }
    }

    private static ObjectNode tree(Campaign campaign, FarTransSample.Table table) {
      ObjectNode made =
          JSON.createObjectNode()
              .put("campaign", campaign.file().toString())
              .put("users", table.ids().size());
      ArrayNode funds = made.putArray("funds");
      for (int j = 0; j < table.etv().length; j++) {
        FarTransSample.History past = table.history().get(j);
        funds
            .addObject()
            .put("id", FarTransSample.FUNDS.get(j).id())
            .put("quota", FarTransSample.FUNDS.get(j).quota().toString())
            .put("buyers_2020_h2", past.buyers2020())
            .put("buyers_2021_h2", past.buyers2021())
            .put("buyers_percent", past.percent())
            .put("mean_purchase_eur", past.meanAmount());
      }
      return made;
    }

    /** The figures that the sample's README quotes. */
    static String summary(FarTransSample.Table table) {
      StringBuilder text = new StringBuilder();
      int users = table.ids().size();
      int[] byTolerance = new int[5];
      for (byte t : table.tolerance()) {
        byTolerance[t]++;
      }
      text.append(
          String.format(
              Locale.ROOT,
              "%,d users; tolerance 1: %,d, 2: %,d, 3: %,d, 4: %,d%n%n",
              users,
              byTolerance[1],
              byTolerance[2],
              byTolerance[3],
              byTolerance[4]));
      text.append(
          String.format(
              Locale.ROOT,
              "%-20s %8s %8s %8s %8s %10s %9s %9s%n",
              "fund",
              "quota",
              "buyers",
              "buyers",
              "rate",
              "mean EUR",
              "ETV mean",
              "ETV max"));
      text.append(
          String.format(Locale.ROOT, "%-20s %8s %8s %8s %8s%n", "", "", "2020H2", "2021H2", "%"));
      for (int j = 0; j < table.etv().length; j++) {
        double sum = 0;
        float max = 0;
        for (float v : table.etv()[j]) {
          sum += v;
          max = Math.max(max, v);
        }
        FarTransSample.History past = table.history().get(j);
        text.append(
            String.format(
                Locale.ROOT,
                "%-20s %8s %,8d %,8d %8.2f %,10.0f %,9.2f %,9.2f%n",
                FarTransSample.FUNDS.get(j).id(),
                FarTransSample.FUNDS.get(j).quota(),
                past.buyers2020(),
                past.buyers2021(),
                past.percent(),
                past.meanAmount(),
                sum / users,
                max));
      }
      return text.toString();
    }
  }
}
