/** Who hears of a run that ended: commands, web hooks, collectors of metrics and lineage. */
package eoca.job.notify;
