package dev.tidemark.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.tidemark.table.Column;
import dev.tidemark.table.ColumnType;
import dev.tidemark.table.Values;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.List;

/** Prints rows as an aligned table, CSV (RFC 4180) or one JSON array of objects. */
final class RowPrinter {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();
    /** A wider cell is cut in the aligned table: CSV and JSON show all of it. */
    private static final int MAX_WIDTH = 60;

    private RowPrinter() {}

    static void print(ShowCommand.Format format, List<Column> columns, List<Object[]> rows, Writer out)
            throws IOException {
        switch (format) {
            case TABLE -> table(columns, rows, MAX_WIDTH, out);
            case CSV -> csv(columns, rows, out);
            case JSON -> json(columns, rows, out);
        }
    }

    /** Prints an aligned table; cells wider than {@code maxWidth} are cut. */
    static void table(List<Column> columns, List<Object[]> rows, int maxWidth, Writer out) throws IOException {
        int n = columns.size();
        int[] widths = new int[n];
        for (int c = 0; c < n; c++) {
            widths[c] = columns.get(c).name().length();
        }
        String[][] cells = new String[rows.size()][n];
        for (int r = 0; r < cells.length; r++) {
            for (int c = 0; c < n; c++) {
                String text = text(columns.get(c).type(), rows.get(r)[c]);
                text = text == null ? "" : text.replaceAll("\\p{Cntrl}", " ");
                cells[r][c] = text.length() > maxWidth ? text.substring(0, maxWidth - 3) + "..." : text;
                widths[c] = Math.max(widths[c], cells[r][c].length());
            }
        }
        String[] names = columns.stream().map(Column::name).toArray(String[]::new);
        line(names, columns, widths, out);
        String[] rule = new String[n];
        for (int c = 0; c < n; c++) {
            rule[c] = "-".repeat(widths[c]);
        }
        line(rule, columns, widths, out);
        for (String[] row : cells) {
            line(row, columns, widths, out);
        }
    }

    private static void line(String[] cells, List<Column> columns, int[] widths, Writer out) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < cells.length; c++) {
            String pad = " ".repeat(widths[c] - cells[c].length());
            line.append(c == 0 ? "" : "  ").append(isNumber(columns.get(c)) ? pad + cells[c] : cells[c] + pad);
        }
        out.write(line.toString().stripTrailing());
        out.write('\n');
    }

    private static boolean isNumber(Column c) {
        return switch (c.type().kind()) {
            case INT, LONG, DECIMAL -> true;
            default -> false;
        };
    }

    private static void csv(List<Column> columns, List<Object[]> rows, Writer out) throws IOException {
        String[] names = columns.stream().map(Column::name).toArray(String[]::new);
        csvLine(names, out);
        for (Object[] row : rows) {
            String[] cells = new String[names.length];
            for (int c = 0; c < cells.length; c++) {
                cells[c] = text(columns.get(c).type(), row[c]);
            }
            csvLine(cells, out);
        }
    }

    private static void csvLine(String[] cells, Writer out) throws IOException {
        for (int c = 0; c < cells.length; c++) {
            String cell = cells[c] == null ? "" : cells[c];
            boolean quote = cell.chars().anyMatch(ch -> ch == ',' || ch == '"' || ch == '\n' || ch == '\r');
            out.write(c == 0 ? "" : ",");
            out.write(quote ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
        }
        out.write("\r\n");
    }

    private static void json(List<Column> columns, List<Object[]> rows, Writer out) throws IOException {
        try (JsonGenerator g = JSON.createGenerator(out)) {
            DefaultPrettyPrinter aRowALine = new DefaultPrettyPrinter();
            aRowALine.indentArraysWith(new DefaultIndenter("", "\n"));
            aRowALine.indentObjectsWith(new DefaultPrettyPrinter.NopIndenter());
            g.setPrettyPrinter(aRowALine);
            g.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            array(columns, rows, g);
        }
        out.write('\n');
    }

    /** Writes rows as an array of objects. */
    static void array(List<Column> columns, List<Object[]> rows, JsonGenerator g) throws IOException {
        g.writeStartArray();
        for (Object[] row : rows) {
            object(columns, row, g);
        }
        g.writeEndArray();
    }

    private static void object(List<Column> columns, Object[] row, JsonGenerator g) throws IOException {
        g.writeStartObject();
        for (int c = 0; c < row.length; c++) {
            g.writeFieldName(columns.get(c).name());
            value(columns.get(c).type(), row[c], g);
        }
        g.writeEndObject();
    }

    private static void value(ColumnType type, Object value, JsonGenerator g) throws IOException {
        if (value == null) {
            g.writeNull();
            return;
        }
        switch (type.kind()) {
            case INT -> g.writeNumber((Integer) value);
            case LONG -> g.writeNumber((Long) value);
            case DECIMAL -> g.writeNumber((BigDecimal) value);
            case BOOLEAN -> g.writeBoolean((Boolean) value);
            case ARRAY -> {
                g.writeStartArray();
                for (Object v : (Object[]) value) {
                    value(type.element(), v, g);
                }
                g.writeEndArray();
            }
            case STRUCT -> object(type.fields(), (Object[]) value, g);
            case STRING, DATE, TIMESTAMP -> g.writeString(Values.format(type, value));
        }
    }

    /** One cell as text; arrays as JSON. */
    private static String text(ColumnType type, Object value) throws IOException {
        if (value == null || type.kind() != ColumnType.Kind.ARRAY) {
            return Values.format(type, value);
        }
        StringWriter out = new StringWriter();
        try (JsonGenerator g = JSON.createGenerator(out)) {
            value(type, value, g);
        }
        return out.toString();
    }
}
