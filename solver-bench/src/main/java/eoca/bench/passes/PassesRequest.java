package eoca.bench.passes;

import eoca.bench.race.InstanceKey;
import java.util.List;

/**
 * What a measuring process is asked to do.
 *
 * @param instance the instance
 * @param threads threads of the streaming pass and of everything else
 * @param entrants strategies beside the exact one and the certificate
 * @param vector whether the process has the Vector API
 * @param commit of which sources
 */
record PassesRequest(
    InstanceKey instance, int threads, List<String> entrants, boolean vector, String commit) {}
