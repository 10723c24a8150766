package eoca.job.notify;

import java.net.URI;

/**
 * Who is called when a run has ended; null where nobody is.
 *
 * @param onSuccess a shell command, after exit 0
 * @param onFailure a shell command, after every other exit but 99
 * @param webhook gets a JSON summary by POST
 * @param metrics gets {@code metrics.prom} by PUT
 * @param lineage gets {@code lineage.json} by POST
 */
public record Calls(String onSuccess, String onFailure, URI webhook, URI metrics, URI lineage) {}
