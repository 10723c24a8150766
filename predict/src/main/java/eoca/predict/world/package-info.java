/** A synthetic world whose truth is known: what a model should find, and did it. */
package eoca.predict.world;
