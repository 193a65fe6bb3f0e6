package dev.tidemark.cli;

import dev.tidemark.delta.TableReader;
import dev.tidemark.delta.TableRows;
import dev.tidemark.table.Column;
import dev.tidemark.table.TableSpec;
import dev.tidemark.table.Values;
import dev.tidemark.topology.Tables;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the rows of a table. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Prints the rows of a table as they stand, sorted by key. Only the rows go to standard output.")
final class ShowCommand implements Callable<Integer> {

    /** How rows are printed. */
    enum Format {
        TABLE,
        CSV,
        JSON
    }

    @Parameters(paramLabel = "TABLE", description = "Name of the table; ./tidemark tables lists them.")
    private String table;

    @Option(
            names = "--lake",
            defaultValue = "./lake",
            paramLabel = "LAKE",
            description = "Lake to read: a folder or s3://bucket/prefix; default ${DEFAULT-VALUE}.")
    private String lake;

    @Option(
            names = "--format",
            defaultValue = "table",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}, default ${DEFAULT-VALUE}.")
    private Format format;

    @Option(
            names = "--where",
            paramLabel = "COLUMN=VALUE",
            description = "Only rows with that value; several must all hold. An empty value means null.")
    private List<String> where = List.of();

    @Mixin
    private ConfigOptions options;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many rows.")
    private Integer limit;

    @Override
    public Integer call() throws IOException {
        TableSpec spec;
        try {
            spec = Tables.catalog().table(table);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
        if (limit != null && limit < 0) {
            throw new CommandFailure("--limit is " + limit + "; it must not be negative");
        }
        TableReader reader = options.openLake(lake)
                .find(spec.name())
                .orElseThrow(() -> new CommandFailure("the lake " + lake + " has no table " + spec.name()
                        + " yet; fill it with ./tidemark replay or ./tidemark demo, or name another with --lake"));
        for (String condition : where) {
            reader = narrow(reader, condition);
        }
        List<Object[]> rows = sorted(reader, spec);
        try (Writer out = new BufferedWriter(
                new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8))) {
            RowPrinter.print(format, reader.columns(), rows, out);
        }
        return 0;
    }

    private static TableReader narrow(TableReader reader, String condition) {
        int equals = condition.indexOf('=');
        if (equals < 1) {
            throw new CommandFailure("--where is '" + condition + "'; write it as column=value");
        }
        String name = condition.substring(0, equals);
        String text = condition.substring(equals + 1);
        try {
            Column column = reader.columns().stream()
                    .filter(c -> c.name().equals(name))
                    .findFirst()
                    .orElse(null);
            // an unknown column is refused by the reader, which lists the columns
            return reader.where(name, column == null || text.isEmpty() ? null : Values.parse(column.type(), text));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("--where " + condition + ": " + e.getMessage(), e);
        }
    }

    private List<Object[]> sorted(TableReader reader, TableSpec spec) throws IOException {
        List<String> names = reader.columns().stream().map(Column::name).toList();
        Comparator<Object[]> byKey = Values.byColumns(
                spec.key().stream().mapToInt(names::indexOf).filter(i -> i >= 0).toArray());
        if (limit == null) {
            List<Object[]> rows = new ArrayList<>(reader.toList());
            rows.sort(byKey);
            return rows;
        }
        // of a big table only the first rows are kept in memory
        PriorityQueue<Object[]> first = new PriorityQueue<>(byKey.reversed());
        try (TableRows rows = reader.rows()) {
            while (rows.hasNext()) {
                first.add(rows.next());
                if (first.size() > limit) {
                    first.remove();
                }
            }
        }
        List<Object[]> rows = new ArrayList<>(first);
        rows.sort(byKey);
        return rows;
    }
}
