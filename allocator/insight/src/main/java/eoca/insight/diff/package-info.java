/** Two runs side by side: who moved, from which fund to which. */
package eoca.insight.diff;
