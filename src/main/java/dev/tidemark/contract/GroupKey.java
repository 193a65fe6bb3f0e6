package dev.tidemark.contract;

/**
 * Names a group of cells that one Gold table aggregates and renders together, on one subtask.
 *
 * @param table the Gold table's name
 * @param number which group, such as a day; 0 where the table has a single group
 */
public record GroupKey(String table, long number) {
    // the ones that come with a record go through method handles, several times as slow; sums look up keys all the time
    @Override
    public boolean equals(Object o) {
        return o instanceof GroupKey g && number == g.number && table.equals(g.table);
    }

    @Override
    public int hashCode() {
        return 31 * table.hashCode() + Long.hashCode(number);
    }
}
