/**
 * The command line: one root that discovers the modules' commands, and what every command has in
 * common (help, suggestions, messages, exit codes, completion).
 */
package eoca.app;
