package eoca.inputs.campaign;

/**
 * When a completed run is not published by itself: what may have moved against the published run,
 * and how old its table may be. Null where there is no guard.
 *
 * @param users largest change of the number of users, per cent
 * @param objective largest change of the objective, per cent
 * @param fundEtv largest change of any fund's mean ETV, per cent
 * @param tableAgeSeconds largest age of the ETV table's oldest file
 */
public record PublishGuards(Double users, Double objective, Double fundEtv, Long tableAgeSeconds) {
  /** No guards. */
  public static final PublishGuards NONE = new PublishGuards(null, null, null, null);
}
