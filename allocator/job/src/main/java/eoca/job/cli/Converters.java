package eoca.job.cli;

import eoca.inputs.assignment.OutputFormat;
import eoca.inputs.campaign.Strategy;
import eoca.job.pipeline.Certify;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Option values by their names in files: lower case, {@code row-max} with a dash. */
public final class Converters {
  private Converters() {}

  private static <E> E named(String text, E[] values, Function<E, String> name) {
    for (E value : values) {
      if (name.apply(value).equals(text)) {
        return value;
      }
    }
    List<String> names = Arrays.stream(values).map(name).toList();
    throw new TypeConversionException(
        "expected one of " + String.join(", ", names) + ", found (" + text + ")");
  }

  /** exact, heuristic, manual. */
  static final class OfStrategy implements ITypeConverter<Strategy> {
    @Override
    public Strategy convert(String text) {
      return named(text, Strategy.values(), Strategy::id);
    }
  }

  /** arrow, parquet, csv. */
  static final class OfFormat implements ITypeConverter<OutputFormat> {
    @Override
    public OutputFormat convert(String text) {
      return named(text, OutputFormat.values(), f -> f.name().toLowerCase(Locale.ROOT));
    }
  }

  /** prices, row-max. */
  static final class OfCertify implements ITypeConverter<Certify> {
    @Override
    public Certify convert(String text) {
      return named(text, Certify.values(), Certify::id);
    }
  }

  /** A whole number that counts something. */
  static final class OfCount implements ITypeConverter<Integer> {
    private static final int MOST = 100_000;

    @Override
    public Integer convert(String text) {
      if (text.matches("[0-9]{1,6}") && Integer.parseInt(text) <= MOST) {
        return Integer.valueOf(text);
      }
      throw new TypeConversionException("expected 0 to " + MOST + ", found (" + text + ")");
    }
  }

  /** A whole number of threads. */
  public static final class OfThreads implements ITypeConverter<Integer> {
    private static final int MOST = 1024;

    @Override
    public Integer convert(String text) {
      try {
        int threads = Integer.parseInt(text);
        if (threads >= 1 && threads <= MOST) {
          return threads;
        }
      } catch (NumberFormatException e) {
        throw new TypeConversionException("expected a whole number, found (" + text + ")");
      }
      throw new TypeConversionException("expected 1 to " + MOST + ", found (" + text + ")");
    }
  }
}
