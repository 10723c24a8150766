/**
 * The blocks models are made of, each a few lines of tensor algebra over {@link
 * eoca.predict.net.Params}: embeddings, self-attention over behaviour, graph attention, mixtures of
 * experts, towers, output heads. A block is made once (its parameters get names and initial values)
 * and applied to batches; it keeps no state of a batch.
 */
package eoca.predict.net;
