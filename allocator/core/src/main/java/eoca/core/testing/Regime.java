package eoca.core.testing;

/** How the values and quotas of a generated instance behave. */
public enum Regime {
  /** User, fund and pair effects, all log-normal: what a model's scores look like. */
  LOGNORMAL,
  /** Pareto with exponent 1.1: a few users carry most of the value. */
  HEAVY_TAIL,
  /** Every value is the same. */
  CONSTANT,
  /** Three to five distinct values. */
  FEW_VALUES,
  /** Whole numbers 0..1000. */
  INTEGER,
  /** Log-normal amounts rounded to cents. */
  CENTS,
  /** Half of the users are all zero (some of it −0), half of the other cells too. */
  ZEROS,
  /** Values of both signs. */
  NEGATIVE,
  /** A handful of distinct users, each many times. */
  TIED,
  /** Values over 30 orders of magnitude. */
  WIDE_RANGE,
  /** Log-normal values; every risk level is exhausted: all slacks are 0. */
  TIGHT_RISK,
  /** Log-normal values; one fund takes (nearly) everybody, the others nobody or one user. */
  ONE_HOT_QUOTA
}
