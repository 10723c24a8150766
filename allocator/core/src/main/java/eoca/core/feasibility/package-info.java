/** Whether an allocation exists at all, and if not: why, and the smallest change that mends it. */
package eoca.core.feasibility;
