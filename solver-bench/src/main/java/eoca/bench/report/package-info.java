/** The benchmark report: HTML and Markdown tables made of result files, and nothing else. */
package eoca.bench.report;
