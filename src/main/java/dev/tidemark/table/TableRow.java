package dev.tidemark.table;

import java.util.Arrays;

/**
 * A row on its way to a table.
 *
 * @param table the table's name in the {@link Catalog}
 * @param values one value a column, in column order, of the classes that {@link ColumnType} names
 * @param delete for an upserted table: remove the row with this key instead of writing it (only the key and partition
 *     columns of {@code values} matter then)
 */
public record TableRow(String table, Object[] values, boolean delete) {

    public static TableRow of(TableSpec table, Object... values) {
        if (values.length != table.width()) {
            throw new IllegalArgumentException(
                    table.name() + " has " + table.width() + " columns, the row " + values.length);
        }
        return new TableRow(table.name(), values, false);
    }

    public static TableRow deletion(TableSpec table, Object... values) {
        TableRow row = of(table, values);
        return new TableRow(row.table, row.values, true);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof TableRow r
                && table.equals(r.table)
                && delete == r.delete
                && Arrays.deepEquals(values, r.values);
    }

    @Override
    public int hashCode() {
        return 31 * table.hashCode() + Arrays.deepHashCode(values);
    }

    @Override
    public String toString() {
        return table + (delete ? " delete " : " ") + Arrays.deepToString(values);
    }
}
