/** The manual strategy: funds in priority order, each takes its best-scoring users. */
package eoca.core.manual;
