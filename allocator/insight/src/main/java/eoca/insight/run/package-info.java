/** A completed run with its inputs, open to be asked. */
package eoca.insight.run;
