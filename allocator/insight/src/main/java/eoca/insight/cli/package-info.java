/** The command line of what people ask of runs. */
package eoca.insight.cli;
