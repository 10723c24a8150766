package eoca.inputs.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test that leaves a mapped file or a crew of threads behind. */
public final class LeakCheck implements BeforeEachCallback, AfterEachCallback {
  private long mapped;
  private int crews;

  @Override
  public void beforeEach(ExtensionContext context) {
    mapped = MappedFile.live();
    crews = Crew.live();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    assertThat(MappedFile.live()).as("mapped files left open").isEqualTo(mapped);
    assertThat(Crew.live()).as("crews left running").isEqualTo(crews);
  }
}
