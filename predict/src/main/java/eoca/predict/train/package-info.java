/**
 * Training: {@link eoca.predict.train.Trainer} fits a model, {@link eoca.predict.train.Checkpoints}
 * lets it go on after any kind of end, {@link eoca.predict.train.ModelFolder} is what is left.
 */
package eoca.predict.train;
