/**
 * The independent certificate: whether an allocation keeps every rule, what it is worth, and how
 * far from the optimum it can be at most. Shares no code with any strategy.
 */
package eoca.core.certificate;
