package eoca.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class WorkersTest {
  @Test
  void everyTaskRunsOnceForAnyNumberOfThreads() {
    ExecutorService executor = Executors.newFixedThreadPool(8);
    try {
      for (int threads : new int[] {1, 2, 3, 8}) {
        AtomicIntegerArray runs = new AtomicIntegerArray(1000);
        Workers.of(executor, threads).run(1000, (index, slot) -> runs.incrementAndGet(index));
        for (int i = 0; i < runs.length(); i++) {
          assertThat(runs.get(i)).isEqualTo(1);
        }
      }
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void aFailureIsThrownAgainAfterAllThreadsEnded() {
    ExecutorService executor = Executors.newFixedThreadPool(3);
    try {
      Workers workers = Workers.of(executor, 4);
      assertThatThrownBy(
              () ->
                  workers.run(
                      100,
                      (index, slot) -> {
                        if (index == 37) {
                          throw new IllegalStateException("task 37");
                        }
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("task 37");
    } finally {
      executor.shutdown();
    }
  }
}
