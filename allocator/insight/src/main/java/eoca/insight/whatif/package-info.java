/** What other quotas would give, without making a run. */
package eoca.insight.whatif;
