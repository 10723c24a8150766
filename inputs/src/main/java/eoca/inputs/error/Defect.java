package eoca.inputs.error;

/**
 * One located defect of an input file.
 *
 * @param file the file as the user named it (relative paths stay relative)
 * @param row data row, counted from 1 without the header; 0 where the defect is of the whole file
 *     or column
 * @param column column name, or empty
 * @param value the offending value as text, or empty
 * @param rule what was expected, one line
 */
public record Defect(String file, long row, String column, String value, String rule) {}
