/** Synthetic campaigns: seeded, always feasible, in memory or streamed to files. */
package eoca.inputs.synthetic;
