package eoca.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleFinder;
import org.junit.jupiter.api.Test;

final class VectorApiTest {
  @Test
  void isThereExactlyWhereTheJdkHasIt() throws Exception {
    boolean inJdk = ModuleFinder.ofSystem().find("jdk.incubator.vector").isPresent();
    assertThat(VectorApi.load()).isEqualTo(inJdk);
    if (inJdk) {
      assertThat(Class.forName("jdk.incubator.vector.FloatVector").getModule().getName())
          .isEqualTo("jdk.incubator.vector");
    }
  }
}
