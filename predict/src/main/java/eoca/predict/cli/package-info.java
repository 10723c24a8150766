/** The commands of this module. */
package eoca.predict.cli;
