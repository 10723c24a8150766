/**
 * The data contracts: what a campaign file, an ETV table and an assignment are, how they are read,
 * checked and written.
 *
 * <ul>
 *   <li>{@code error}: exit codes, located defects, the exception that carries them
 *   <li>{@code cli}: how a module offers its commands
 *   <li>{@code campaign}: campaign.yaml, shares, quota overrides
 *   <li>{@code etv}: ETV tables in every format, memory-mapped columns, data checks
 *   <li>{@code assignment}: assignment files, written and read back
 *   <li>{@code features}: the tables of prediction and how their columns become numbers
 *   <li>{@code config}: configuration trees with located errors
 *   <li>{@code synthetic}: seeded generators
 *   <li>{@code sample}: real campaigns made from public data
 * </ul>
 */
package eoca.inputs;
