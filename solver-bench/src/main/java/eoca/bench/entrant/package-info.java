/** The solvers that race, behind one interface. */
package eoca.bench.entrant;
