package dev.tidemark.gold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.contract.CellKey;
import dev.tidemark.contract.GoldFact;
import dev.tidemark.contract.GoldTable;
import dev.tidemark.table.Column;
import dev.tidemark.table.TableRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One Gold table as it stands after every checkpoint: the rules of the gold stage in the plainest form. */
public final class GoldLake {
    private final GoldTable table;
    private final Map<Long, Map<CellKey, long[]>> groups = new TreeMap<>();
    private final Map<Long, Map<CellKey, long[]>> rendered = new TreeMap<>();
    private final Map<String, Map<String, Object>> rows = new TreeMap<>();
    /** The keys that were taken back at the last checkpoint. */
    public final List<String> deleted = new ArrayList<>();
    /** How many rows the last checkpoint wrote or took back. */
    public int written;

    public GoldLake(GoldTable table) {
        this.table = table;
    }

    public GoldLake add(GoldFact... facts) {
        for (GoldFact f : facts) {
            Contribution.of(f, 1, List.of(table), this::take);
        }
        return this;
    }

    public GoldLake takeBack(GoldFact... facts) {
        for (GoldFact f : facts) {
            Contribution.of(f, -1, List.of(table), this::take);
        }
        return this;
    }

    /** One fact takes the place of another. */
    public GoldLake replace(GoldFact gone, GoldFact come) {
        Contribution.ofChange(List.of(gone), List.of(come), List.of(table), this::take);
        return this;
    }

    /** Takes a contribution if it is for this table. */
    public void take(Contribution c) {
        if (c.group().table().equals(table.spec().name())) {
            long[] amounts = c.amounts().clone();
            groups.computeIfAbsent(c.group().number(), g -> new HashMap<>()).merge(c.cell(), amounts, (sum, more) -> {
                Contribution.merge(table.measures(), sum, more);
                return sum;
            });
        }
    }

    /** Renders what changed, and every group that time has changed by then, and applies the rows. */
    public GoldLake checkpoint(long watermarkMicros) {
        deleted.clear();
        written = 0;
        groups.forEach((number, cells) -> {
            boolean byTime = table.changesAtMicros(number, Long.MIN_VALUE) <= watermarkMicros;
            cells.values().removeIf(a -> Contribution.isEmpty(table.measures(), a));
            Map<CellKey, long[]> before = rendered.getOrDefault(number, Map.of());
            Set<CellKey> changed = changed(before, cells);
            if (byTime || !changed.isEmpty()) {
                table.render(new Rendered(number, cells, changed, before, byTime, watermarkMicros, 1L), this::apply);
            }
            rendered.put(number, copy(cells));
        });
        return this;
    }

    private static Set<CellKey> changed(Map<CellKey, long[]> before, Map<CellKey, long[]> now) {
        Set<CellKey> changed = new HashSet<>(before.keySet());
        changed.addAll(now.keySet());
        changed.removeIf(cell -> Arrays.equals(before.get(cell), now.get(cell)));
        return changed;
    }

    private static Map<CellKey, long[]> copy(Map<CellKey, long[]> cells) {
        Map<CellKey, long[]> copy = new HashMap<>();
        cells.forEach((cell, a) -> copy.put(cell, a.clone()));
        return copy;
    }

    private void apply(TableRow row) {
        written++;
        String key = "";
        for (int i : table.spec().keyOrdinals()) {
            key += (key.isEmpty() ? "" : " ") + sortable(row.values()[i]);
        }
        if (row.delete()) {
            rows.remove(key);
            deleted.add(key);
            return;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        List<Column> columns = table.spec().columns();
        for (int i = 0; i < columns.size(); i++) {
            if (!columns.get(i).name().equals("updated_at")) {
                values.put(columns.get(i).name(), row.values()[i]);
            }
        }
        rows.put(key, values);
    }

    private static String sortable(Object value) {
        return value instanceof Number n ? "%020d".formatted(n.longValue()) : String.valueOf(value);
    }

    /** The rows of a sheet of the same table, as {@link #rows()} tells them. */
    public static List<Map<String, Object>> rows(GoldTable table, List<Object[]> sheet) {
        GoldLake lake = new GoldLake(table);
        sheet.forEach(row -> lake.apply(new TableRow(table.spec().name(), row, false)));
        assertThat(lake.rows).as("keys in %s", table.spec().name()).hasSameSizeAs(sheet);
        return lake.rows();
    }

    /** The rows, sorted by key, without {@code updated_at}. */
    public List<Map<String, Object>> rows() {
        return List.copyOf(rows.values());
    }

    /** The values of some columns of every row. */
    public List<List<Object>> select(String... columns) {
        return rows().stream()
                .map(r -> {
                    List<Object> values = new ArrayList<>();
                    for (String c : columns) {
                        values.add(r.get(c));
                    }
                    return values;
                })
                .toList();
    }

    private record Rendered(
            long number,
            Map<CellKey, long[]> cells,
            Set<CellKey> changed,
            Map<CellKey, long[]> sumsBefore,
            boolean changedByTime,
            long watermarkMicros,
            long nowMicros)
            implements GoldTable.Group {
        @Override
        public long[] before(CellKey cell) {
            return sumsBefore.get(cell);
        }
    }
}
