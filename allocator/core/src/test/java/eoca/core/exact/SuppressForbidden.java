package eoca.core.exact;

/** Marks a main class of the test sources that may print. */
@interface SuppressForbidden {}
