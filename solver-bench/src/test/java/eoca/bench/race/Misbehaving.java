package eoca.bench.race;

import eoca.bench.entrant.Answer;
import eoca.bench.entrant.Entrant;
import eoca.bench.entrant.Problem;
import eoca.core.Assignment;
import eoca.core.Outcome;
import eoca.core.StopSignal;
import eoca.core.reference.LiteralManual;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Entrants that do everything a race must survive. */
public abstract class Misbehaving implements Entrant {
  private final String id;

  Misbehaving(String id) {
    this.id = id;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String label() {
    return id;
  }

  @Override
  public Family family() {
    return Family.FLOW;
  }

  @Override
  public boolean exact() {
    return true;
  }

  @Override
  public String version() {
    return "0";
  }

  @Override
  public boolean java() {
    return false;
  }

  /** Never comes back. */
  public static final class Hangs extends Misbehaving {
    /** For the service loader. */
    public Hangs() {
      super("hangs");
    }

    @Override
    public Answer solve(Problem problem) throws InterruptedException {
      while (true) {
        Thread.sleep(1000);
      }
    }
  }

  /** Kills its own process, as a native solver's fault does. */
  public static final class Crashes extends Misbehaving {
    /** For the service loader. */
    public Crashes() {
      super("crashes");
    }

    @Override
    public Answer solve(Problem problem) {
      ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
      Runtime.getRuntime().halt(137);
      return null;
    }
  }

  /** Throws. */
  public static final class Throws extends Misbehaving {
    /** For the service loader. */
    public Throws() {
      super("throws");
    }

    @Override
    public Answer solve(Problem problem) {
      throw new IllegalStateException("numerical trouble");
    }
  }

  /** Fills the heap. */
  public static final class Hogs extends Misbehaving {
    /** For the service loader. */
    public Hogs() {
      super("hogs");
    }

    @Override
    public Answer solve(Problem problem) {
      List<long[]> kept = new ArrayList<>();
      while (kept.size() < Integer.MAX_VALUE) {
        kept.add(new long[1 << 18]);
      }
      return Answer.none("an endless heap");
    }
  }

  /** Fills memory that the heap's limit does not see. */
  public static final class HogsOutside extends Misbehaving {
    /** For the service loader. */
    public HogsOutside() {
      super("hogs-outside");
    }

    @Override
    public Answer solve(Problem problem) throws InterruptedException {
      List<ByteBuffer> kept = new ArrayList<>();
      for (int i = 0; i < 14; i++) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(16 << 20);
        for (int at = 0; at < buffer.capacity(); at += 4096) {
          buffer.put(at, (byte) 1);
        }
        kept.add(buffer);
      }
      Thread.sleep(60_000);
      return Answer.none("kept " + kept.size());
    }
  }

  /** Everybody gets fund 0. */
  public static final class BreaksRules extends Misbehaving {
    /** For the service loader. */
    public BreaksRules() {
      super("breaks-rules");
    }

    @Override
    public Answer solve(Problem problem) {
      Assignment assignment = new Assignment(problem.instance().users());
      for (int i = 0; i < problem.instance().users(); i++) {
        assignment.set(i, 0);
      }
      return new Answer(assignment, null, true, 0, "", Map.of());
    }
  }

  /** Calls the manual strategy's allocation optimal. */
  public static final class Boasts extends Misbehaving {
    /** For the service loader. */
    public Boasts() {
      super("boasts");
    }

    @Override
    public Answer solve(Problem problem) {
      Outcome.Solved solved =
          (Outcome.Solved)
              new LiteralManual(IntStream.range(0, problem.instance().funds()).toArray())
                  .allocate(problem.instance(), problem.workers(), StopSignal.NEVER);
      return new Answer(solved.assignment(), null, true, 0, "", Map.of());
    }
  }
}
