package eoca.inputs.config;

import eoca.inputs.error.EocaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.SpecVersion;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * From a file to one YAML document whose nodes know their line and column. Bounded before anything
 * is built: {@link #MAX_BYTES} are read at most, the events are scanned once for nesting and
 * aliases (so neither deep nesting nor alias bombs cost memory), and only then composed.
 */
public final class YamlSource {
  /** Largest file. A campaign of 255 funds with long names is below 100 KB. */
  public static final int MAX_BYTES = 1 << 20;

  /** Deepest nesting; no schema needs more than six levels. */
  static final int MAX_DEPTH = 20;

  private final String kind;
  private final String usualName;
  private final String start;

  /**
   * A kind of YAML files.
   *
   * @param kind how messages call it, such as {@code campaign}
   * @param usualName the file that is probably meant where a folder is given
   * @param start the hint for an empty file
   */
  public YamlSource(String kind, String usualName, String start) {
    this.kind = kind;
    this.usualName = usualName;
    this.start = start;
  }

  String kind() {
    return kind;
  }

  /** Reads a file's bytes, exit 2 if that can't be done. */
  public byte[] bytes(Path file) {
    try {
      if (Files.isDirectory(file)) {
        Path inside = file.resolve(usualName);
        throw EocaException.usage(
            "the " + kind + " file is a folder (" + file + ")",
            Files.isRegularFile(inside) ? "Maybe " + inside + "." : "");
      }
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw EocaException.usage("the " + kind + " file is not a regular file (" + file + ")", "");
      }
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
          throw EocaException.usage(
              "a "
                  + kind
                  + " file has at most "
                  + MAX_BYTES
                  + " bytes, this has more ("
                  + file
                  + ")",
              "Maybe this is not the " + kind + " file but its data.");
        }
        return bytes;
      }
    } catch (NoSuchFileException e) {
      throw EocaException.usage(
          "the " + kind + " file does not exist (" + file + ")",
          "Maybe a relative path is meant from another folder.");
    } catch (AccessDeniedException e) {
      throw EocaException.usage(
          "the " + kind + " file can't be read (" + file + ")", "Maybe its permissions forbid it.");
    } catch (IOException e) {
      throw EocaException.usage(
          "the " + kind + " file can't be read (" + file + "): " + e.getMessage(), "");
    }
  }

  /** Decodes UTF-8 (a byte order mark is skipped), noting the first place that is not. */
  public Optional<String> text(byte[] bytes, Problems problems) {
    if (bytes.length >= 2 && (bytes[0] == (byte) 0xFE || bytes[0] == (byte) 0xFF)) {
      problems.add(
          0,
          0,
          "expected UTF-8 text, found the byte order mark of UTF-16",
          "Maybe save it as UTF-8.");
      return Optional.empty();
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      String found = String.format(Locale.ROOT, "0x%02X", bytes[in.position()] & 0xFF);
      addAt(
          problems,
          text,
          text.length(),
          "expected UTF-8 text, found the byte " + found,
          "Maybe save it as UTF-8.");
      return Optional.empty();
    }
    if (text.startsWith("\uFEFF")) {
      text = text.substring(1);
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\n' && c != '\r' && c != '\t')
          || (c >= 0x7F && c < 0xA0 && c != 0x85)) {
        addAt(
            problems,
            text,
            i,
            String.format(
                Locale.ROOT, "expected text, found the control character U+%04X", (int) c),
            c == 0 ? "Maybe this is a binary file or UTF-16." : "");
        return Optional.empty();
      }
    }
    return Optional.of(text);
  }

  /** The one document of a text, or empty with the problem noted. */
  public Optional<Node> document(String label, String text, Problems problems) {
    LoadSettings settings = settings(label);
    try {
      if (!bounded(new Parse(settings).parseString(text), problems)) {
        return Optional.empty();
      }
      Optional<Node> node = new Compose(settings).composeString(text);
      if (node.isEmpty()) {
        problems.add(0, 0, "expected a " + kind + ", found an empty file", start);
      }
      return node;
    } catch (YamlEngineException e) {
      note(e, problems);
      return Optional.empty();
    }
  }

  /**
   * A document as maps, lists, texts, numbers and booleans, or empty with the problem noted (a key
   * that is given twice, a tag nobody knows). An empty value of the whole document is empty too.
   */
  Optional<Object> value(String label, Node document, Problems problems) {
    try {
      return Optional.ofNullable(
          new StandardConstructor(settings(label)).constructSingleDocument(Optional.of(document)));
    } catch (YamlEngineException e) {
      note(e, problems);
      return Optional.empty();
    }
  }

  private static LoadSettings settings(String label) {
    return LoadSettings.builder()
        .setLabel(label)
        .setSchema(new CoreSchema())
        .setCodePointLimit(2 * MAX_BYTES)
        .setUseMarks(true)
        .setAllowNonScalarKeys(true) // composed, and then told with their place
        .build();
  }

  private static void note(YamlEngineException e, Problems problems) {
    if (e instanceof MarkedYamlEngineException marked) {
      Optional<Mark> mark = marked.getProblemMark().or(marked::getContextMark);
      String context =
          marked.getContext() == null || marked.getContext().isBlank()
              ? ""
              : marked.getContext() + ", ";
      problems.add(
          mark.map(m -> m.getLine() + 1).orElse(0),
          mark.map(m -> m.getColumn() + 1).orElse(0),
          "expected YAML: " + context + marked.getProblem(),
          syntaxHint(marked));
    } else if (e instanceof YamlVersionException version) {
      SpecVersion found = version.getSpecVersion();
      problems.add(
          1,
          1,
          "expected YAML 1.2, found the directive %YAML "
              + found.getMajor()
              + "."
              + found.getMinor(),
          "");
    } else {
      problems.add(0, 0, "expected YAML: " + e.getMessage(), "");
    }
  }

  private boolean bounded(Iterable<Event> events, Problems problems) {
    int depth = 0;
    int documents = 0;
    for (Event event : events) {
      String problem = null;
      if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
        problem = "expected at most " + MAX_DEPTH + " levels of nesting, found more";
      } else if (event instanceof AliasEvent alias) {
        problem = "aliases are not used in " + kind + " files, found *" + alias.getAlias();
      } else if (event instanceof ScalarEvent scalar
          && scalar.isPlain()
          && scalar.getValue().equals("<<")) {
        problem = "merge keys are not used in " + kind + " files, found <<";
      } else if (event instanceof DocumentStartEvent && ++documents > 1) {
        problem = "expected one document, found a second one";
      } else if (event.getEventId() == Event.ID.SequenceEnd
          || event.getEventId() == Event.ID.MappingEnd) {
        depth--;
      }
      if (problem != null) {
        Mark mark = event.getStartMark().orElseThrow();
        problems.add(mark.getLine() + 1, mark.getColumn() + 1, problem, "");
        return false;
      }
    }
    return true;
  }

  private static String syntaxHint(MarkedYamlEngineException e) {
    String problem = String.valueOf(e.getProblem());
    if (problem.contains("TAB") || problem.contains("\\t")) {
      return "Maybe a tab is used for indentation: YAML wants spaces.";
    }
    if (problem.contains("mapping values are not allowed")) {
      return "Maybe a text with a colon needs quotes, or the line is indented too far.";
    }
    if (problem.contains("cannot start any token")) {
      return "Maybe the text needs quotes.";
    }
    if (problem.contains("undefined alias")) {
      return "Maybe a text that starts with * needs quotes.";
    }
    return "";
  }

  private static void addAt(Problems problems, String text, int at, String problem, String hint) {
    int line = 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
    problems.add(line, at - text.lastIndexOf('\n', at - 1), problem, hint);
  }
}
