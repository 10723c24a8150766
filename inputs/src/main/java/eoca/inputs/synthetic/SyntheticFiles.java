package eoca.inputs.synthetic;

import eoca.inputs.Progress;
import eoca.inputs.assignment.OutputFormat;
import eoca.inputs.campaign.Campaign;
import eoca.inputs.campaign.CampaignWriter;
import eoca.inputs.error.FileErrors;
import eoca.inputs.internal.Crew;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * Writes a synthetic campaign: {@code campaign.yaml} and its ETV table, streaming. Rows are
 * generated a block at a time by all threads and written in order; one block is in memory, at most
 * {@link #BLOCK_BYTES} or 65,536 rows, whatever N is. The bytes written do not depend on the number
 * of threads.
 */
public final class SyntheticFiles {
  /** Bytes of a block in memory, unless 65,536 rows need more. */
  static final int BLOCK_BYTES = 64 << 20;

  /** Bytes of one part, as uncompressed columns: a table of up to 1 GiB is one file. */
  static final long PART_BYTES = 1L << 30;

  private static final int ROW_UNIT = 1 << 16;

  private SyntheticFiles() {}

  /**
   * Writes into an existing empty folder and forces the files to disk.
   *
   * @param synthetic the campaign
   * @param folder where to
   * @param format the table's format
   * @param comment a line for the top of the campaign file, without {@code #}; empty for none
   * @param threads threads to use, ≥ 1
   * @param progress hears phase {@code generate} in rows; may throw to stop
   * @return the files: the table's parts in order, then the campaign file
   * @throws eoca.inputs.error.EocaException FILE_SYSTEM if a file can't be written
   */
  public static List<Path> write(
      SyntheticCampaign synthetic,
      Path folder,
      OutputFormat format,
      String comment,
      int threads,
      Progress progress) {
    try (BufferAllocator allocator = new RootAllocator()) {
      return write(
          synthetic,
          folder,
          format,
          comment,
          threads,
          progress,
          allocator,
          sizes(synthetic.spec().funds()));
    }
  }

  /**
   * How rows are cut.
   *
   * @param blockRows rows generated at once
   * @param partRows rows of a file, a multiple of {@code blockRows}
   */
  record Sizes(int blockRows, long partRows) {}

  static Sizes sizes(int funds) {
    int rowBytes = 9 + 4 * funds;
    int block = Math.max(1, BLOCK_BYTES / rowBytes / ROW_UNIT) * ROW_UNIT;
    return new Sizes(block, Math.max(1, PART_BYTES / rowBytes / block) * block);
  }

  static List<Path> write(
      SyntheticCampaign synthetic,
      Path folder,
      OutputFormat format,
      String comment,
      int threads,
      Progress progress,
      BufferAllocator allocator,
      Sizes sizes) {
    int users = synthetic.spec().users();
    int parts = (int) Math.max(1, (users + sizes.partRows() - 1) / sizes.partRows());
    List<Path> files = new ArrayList<>();
    try (Crew crew = new Crew("eoca-generate", threads)) {
      Blocks blocks = new Blocks(synthetic, crew, allocator, progress);
      PartWriter writer =
          switch (format) {
            case ARROW -> new ArrowPartWriter(blocks);
            case PARQUET -> new ParquetPartWriter(blocks, threads);
            case CSV -> new CsvPartWriter(blocks);
          };
      for (int p = 0; p < parts; p++) {
        String number = parts == 1 ? "" : String.format(Locale.ROOT, "-%05d", p + 1);
        Path file = folder.resolve("etv" + number + "." + format.id());
        long from = p * sizes.partRows();
        try {
          writer.write(file, from, Math.min(users, from + sizes.partRows()), sizes.blockRows());
        } catch (IOException e) {
          throw FileErrors.of("write", file, e);
        }
        files.add(file);
      }
    }
    String etvPath = parts == 1 ? "etv." + format.id() : "etv-*." + format.id();
    files.add(campaign(synthetic.campaign(folder.resolve("campaign.yaml"), etvPath), comment));
    return files;
  }

  private static Path campaign(Campaign campaign, String comment) {
    String text = (comment.isEmpty() ? "" : "# " + comment + "\n") + CampaignWriter.brief(campaign);
    try (FileChannel out =
        FileChannel.open(
            campaign.file(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    } catch (IOException e) {
      throw FileErrors.of("write", campaign.file(), e);
    }
    return campaign.file();
  }
}
