package eoca.insight.cli;

import eoca.inputs.campaign.Strategy;
import eoca.inputs.error.EocaException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Whether users stay where the run has them. */
final class StayOptions {
  @Option(
      names = "--keep",
      description = "Among the best allocations, take one that moves the fewest users.")
  boolean keep;

  @Option(
      names = "--stickiness",
      paramLabel = "V",
      defaultValue = "0",
      converter = OfCost.class,
      description = {
        "Moving a user costs V (money, as a 32-bit float): trades objective for fewer moves. Default"
            + " 0."
      })
  float stickiness;

  /** Requires the exact strategy where users stay. */
  void requireExact(Strategy strategy) {
    if ((keep || stickiness > 0) && strategy != Strategy.EXACT) {
      throw EocaException.usage(
          "--keep and --stickiness need the exact strategy, found (" + strategy.id() + ")",
          "Maybe add --strategy exact.");
    }
  }

  /** Money that is not negative. */
  static final class OfCost implements ITypeConverter<Float> {
    @Override
    public Float convert(String text) {
      try {
        float cost = Float.parseFloat(text);
        if (cost >= 0 && cost <= Float.MAX_VALUE) {
          return cost;
        }
      } catch (NumberFormatException e) {
        throw new TypeConversionException("expected money such as 0.50, found (" + text + ")");
      }
      throw new TypeConversionException("expected money of at least 0, found (" + text + ")");
    }
  }
}
