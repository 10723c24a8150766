/** The exact allocator: the optimum of an instance, with prices that prove it. */
package eoca.core.exact;
