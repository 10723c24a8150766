package eoca.predict.cli;

import picocli.CommandLine;

/** The command as a process of its own, for tests that kill it. */
final class PredictMain {
  private PredictMain() {}

  public static void main(String[] args) {
    int code = new CommandLine(new PredictCommand()).execute(args);
    Runtime.getRuntime().exit(code);
  }
}
