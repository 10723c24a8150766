/**
 * The race: every entrant on every instance in a process of its own, that can be killed; one JSON
 * record a measurement.
 */
package eoca.bench.race;
