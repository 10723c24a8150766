package eoca.app;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.inputs.error.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

final class StandardOutputTest {
  @Test
  void aReaderThatHasSeenEnoughIsNoFailure() {
    StandardOutput out = new StandardOutput(failing("Broken pipe"));
    out.write('x');
    out.write('y');
    assertThat(out.failure()).isNull();
    assertThat(out.written()).isTrue();
  }

  @Test
  void aFullDiskIsAFileSystemFailure() {
    StandardOutput out = new StandardOutput(failing("No space left on device"));
    out.write('x');
    assertThat(out.failure().code()).isEqualTo(ExitCode.FILE_SYSTEM);
    assertThat(out.failure()).hasMessageContaining("No space left on device");
  }

  @Test
  void nothingWrittenIsNothingWritten() {
    StandardOutput out = new StandardOutput(OutputStream.nullOutputStream());
    out.write(new byte[0], 0, 0);
    out.flush();
    assertThat(out.written()).isFalse();
  }

  private static OutputStream failing(String message) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(message);
      }
    };
  }
}
