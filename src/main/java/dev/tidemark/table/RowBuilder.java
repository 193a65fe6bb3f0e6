package dev.tidemark.table;

/** Fills a row by column name; for places where clarity matters more than the last nanosecond. */
public final class RowBuilder {
    private final TableSpec table;
    private final Object[] values;

    public RowBuilder(TableSpec table) {
        this.table = table;
        this.values = new Object[table.width()];
    }

    /** Sets one column; see {@link ColumnType} for the class of the value. */
    public RowBuilder set(String column, Object value) {
        values[table.ordinal(column)] = value;
        return this;
    }

    public Object[] values() {
        return values;
    }

    public TableRow build() {
        return new TableRow(table.name(), values, false);
    }

    /** The row as a deletion of its key. */
    public TableRow buildDeletion() {
        return new TableRow(table.name(), values, true);
    }
}
