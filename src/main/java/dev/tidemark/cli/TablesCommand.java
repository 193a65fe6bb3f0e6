package dev.tidemark.cli;

import dev.tidemark.table.Column;
import dev.tidemark.table.SqlDialect;
import dev.tidemark.table.TableSpec;
import dev.tidemark.table.Unit;
import dev.tidemark.table.ViewSpec;
import dev.tidemark.topology.Tables;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints the catalog, for people or as SQL. */
@Command(
        name = "tables",
        mixinStandardHelpOptions = true,
        description = "Prints every table with its key, partitioning, columns, types and meaning; or the"
                + " SQL that makes a query engine know the tables, and views over them.")
final class TablesCommand implements Callable<Integer> {

    @Option(
            names = "--ddl",
            paramLabel = "ENGINE",
            description = "Print SQL statements for ${COMPLETION-CANDIDATES} instead.")
    private SqlDialect ddl;

    @Option(
            names = "--lake",
            paramLabel = "LOCATION",
            description = "With --ddl: where the engine finds the lake, such as s3://bucket/lake; Spark's default is"
                    + " ./lake.")
    private String lake;

    @Override
    public Integer call() {
        if (ddl == null && lake != null) {
            throw new CommandFailure("--lake is of use with --ddl only: the catalog is the same for every lake");
        }
        StringBuilder out = new StringBuilder();
        if (ddl != null) {
            statements(location(), out);
            System.out.print(out);
            return 0;
        }
        for (TableSpec t : Tables.catalog().tables()) {
            describe(t, out);
        }
        System.out.print(out);
        return 0;
    }

    private void statements(String location, StringBuilder out) {
        for (TableSpec t : Tables.catalog().tables()) {
            out.append(ddl.createTable(t, location)).append(";\n\n");
        }
        for (ViewSpec v : Tables.views()) {
            out.append(ddl.createView(v)).append(";\n\n");
        }
    }

    private String location() {
        if (ddl == SqlDialect.ATHENA && (lake == null || !lake.startsWith("s3://"))) {
            throw new CommandFailure("Athena reads lakes on S3 only" + (lake == null ? "" : ", not " + lake)
                    + "; name the lake's place with --lake s3://bucket/folder");
        }
        if (lake != null && lake.contains("://")) {
            return lake;
        }
        return Path.of(lake == null ? "./lake" : lake)
                .toAbsolutePath()
                .normalize()
                .toString();
    }

    private static void describe(TableSpec t, StringBuilder out) {
        out.append(t.name()).append('\n');
        out.append("  ").append(t.title()).append(": ").append(t.meaning()).append('\n');
        out.append("  layer: ")
                .append(t.layer().name().toLowerCase(Locale.ROOT))
                .append(", rows are ")
                .append(t.mode() == TableSpec.Mode.APPEND ? "added" : "replaced by key")
                .append('\n');
        out.append("  key: ").append(String.join(", ", t.key())).append('\n');
        out.append("  partitioned by: ")
                .append(t.partitionBy().isEmpty() ? "(nothing)" : String.join(", ", t.partitionBy()))
                .append('\n');
        int width = t.columns().stream().mapToInt(c -> c.name().length()).max().orElse(0);
        for (Column c : t.columns()) {
            String type = c.type().toString();
            String unit = c.unit() == Unit.NONE ? "" : c.unit().word();
            out.append(String.format(
                    Locale.ROOT, "    %-" + width + "s  %-14s  %-7s  %s%n", c.name(), type, unit, c.meaning()));
        }
        out.append('\n');
    }
}
