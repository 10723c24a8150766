package eoca.bench.race;

/**
 * What a child process is asked to do.
 *
 * @param entrant entrant id
 * @param instance the instance
 * @param threads threads allowed
 * @param limitSeconds time allowed a solve
 * @param warmUpSeconds how long a Java entrant is warmed up
 * @param maxSolves most measured solves
 * @param budgetSeconds no further solve is begun once the measured ones took this long
 * @param certify whether to check the answer (the exact solver makes the prices where the entrant
 *     has none)
 */
record ChildRequest(
    String entrant,
    InstanceKey instance,
    int threads,
    double limitSeconds,
    double warmUpSeconds,
    int maxSolves,
    double budgetSeconds,
    boolean certify) {}
