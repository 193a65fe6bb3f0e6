package dev.tidemark.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.delta.Lake;
import dev.tidemark.delta.TableReader;
import dev.tidemark.delta.TableRows;
import dev.tidemark.table.Column;
import dev.tidemark.table.Values;
import dev.tidemark.topology.Tables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The tables of a lake as text, so that rows can be compared as multisets and read in a failure's message. */
public final class LakeReading {
    private static final int DIFFERENCES_SHOWN = 6;

    private final Lake lake;

    public LakeReading(Path lake) {
        this(Lake.at(lake.toString()));
    }

    public LakeReading(Lake lake) {
        this.lake = lake;
    }

    /** The names of all tables of the product, whether or not the lake has them. */
    public static List<String> tables() {
        return Tables.catalog().tables().stream().map(t -> t.name()).toList();
    }

    /** A table's rows by column, in no order; a table that is not there has none. Null values are null. */
    public List<Map<String, String>> rows(String table, String... without) throws IOException {
        Optional<TableReader> reader = lake.find(table);
        if (reader.isEmpty()) {
            return List.of();
        }
        List<Column> columns = reader.get().columns();
        Set<String> omitted = Set.of(without);
        List<Map<String, String>> all = new ArrayList<>();
        try (TableRows rows = reader.get().rows()) {
            while (rows.hasNext()) {
                Object[] row = rows.next();
                Map<String, String> byColumn = new TreeMap<>();
                for (int i = 0; i < row.length; i++) {
                    if (!omitted.contains(columns.get(i).name())) {
                        byColumn.put(
                                columns.get(i).name(),
                                Values.format(columns.get(i).type(), row[i]));
                    }
                }
                all.add(byColumn);
            }
        }
        return all;
    }

    /** How many rows a table has, however large it is. */
    public long count(String table) throws IOException {
        Optional<TableReader> reader = lake.find(table);
        if (reader.isEmpty()) {
            return 0;
        }
        long count = 0;
        try (TableRows rows = reader.get().rows()) {
            for (; rows.hasNext(); rows.next()) {
                count++;
            }
        }
        return count;
    }

    /** Every table with its rows in a fixed order, every column included. */
    public Map<String, List<String>> everything() throws IOException {
        Map<String, List<String>> all = new TreeMap<>();
        for (String table : tables()) {
            all.put(table, rows(table).stream().map(Object::toString).sorted().toList());
        }
        return all;
    }

    /** How many rows have each value of a column, of the rows where another column has a value. */
    public Map<String, Long> counts(String table, String column, String where, String is) throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        for (Map<String, String> row : rows(table)) {
            if (is.equals(row.get(where))) {
                counts.merge(row.get(column), 1L, Long::sum);
            }
        }
        return counts;
    }

    /** Fails unless the rows are the same, in whatever order; says only the first few that are not. */
    public static <T> void assertSameRows(String what, List<T> found, List<T> expected) {
        Map<T, Integer> surplus = new HashMap<>();
        found.forEach(r -> surplus.merge(r, 1, Integer::sum));
        expected.forEach(r -> surplus.merge(r, -1, Integer::sum));
        surplus.values().removeIf(n -> n == 0);
        List<String> differences = surplus.entrySet().stream()
                .map(e -> e.getKey() + (e.getValue() > 0 ? " is there, but should not be" : " is missing"))
                .sorted()
                .limit(DIFFERENCES_SHOWN)
                .toList();
        assertThat(differences)
                .as("%s: %d rows, expected %d", what, found.size(), expected.size())
                .isEmpty();
    }

    /** The sum of a column of whole numbers. */
    public long sum(String table, String column) throws IOException {
        return rows(table).stream()
                .mapToLong(r -> Long.parseLong(r.get(column)))
                .sum();
    }
}
