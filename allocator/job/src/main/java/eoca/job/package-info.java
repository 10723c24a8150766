/**
 * The batch job: a campaign goes in, a verified and published run folder comes out.
 *
 * <ul>
 *   <li>{@code model}: what {@code result.json} and {@code manifest.json} say
 *   <li>{@code store}: run folders on disk: staging, locks, atomic moves, CURRENT, failed runs
 *   <li>{@code pipeline}: the stages check, feasibility, solve, certify, write, verify, report
 *   <li>{@code verify}: the independent check of what lies on disk
 *   <li>{@code report}: what the report page shows
 *   <li>{@code cli}: the commands
 * </ul>
 */
package eoca.job;
