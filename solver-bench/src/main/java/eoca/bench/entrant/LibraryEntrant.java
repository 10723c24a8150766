package eoca.bench.entrant;

/** Somebody else's solver: what all of them have in common. Every one claims to be exact. */
abstract class LibraryEntrant implements Entrant {
  private final String id;
  private final String label;
  private final Family family;
  private final boolean java;

  /**
   * Names a solver.
   *
   * @param id entrant id
   * @param label the name the report uses
   * @param family its kind
   * @param java whether it runs in Java bytecode
   */
  LibraryEntrant(String id, String label, Family family, boolean java) {
    this.id = id;
    this.label = label;
    this.family = family;
    this.java = java;
  }

  @Override
  public final String id() {
    return id;
  }

  @Override
  public final String label() {
    return label;
  }

  @Override
  public final Family family() {
    return family;
  }

  @Override
  public final boolean exact() {
    return true;
  }

  @Override
  public final boolean java() {
    return java;
  }

  /** OR-Tools' version; the pure-Java libraries tell their own. */
  @Override
  public String version() {
    return OrTools.version();
  }
}
