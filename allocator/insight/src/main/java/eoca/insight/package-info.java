/**
 * What people ask of completed runs: other quotas (re-run, what-if), differences between two runs,
 * and why a user got a fund. Reads run folders, never changes one.
 */
package eoca.insight;
