/** What a model must beat: a plain logistic hurdle model on the same encoded features. */
package eoca.predict.baseline;
