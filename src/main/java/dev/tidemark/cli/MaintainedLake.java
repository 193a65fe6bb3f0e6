package dev.tidemark.cli;

import dev.tidemark.delta.Lake;
import dev.tidemark.table.TableSpec;
import dev.tidemark.topology.Tables;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.flink.util.TimeUtils;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a command is told the tables that it maintains. */
final class MaintainedLake {
    @Option(
            names = "--lake",
            defaultValue = "./lake",
            paramLabel = "LAKE",
            description = "Lake to maintain: a folder or s3://bucket/prefix; default ${DEFAULT-VALUE}.")
    private String lake;

    @Option(names = "--table", paramLabel = "TABLE", description = "Only this table; default: all of the catalog.")
    private String table;

    @Mixin
    private ConfigOptions options;

    Lake open() throws IOException {
        return options.openLake(lake);
    }

    /** @throws CommandFailure if the one that was named is not in the catalog; the message lists the tables */
    List<TableSpec> tables() {
        if (table == null) {
            return Tables.catalog().tables();
        }
        try {
            return List.of(Tables.catalog().table(table));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }

    CommandFailure noTable() {
        return new CommandFailure("the lake " + lake + " has " + (table == null ? "no tables" : "no table " + table)
                + " yet; name another" + " with --lake");
    }

    static Duration duration(String option, String text) {
        try {
            return TimeUtils.parseDuration(text);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(option + " is '" + text + "'; write it as 7d, 12h or 30min", e);
        }
    }
}
