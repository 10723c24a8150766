/** Run folders on disk: staging, locks, atomic moves, CURRENT, failed runs. */
package eoca.job.store;
