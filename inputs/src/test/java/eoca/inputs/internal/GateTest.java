package eoca.inputs.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GateTest {
  @Test
  void nobodyIsInsideOnceItIsShut() throws Exception {
    for (int round = 0; round < 50; round++) {
      Gate gate = new Gate("thing");
      AtomicBoolean gone = new AtomicBoolean();
      AtomicInteger violations = new AtomicInteger();
      Thread[] readers = new Thread[4];
      for (int t = 0; t < readers.length; t++) {
        readers[t] =
            new Thread(
                () -> {
                  try {
                    while (true) {
                      int inside = gate.enter();
                      if (gone.get()) {
                        violations.incrementAndGet();
                      }
                      gate.exit(inside);
                    }
                  } catch (IllegalStateException closed) {
                    assertThat(closed).hasMessageContaining("thing is closed");
                  }
                });
        readers[t].start();
      }
      Thread.sleep(1);
      assertThat(gate.shut()).isTrue();
      gone.set(true);
      for (Thread t : readers) {
        t.join();
      }
      assertThat(violations.get()).isZero();
      assertThat(gate.shut()).isFalse();
      assertThatThrownBy(gate::enter).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void somebodyWhoNeverComesOutIsNotWaitedForForEver() {
    Gate gate = new Gate("thing");
    gate.enter();
    assertThat(gate.shut()).as("what it guards stays").isFalse();
    assertThatThrownBy(gate::enter).isInstanceOf(IllegalStateException.class);
  }
}
