/**
 * The losses, as functions of a model's outputs, with their gradients: plain Java in double
 * precision, independent of the tensor engine. Training multiplies the outputs by these gradients
 * (held constant) and lets the engine differentiate the rest of the model.
 */
package eoca.predict.loss;
