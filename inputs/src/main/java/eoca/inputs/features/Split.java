package eoca.inputs.features;

import java.util.Locale;

/** The part of the samples a row belongs to. */
public enum Split {
  /** Fitted on. */
  TRAIN(0),
  /** Early stopping and tuning. */
  VALIDATION(1),
  /** Reported on. */
  TEST(2);

  private final int code;

  Split(int code) {
    this.code = code;
  }

  /** The code in {@link FeatureData.Samples#split}. */
  public int code() {
    return code;
  }

  /** The word in files and messages. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
