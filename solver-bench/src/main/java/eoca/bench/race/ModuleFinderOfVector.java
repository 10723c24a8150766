package eoca.bench.race;

import java.lang.module.ModuleFinder;

/** Whether this JDK has the Vector API's module, loaded here or not. */
final class ModuleFinderOfVector {
  private ModuleFinderOfVector() {}

  static boolean present() {
    return ModuleFinder.ofSystem().find("jdk.incubator.vector").isPresent();
  }
}
