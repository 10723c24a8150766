package eoca.predict.cli;

import picocli.CommandLine;

/** The command as a process of its own, for tests that kill it. */
final class TrainMain {
  private TrainMain() {}

  public static void main(String[] args) {
    int code = new CommandLine(new TrainCommand()).execute(args);
    Runtime.getRuntime().exit(code);
  }
}
