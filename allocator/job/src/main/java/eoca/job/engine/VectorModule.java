package eoca.job.engine;

import eoca.inputs.VectorApi;

/**
 * When a job adds the Vector API: until the JVM has compiled them, vector kernels cost more than
 * they gain, and a nightly job is a fresh JVM. At 10 million users and 8 funds its exact solve took
 * 1.5 to 1.8 s without the module and 2.9 to 3.0 s with it, at 40 million 4.2 to 4.6 s and 4.4 to
 * 4.6 s, its certificate 1.5 s and 0.9 s (2 threads, JDK 17).
 */
final class VectorModule {
  /** Users times funds from which a job of its own process gains. */
  static final long WORTH_IT = 1L << 28;

  private VectorModule() {}

  /** Adds the module for an instance of this size if that is worth it; kernels are chosen once. */
  static void loadFor(int users, int funds) {
    if ((long) users * funds >= WORTH_IT) {
      VectorApi.load();
    }
  }
}
