/** Why a user got a fund, and who is at a fund's margin. */
package eoca.insight.explain;
