package dev.tidemark.dashboard;

import dev.tidemark.table.Column;
import dev.tidemark.table.ColumnType;
import dev.tidemark.table.Values;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Rows as CSV by RFC 4180, UTF-8, with a line of names first. A text that a spreadsheet would take for a formula gets an
 * apostrophe in front: what strangers wrote must not run on the reader's machine.
 */
final class CsvWriter {
    private static final String FORMULA_STARTS = "=+-@\t\r\n＝＋－＠";

    private final List<Column> columns;
    private final Writer out;

    CsvWriter(List<Column> columns, OutputStream to) throws IOException {
        this.columns = columns;
        this.out = new BufferedWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8));
        for (int i = 0; i < columns.size(); i++) {
            out.write(i == 0 ? "" : ",");
            out.write(cell(columns.get(i).name()));
        }
        out.write("\r\n");
    }

    /** Writes a row; null as nothing between the commas. */
    void write(Object[] row) throws IOException {
        for (int i = 0; i < row.length; i++) {
            out.write(i == 0 ? "" : ",");
            ColumnType type = columns.get(i).type();
            String text = Values.format(type, row[i]);
            if (text != null) {
                out.write(cell(isText(type) ? harmless(text) : text));
            }
        }
        out.write("\r\n");
    }

    void finish() throws IOException {
        out.flush();
    }

    private static boolean isText(ColumnType type) {
        return switch (type.kind()) {
            case STRING, ARRAY, STRUCT -> true;
            default -> false;
        };
    }

    static String harmless(String text) {
        return !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    private static String cell(String text) {
        boolean plain = true;
        for (int i = 0; i < text.length() && plain; i++) {
            char c = text.charAt(i);
            plain = c != ',' && c != '"' && c != '\n' && c != '\r';
        }
        // an empty text is told apart from no value
        return plain && !text.isEmpty() ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
