package eoca.inputs.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StagedFolderTest {
  @TempDir private Path dir;

  private List<String> entries() throws IOException {
    try (Stream<Path> list = Files.list(dir)) {
      return list.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void appearsOnlyWhenComplete() throws IOException {
    Path target = dir.resolve("out");
    try (StagedFolder staged = StagedFolder.open(target, "--out")) {
      Files.writeString(staged.folder().resolve("a"), "x");
      assertThat(target).doesNotExist();
      staged.complete();
      assertThat(target.resolve("a")).hasContent("x");
    }
    assertThat(entries()).containsExactly("out");
  }

  @Test
  void leavesNothingWhenItFails() throws IOException {
    try (StagedFolder staged = StagedFolder.open(dir.resolve("out"), "--out")) {
      Files.createDirectories(staged.folder().resolve("b/c"));
      Files.writeString(staged.folder().resolve("b/c/a"), "x");
    }
    assertThat(entries()).isEmpty();
  }

  @Test
  void removesWhatAKilledWriterLeft() throws IOException {
    Files.createDirectory(dir.resolve(".out.staging"));
    Files.writeString(dir.resolve(".out.staging/half"), "x");
    Files.writeString(dir.resolve(".out.staging.lock"), "");
    try (StagedFolder staged = StagedFolder.open(dir.resolve("out"), "--out")) {
      assertThat(staged.folder().resolve("half")).doesNotExist();
      staged.complete();
    }
    assertThat(entries()).containsExactly("out");
  }

  @Test
  void keepsTwoWritersApart() throws IOException {
    try (StagedFolder first = StagedFolder.open(dir.resolve("out"), "--out")) {
      EocaException e =
          catchThrowableOfType(
              EocaException.class, () -> StagedFolder.open(dir.resolve("out"), "--out"));
      assertThat(e.code()).isEqualTo(ExitCode.LOCKED);
      assertThat(first.folder()).isDirectory();
      first.complete();
    }
    assertThat(entries()).containsExactly("out");
  }
}
