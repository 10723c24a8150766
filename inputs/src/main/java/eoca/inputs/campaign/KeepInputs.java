package eoca.inputs.campaign;

import java.util.Locale;

/** How the inputs of a run stay available after somebody replaced the files. */
public enum KeepInputs {
  /**
   * A hard link in the run folder, or a copy where the file system has no link. It survives a file
   * that is replaced or removed, not one that is written over in place.
   */
  LINK,
  /** A copy in the run folder: survives everything and takes its room. */
  COPY,
  /** Nothing is kept. */
  NONE;

  /** What a campaign file that says nothing gets. */
  public static final KeepInputs DEFAULT = LINK;

  /** The name in files: {@code link}, {@code copy}, {@code none}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
