package dev.tidemark.dashboard;

import dev.tidemark.table.Panel;
import dev.tidemark.table.TableSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The catalog, as far as a page needs it to draw a table it has never heard of. */
final class TableList {
    private final LakeTables tables;
    private final TableWatch watch;

    record Tables(List<Table> tables) {}

    /**
     * One table.
     *
     * @param version the newest; null, like {@code committedAt} and {@code rows}, if the lake does not have the table yet
     * @param rows how many rows its files have
     */
    record Table(
            String name,
            String layer,
            String title,
            String meaning,
            List<String> key,
            List<String> partitionBy,
            PanelOf panel,
            List<ColumnOf> columns,
            Long version,
            String committedAt,
            Long rows) {}

    record PanelOf(String kind, String x, String series, List<String> values) {}

    record ColumnOf(String name, String type, String unit, String meaning, boolean nullable) {}

    TableList(LakeTables tables, TableWatch watch) {
        this.tables = tables;
        this.watch = watch;
    }

    Tables of(Query query) throws IOException {
        query.allow();
        List<TableWatch.Commit> commits = watch.newest();
        List<Table> all = new ArrayList<>();
        for (TableSpec t : tables.catalog().tables()) {
            TableWatch.Commit commit = commits.stream()
                    .filter(c -> c.table().equals(t.name()))
                    .findFirst()
                    .orElse(null);
            all.add(table(t, commit));
        }
        return new Tables(all);
    }

    private Table table(TableSpec t, TableWatch.Commit commit) throws IOException {
        return new Table(
                t.name(),
                t.layer().name().toLowerCase(Locale.ROOT),
                t.title(),
                t.meaning(),
                t.key(),
                t.partitionBy(),
                t.panel().map(TableList::panel).orElse(null),
                t.columns().stream()
                        .map(c -> new ColumnOf(
                                c.name(),
                                c.type().toString(),
                                c.unit().word(),
                                c.meaning(),
                                !t.key().contains(c.name())))
                        .toList(),
                commit == null ? null : commit.version(),
                commit == null ? null : commit.committedAt().toString(),
                tables.open(t).map(LakeTables.Opened::rows).orElse(null));
    }

    private static PanelOf panel(Panel p) {
        return new PanelOf(p.kind().word(), p.x(), p.series(), p.values());
    }
}
