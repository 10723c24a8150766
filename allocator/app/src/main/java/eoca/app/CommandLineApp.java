package eoca.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eoca.inputs.error.Defect;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.inputs.error.Suggestions;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * One command line from arguments to exit code: every way a command can end comes through here.
 *
 * <ul>
 *   <li>{@link EocaException}, and failures of the JVM that {@link Failures} can explain: the exit
 *       code, with message, first ten defects and hint
 *   <li>a wrong command line: {@link ExitCode#USAGE}, with the nearest known command or option
 *   <li>anything else: {@link ExitCode#BUG}, with the stack trace
 * </ul>
 *
 * <p>With {@code --json}, standard output gets exactly one JSON value: what the command wrote, or
 * else {@code {"error": {code, message, hint}}}.
 */
final class CommandLineApp {
  private final PrintWriter out;
  private final PrintWriter err;
  private final BooleanSupplier written;

  /**
   * An app over given streams.
   *
   * @param out standard output
   * @param err standard error
   * @param written whether a command has written anything to standard output (after a flush)
   */
  CommandLineApp(PrintWriter out, PrintWriter err, BooleanSupplier written) {
    this.out = out;
    this.err = err;
    this.written = written;
  }

  /** Runs; returns the exit code. */
  int run(String... args) {
    boolean json = Arrays.asList(args).contains("--json");
    try {
      CommandLine root = CommandTree.build();
      root.setOut(out).setErr(err);
      root.setParameterExceptionHandler(usageErrors(json));
      root.setExecutionExceptionHandler((e, command, parsed) -> failed(e, json));
      return root.execute(args);
    } catch (Exception | Error e) { // the last stop: whatever was thrown is our bug
      return failed(e, json);
    }
  }

  private int failed(Throwable e, boolean json) {
    EocaException known = Failures.explain(e);
    if (known != null) {
      return finish(json, known.code(), known.getMessage(), known.hint(), known.defects());
    }
    out.flush();
    new ErrorReport(err).printBug(e);
    if (json) {
      printJsonError(ExitCode.BUG, "bug in eoca: " + e, "Maybe report it.");
    }
    return ExitCode.BUG.code();
  }

  private int finish(
      boolean json, ExitCode code, String message, String hint, List<Defect> defects) {
    out.flush();
    new ErrorReport(err).print(message, hint, defects);
    if (json) {
      printJsonError(code, message, hint);
    }
    return code.code();
  }

  /** Nothing if the command has already written its result (a failed run's result.json). */
  private void printJsonError(ExitCode code, String message, String hint) {
    out.flush();
    if (written.getAsBoolean()) {
      return;
    }
    ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    ObjectNode root = mapper.createObjectNode();
    root.putObject("error").put("code", code.code()).put("message", message).put("hint", hint);
    try {
      out.println(mapper.writeValueAsString(root));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    out.flush();
  }

  private IParameterExceptionHandler usageErrors(boolean json) {
    return (e, args) -> {
      if (e.getCause() instanceof EocaException known) { // from an option's converter
        return finish(json, known.code(), known.getMessage(), known.hint(), known.defects());
      }
      return finish(json, ExitCode.USAGE, message(e), hint(e), List.of());
    };
  }

  private static String message(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      String first = unmatched.getUnmatched().get(0);
      return (unmatched.isUnknownOption() ? "Unknown option (" : unknownWord(e)) + first + ").";
    }
    String message = String.valueOf(e.getMessage());
    return message.endsWith(".") ? message : message + ".";
  }

  private static String unknownWord(ParameterException e) {
    return e.getCommandLine().getSubcommands().isEmpty()
        ? "Unexpected argument ("
        : "Unknown command (";
  }

  private static String hint(ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    String help = "see `" + command + " --help`.";
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      String word = unmatched.getUnmatched().get(0);
      int equals = word.indexOf('=');
      Optional<String> nearest =
          Suggestions.nearest(
              equals > 0 ? word.substring(0, equals) : word,
              known(e.getCommandLine(), unmatched.isUnknownOption()));
      if (nearest.isPresent()) {
        return "Maybe you meant " + nearest.get() + "; " + help;
      }
    }
    return "Maybe " + help;
  }

  /** The words that could stand where the unknown one stood: options, or commands. */
  private static List<String> known(CommandLine command, boolean options) {
    return options
        ? command.getCommandSpec().options().stream()
            .filter(option -> !option.hidden())
            .map(OptionSpec::longestName)
            .toList()
        : List.copyOf(command.getSubcommands().keySet());
  }
}
