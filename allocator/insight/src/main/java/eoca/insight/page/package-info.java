/** Self-contained pages: sections of figures, charts and tables in one file of HTML. */
package eoca.insight.page;
