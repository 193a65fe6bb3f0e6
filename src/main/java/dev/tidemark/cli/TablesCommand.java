package dev.tidemark.cli;

import dev.tidemark.table.Column;
import dev.tidemark.table.TableSpec;
import dev.tidemark.topology.Tables;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints the catalog. */
@Command(
        name = "tables",
        mixinStandardHelpOptions = true,
        description = "Prints every table with its key, partitioning, columns, types and meaning.")
final class TablesCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        StringBuilder out = new StringBuilder();
        for (TableSpec t : Tables.catalog().tables()) {
            describe(t, out);
        }
        System.out.print(out);
        return 0;
    }

    private static void describe(TableSpec t, StringBuilder out) {
        out.append(t.name()).append('\n');
        out.append("  ").append(t.meaning()).append('\n');
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
            out.append(String.format(Locale.ROOT, "    %-" + width + "s  %-14s  %s%n", c.name(), type, c.meaning()));
        }
        out.append('\n');
    }
}
