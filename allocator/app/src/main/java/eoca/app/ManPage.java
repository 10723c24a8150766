package eoca.app;

import eoca.inputs.cli.BuildInfo;
import java.util.ArrayList;
import java.util.IllegalFormatException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The manual page, from the command tree: name, synopsis, every command with its arguments and
 * options, exit codes, examples. (picocli's own generator writes AsciiDoc, which takes a JRuby to
 * become a manual page.)
 */
final class ManPage {
  private ManPage() {}

  static String roff(CommandLine root) {
    StringBuilder page = new StringBuilder(1 << 16);
    line(page, ".TH EOCA 1 \"\" \"eoca " + text(BuildInfo.current().version()) + "\" \"eoca\"");
    line(page, ".SH NAME");
    line(page, "eoca \\- decides which fund each customer of a campaign is shown");
    line(page, ".SH SYNOPSIS");
    line(page, ".B eoca\n.I COMMAND\n[\n.I options\n]");
    line(page, ".SH DESCRIPTION");
    paragraphs(page, root.getCommandSpec().usageMessage().description());
    line(page, ".SH COMMANDS");
    for (CommandLine command : root.getSubcommands().values()) {
      if (!command.getCommandSpec().helpCommand()) {
        command(page, command);
      }
    }
    line(page, ".SH EXIT STATUS");
    root.getCommandSpec()
        .usageMessage()
        .exitCodeList()
        .forEach((code, meaning) -> item(page, text(code.strip()), List.of(meaning)));
    line(page, ".SH ENVIRONMENT");
    item(page, "JAVA_HOME", List.of("the JDK to use, 17 or later"));
    item(page, "EOCA_JAVA_OPTS", List.of("more flags of the Java machine, such as -Xmx2g"));
    item(page, "EOCA_BUILD", List.of("never: use the distribution that is there"));
    return page.toString();
  }

  private static void command(StringBuilder page, CommandLine command) {
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    line(page, ".SS " + text(command.getCommandSpec().qualifiedName()));
    paragraphs(page, usage.description());
    for (PositionalParamSpec argument : command.getCommandSpec().positionalParameters()) {
      if (!argument.hidden()) {
        item(page, "\\fI" + text(argument.paramLabel()) + "\\fR", filled(argument.description()));
      }
    }
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (!option.hidden()) {
        String label =
            option.arity().max() == 0 ? "" : " \\fI" + text(option.paramLabel()) + "\\fR";
        List<String> names = new ArrayList<>();
        for (String name : option.names()) {
          names.add("\\fB" + text(name) + "\\fR");
        }
        item(page, String.join(", ", names) + label, defaults(option));
      }
    }
    if (usage.footer().length > 0) {
      line(page, ".PP\nExamples:\n.nf");
      for (String example : usage.footer()) {
        line(page, guarded(text(formatted(example))));
      }
      line(page, ".fi");
    }
    for (CommandLine inner : command.getSubcommands().values()) {
      command(page, inner);
    }
  }

  private static List<String> defaults(OptionSpec option) {
    List<String> lines = new ArrayList<>();
    for (String line : option.description()) {
      lines.add(plain(line).replace("${DEFAULT-VALUE}", String.valueOf(option.defaultValue())));
    }
    return lines;
  }

  private static List<String> filled(String... description) {
    List<String> lines = new ArrayList<>();
    for (String line : description) {
      lines.add(plain(line));
    }
    return lines;
  }

  /** Without picocli's markup. */
  private static String plain(String line) {
    return Help.Ansi.OFF.string(formatted(line));
  }

  /** picocli's texts are formats, and those that are none stand as they are, as in its help. */
  private static String formatted(String text) {
    try {
      return String.format(Locale.ROOT, text);
    } catch (IllegalFormatException e) {
      return text;
    }
  }

  private static void paragraphs(StringBuilder page, String... description) {
    line(page, ".PP");
    for (String paragraph : description) {
      line(page, paragraph.isEmpty() ? ".PP" : guarded(text(plain(paragraph))));
    }
  }

  private static void item(StringBuilder page, String term, List<String> description) {
    line(page, ".TP\n" + term);
    description.forEach(part -> line(page, guarded(text(part))));
  }

  /** roff reads a backslash as the start of an escape, and a plain minus as a hyphen. */
  private static String text(String words) {
    return words.replace("\\", "\\e").replace("-", "\\-");
  }

  /** A line of text must not begin like a request. */
  private static String guarded(String line) {
    return line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line;
  }

  private static void line(StringBuilder page, String line) {
    page.append(line).append('\n');
  }
}
