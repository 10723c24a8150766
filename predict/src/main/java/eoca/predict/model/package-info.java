/**
 * Models made of blocks by configuration: {@link eoca.predict.model.ModelConfig} says which parts,
 * {@link eoca.predict.model.Batches} turns rows of data into batches, {@link
 * eoca.predict.model.EtvModel} computes the outputs.
 */
package eoca.predict.model;
