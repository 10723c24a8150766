/**
 * The data contract of prediction: five tables (users, funds, samples, behaviours, edges) and the
 * YAML feature specification that says how their columns become numbers.
 *
 * <p>The way through it: {@link eoca.inputs.features.FeatureSpec} is read from YAML; {@link
 * eoca.inputs.features.FeatureDatabase} imports the tables and refuses them with located defects;
 * {@link eoca.inputs.features.FittedFeatures} is what was learned from the training split
 * (vocabularies, quantiles), stored with the model, so that training and scoring encode alike;
 * {@link eoca.inputs.features.FeatureData} is the encoded result.
 */
package eoca.inputs.features;
