package eoca.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the console solves in the background stops when somebody waits. */
final class RehearsalTest {
  @Test
  void itEndsWhenItIsOver() {
    AtomicInteger asked = new AtomicInteger();
    new Rehearsal(() -> asked.incrementAndGet() > 40).run();
    assertThat(asked.get()).as("it asked, solved, and stopped soon").isBetween(41, 2_000);
  }

  @Test
  void itSolvesWhatItMakesUp() {
    AtomicInteger solves = new AtomicInteger();
    new Rehearsal(() -> false, 3, prices -> solves.incrementAndGet()).run();
    assertThat(solves).hasValue(4);
  }
}
