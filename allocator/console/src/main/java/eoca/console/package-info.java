/**
 * The local web page over runs: what the commands do, in a browser on the same machine. Listens on
 * the loopback interface only, to whoever was given the link.
 */
package eoca.console;
