/**
 * Scoring: users in, an ETV table out, part by part. {@link eoca.predict.score.Scoring} is the
 * whole of it; {@link eoca.predict.model.Profile} is what training stores so that scoring can tell
 * drift.
 */
package eoca.predict.score;
