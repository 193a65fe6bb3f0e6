package dev.tidemark.audit;

import dev.tidemark.delta.TableReader;
import dev.tidemark.table.Column;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the values of a table's rows by the names of their columns. */
final class Columns {
    private final Map<String, Integer> ordinals = new HashMap<>();

    Columns(TableReader table) {
        List<Column> columns = table.columns();
        for (int i = 0; i < columns.size(); i++) {
            ordinals.put(columns.get(i).name(), i);
        }
    }

    /** @throws IllegalStateException if the table has no such column */
    Object value(Object[] row, String column) {
        Integer ordinal = ordinals.get(column);
        if (ordinal == null) {
            throw new IllegalStateException("the table has no column '" + column + "': it was made by another release");
        }
        return row[ordinal];
    }

    String text(Object[] row, String column) {
        return (String) value(row, column);
    }
}
