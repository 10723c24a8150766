package eoca.inputs.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eoca.inputs.Progress;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.inputs.internal.LeakCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
class FileHashTest {
  @TempDir Path dir;

  @Test
  void hashesOfManyFilesInTheOrderGiven() throws Exception {
    List<Path> files = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    long total = 0;
    for (int i = 0; i < 20; i++) {
      byte[] bytes = new byte[i * i * 3001];
      new Random(i).nextBytes(bytes);
      files.add(Files.write(dir.resolve("f" + i), bytes));
      expected.add(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
      total += bytes.length;
    }
    for (int threads : new int[] {1, 3, 8}) {
      AtomicLong most = new AtomicLong();
      Progress progress = (phase, done, all) -> most.accumulateAndGet(done, Math::max);
      List<FileHash.Hashed> found = FileHash.sha256(files, threads, progress);
      assertThat(found).extracting(FileHash.Hashed::sha256).isEqualTo(expected);
      assertThat(found).extracting(FileHash.Hashed::path).isEqualTo(files);
      assertThat(most.get()).isEqualTo(total);
    }
    assertThat(FileHash.sha256(List.of(), 4, Progress.NONE)).isEmpty();
  }

  @Test
  void aMissingFileIsExit7() {
    assertThatThrownBy(() -> FileHash.sha256(dir.resolve("none")))
        .isInstanceOfSatisfying(
            EocaException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.FILE_SYSTEM));
    assertThatThrownBy(() -> FileHash.sha256(List.of(dir.resolve("none")), 2, Progress.NONE))
        .isInstanceOf(EocaException.class);
  }

  @Test
  void naturalOrderIsTotalAndCountsDigits() {
    List<String> sorted =
        List.of(
            "a",
            "part-1",
            "part-01",
            "part-2",
            "part-10",
            "part-10a",
            "part-99999999999999999999",
            "part-100000000000000000000",
            "partx");
    List<String> shuffled = new ArrayList<>(sorted);
    java.util.Collections.shuffle(shuffled, new Random(1));
    shuffled.sort(NaturalOrder.INSTANCE);
    assertThat(shuffled).containsExactlyInAnyOrderElementsOf(sorted);
    assertThat(shuffled.indexOf("part-2")).isLessThan(shuffled.indexOf("part-10"));
    assertThat(shuffled.subList(3, 9)).isEqualTo(sorted.subList(3, 9));
    for (String a : sorted) {
      for (String b : sorted) {
        assertThat(Integer.signum(NaturalOrder.INSTANCE.compare(a, b)))
            .isEqualTo(-Integer.signum(NaturalOrder.INSTANCE.compare(b, a)));
        assertThat(NaturalOrder.INSTANCE.compare(a, b) == 0).isEqualTo(a.equals(b));
      }
    }
  }
}
