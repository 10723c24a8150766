package eoca.inputs.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GzipTest {
  @TempDir Path dir;

  @Test
  void aBombIsStoppedAtItsRatio() throws Exception {
    Path bomb = dir.resolve("bomb.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(bomb))) {
      byte[] rows = "1,2,3\n".repeat(10_000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
      for (int i = 0; i < 500; i++) {
        out.write(rows);
      }
    }
    long most = Files.size(bomb) * 200;
    assertThat(most).isLessThan(500L * 60_000);
    long read = 0;
    try (InputStream in = Gzip.open(bomb, true, 1 << 20)) {
      byte[] block = new byte[1 << 16];
      while (read <= most) {
        read += in.read(block);
      }
    } catch (FormatException e) {
      assertThat(e.rule()).contains("200 times");
    }
    assertThat(read).isLessThanOrEqualTo(most);
    try (InputStream in = Gzip.open(bomb, true, 1L << 30)) {
      assertThat(in.readAllBytes()).hasSize(30_000_000);
    }
    assertThatThrownBy(() -> Gzip.open(dir.resolve("none"), true))
        .isInstanceOf(java.nio.file.NoSuchFileException.class);
  }
}
