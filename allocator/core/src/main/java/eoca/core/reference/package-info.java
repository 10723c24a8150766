/**
 * The strategies as they read on paper, with whole sorts and no cleverness: what the fast versions
 * must equal byte for byte, and what they are raced against. Not offered as strategies.
 */
package eoca.core.reference;
