package eoca.job.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleFinder;
import org.junit.jupiter.api.Test;

final class VectorModuleTest {
  @Test
  void isThereExactlyWhereTheJdkHasIt() throws Exception {
    boolean inJdk = ModuleFinder.ofSystem().find("jdk.incubator.vector").isPresent();
    assertThat(VectorModule.load()).isEqualTo(inJdk);
    if (inJdk) {
      assertThat(Class.forName("jdk.incubator.vector.FloatVector").getModule().getName())
          .isEqualTo("jdk.incubator.vector");
    }
  }
}
