package eoca.inputs.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eoca.inputs.Progress;
import eoca.inputs.assignment.OutputFormat;
import eoca.inputs.campaign.Campaign;
import eoca.inputs.campaign.CampaignFile;
import eoca.inputs.campaign.Quotas;
import eoca.inputs.internal.Crew;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SyntheticFilesTest {
  private static final SyntheticFiles.Sizes SMALL = new SyntheticFiles.Sizes(20_000, 40_000);

  @TempDir private Path dir;

  @AfterEach
  void noThreadIsLeft() {
    assertThat(Crew.live()).isZero();
  }

  /** Rows as {@code id,tolerance,values…}, in file order. */
  private static List<String> rows(List<Path> files, OutputFormat format, int funds)
      throws IOException, SQLException {
    List<String> rows = new ArrayList<>();
    for (Path file : files) {
      switch (format) {
        case ARROW -> arrowRows(file, funds, rows);
        case PARQUET -> parquetRows(file, funds, rows);
        case CSV -> {
          List<String> lines = Files.readAllLines(file);
          assertThat(lines.get(0)).isEqualTo("user_id,tolerance,fund-1,fund-2,fund-3");
          rows.addAll(lines.subList(1, lines.size()));
        }
      }
    }
    return rows;
  }

  private static void arrowRows(Path file, int funds, List<String> rows) throws IOException {
    try (RootAllocator allocator = new RootAllocator();
        FileChannel channel = FileChannel.open(file);
        ArrowFileReader reader = new ArrowFileReader(channel, allocator)) {
      VectorSchemaRoot root = reader.getVectorSchemaRoot();
      assertThat(root.getSchema().getFields()).noneMatch(f -> f.isNullable());
      while (reader.loadNextBatch()) {
        BigIntVector ids = (BigIntVector) root.getVector("user_id");
        TinyIntVector tolerance = (TinyIntVector) root.getVector("tolerance");
        for (int i = 0; i < root.getRowCount(); i++) {
          StringBuilder row = new StringBuilder();
          row.append(ids.get(i)).append(',').append(tolerance.get(i));
          for (int j = 1; j <= funds; j++) {
            row.append(',').append(((Float4Vector) root.getVector("fund-" + j)).get(i));
          }
          rows.add(row.toString());
        }
      }
    }
  }

  private static void parquetRows(Path file, int funds, List<String> rows) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("FROM read_parquet('" + file + "')")) {
      assertThat(result.getMetaData().getColumnTypeName(3)).isEqualTo("FLOAT");
      while (result.next()) {
        StringBuilder row = new StringBuilder();
        row.append(result.getLong(1)).append(',').append(result.getInt(2));
        for (int j = 1; j <= funds; j++) {
          row.append(',').append(result.getFloat(2 + j));
        }
        rows.add(row.toString());
      }
    }
  }

  private static List<String> expected(SyntheticCampaign synthetic) {
    SyntheticColumns data = synthetic.columns(1);
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < synthetic.spec().users(); i++) {
      StringBuilder row = new StringBuilder();
      row.append(synthetic.userId(i)).append(',').append(data.tolerance()[i]);
      for (float[] column : data.etv()) {
        row.append(',').append(column[i]);
      }
      rows.add(row.toString());
    }
    return rows;
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectory(dir.resolve(name));
  }

  @ParameterizedTest
  @EnumSource
  void filesHoldWhatMemoryHolds(OutputFormat format) throws IOException, SQLException {
    SyntheticCampaign synthetic =
        new SyntheticCampaign(new SyntheticSpec(3, 70_001, 3, Regime.LOGNORMAL, 2));
    List<String> expected = expected(synthetic);

    List<Path> one =
        SyntheticFiles.write(synthetic, folder("one"), format, "made", 3, Progress.NONE);
    assertThat(one.stream().map(f -> f.getFileName().toString()))
        .containsExactly("etv." + format.id(), "campaign.yaml");
    assertThat(rows(one.subList(0, 1), format, 3)).isEqualTo(expected);

    List<Path> parts;
    try (RootAllocator allocator = new RootAllocator()) {
      parts =
          SyntheticFiles.write(
              synthetic, folder("parts"), format, "", 2, Progress.NONE, allocator, SMALL);
    }
    assertThat(parts.stream().map(f -> f.getFileName().toString()))
        .containsExactly("etv-00001." + format.id(), "etv-00002." + format.id(), "campaign.yaml");
    assertThat(rows(parts.subList(0, 2), format, 3)).isEqualTo(expected);
    Campaign campaign = CampaignFile.read(parts.get(2));
    assertThat(campaign.etv().path()).isEqualTo("etv-*." + format.id());
    assertThat(Quotas.resolve(campaign, 70_001, List.of()).quotas()).isEqualTo(synthetic.quotas());
    assertThat(Quotas.resolve(campaign, 70_001, List.of()).engineRisks())
        .isEqualTo(synthetic.risks());
  }

  @ParameterizedTest
  @EnumSource
  void noUsersIsATableWithoutRows(OutputFormat format) throws IOException, SQLException {
    SyntheticCampaign synthetic =
        new SyntheticCampaign(new SyntheticSpec(3, 0, 3, Regime.LOGNORMAL, 2));
    List<Path> files =
        SyntheticFiles.write(synthetic, folder("none"), format, "", 2, Progress.NONE);
    assertThat(rows(files.subList(0, 1), format, 3)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void bytesDoNotDependOnThreads(OutputFormat format) throws IOException {
    SyntheticCampaign synthetic =
        new SyntheticCampaign(new SyntheticSpec(4, 70_001, 3, Regime.ZEROS, 3));
    byte[] first = null;
    for (int threads : new int[] {1, 2, 3, 8}) {
      List<Path> files =
          SyntheticFiles.write(
              synthetic, folder("threads-" + threads), format, "", threads, Progress.NONE);
      byte[] bytes = Files.readAllBytes(files.get(0));
      first = first == null ? bytes : first;
      assertThat(Arrays.equals(bytes, first)).as("%d threads", threads).isTrue();
    }
  }

  /** The promise behind "100 M users need no more memory than 1 M": one block, whatever N. */
  @Test
  void memoryIsOneBlockWhateverTheNumberOfUsers() throws IOException {
    long few = peak("few", 80_000);
    long many = peak("many", 1_600_000);
    assertThat(many).isEqualTo(few);
  }

  private long peak(String name, int users) throws IOException {
    SyntheticCampaign synthetic =
        new SyntheticCampaign(new SyntheticSpec(4, users, 3, Regime.CONSTANT, 3));
    try (RootAllocator allocator = new RootAllocator()) {
      SyntheticFiles.write(
          synthetic,
          folder(name),
          OutputFormat.ARROW,
          "",
          2,
          Progress.NONE,
          allocator,
          new SyntheticFiles.Sizes(20_000, 400_000));
      return allocator.getPeakMemoryAllocation();
    }
  }

  @Test
  void blocksAndPartsStayWithinTheirBytes() {
    for (int funds = 1; funds <= 255; funds++) {
      SyntheticFiles.Sizes sizes = SyntheticFiles.sizes(funds);
      long rowBytes = 9 + 4L * funds;
      assertThat(sizes.blockRows() * rowBytes)
          .isLessThanOrEqualTo(Math.max(SyntheticFiles.BLOCK_BYTES, rowBytes << 16));
      assertThat(sizes.partRows() * rowBytes).isLessThanOrEqualTo(SyntheticFiles.PART_BYTES);
      assertThat(sizes.partRows() % sizes.blockRows()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void stopsWhereProgressThrows(OutputFormat format) throws IOException {
    SyntheticCampaign synthetic =
        new SyntheticCampaign(new SyntheticSpec(4, 100_000, 3, Regime.CONSTANT, 3));
    Path folder = folder("stopped");
    IllegalStateException stop = new IllegalStateException("stop here");
    Progress stopper =
        (phase, done, total) -> {
          if (done >= 50_000) {
            throw stop;
          }
        };
    try (RootAllocator allocator = new RootAllocator()) {
      assertThatThrownBy(
              () ->
                  SyntheticFiles.write(synthetic, folder, format, "", 2, stopper, allocator, SMALL))
          .isSameAs(stop);
    }
    assertThat(folder.resolve("campaign.yaml")).doesNotExist();
  }

  @Test
  void tellsWhichFileCannotBeWritten() throws IOException {
    SyntheticCampaign synthetic =
        new SyntheticCampaign(new SyntheticSpec(4, 10, 3, Regime.CONSTANT, 3));
    Path folder = folder("taken");
    for (OutputFormat format : new OutputFormat[] {OutputFormat.ARROW, OutputFormat.CSV}) {
      Files.createDirectory(folder.resolve("etv." + format.id()));
      assertThatThrownBy(
              () -> SyntheticFiles.write(synthetic, folder, format, "", 1, Progress.NONE))
          .hasMessageContaining("etv." + format.id())
          .extracting("code")
          .hasToString("FILE_SYSTEM");
    }
  }
}
