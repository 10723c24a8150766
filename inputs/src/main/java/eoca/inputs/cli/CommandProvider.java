package eoca.inputs.cli;

import java.util.List;

/**
 * How a module offers its commands: found by {@link java.util.ServiceLoader}, hung under the {@code
 * eoca} root.
 */
@FunctionalInterface
public interface CommandProvider {
  /**
   * New command objects annotated with picocli's {@code @Command}, each {@code Callable<Integer>}
   * (the exit code).
   */
  List<Object> commands();
}
