package eoca.bench.entrant;

import com.google.ortools.Loader;
import com.google.ortools.init.OrToolsVersion;

/** Loads OR-Tools' native library, once a process and only when an entrant needs it. */
final class OrTools {
  private OrTools() {}

  static void load() {
    Loader.loadNativeLibraries();
  }

  /** Such as {@code OR-Tools 9.15.6755}; needs the natives. */
  static String version() {
    load();
    return "OR-Tools " + OrToolsVersion.getVersionString();
  }
}
