/**
 * Reading of configuration trees (YAML or JSON) with errors that name the place and suggest keys.
 */
package eoca.inputs.config;
