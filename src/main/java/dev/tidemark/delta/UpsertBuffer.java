package dev.tidemark.delta;

import dev.tidemark.table.TableRow;
import dev.tidemark.table.TableSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Folds the changes of one upserted table: of the rows and deletions of one key, the last one stays. */
public final class UpsertBuffer {
    private final TableLayout layout;
    private Map<List<Object>, TableRow> changes = new LinkedHashMap<>();

    public UpsertBuffer(TableSpec table) {
        this.layout = new TableLayout(table);
    }

    /** @param change a row or deletion of this table; kept as it is, so nobody may alter its values any more */
    public void add(TableRow change) {
        changes.put(layout.key(change.values()), change);
    }

    /** Takes out what has been folded, in order of the keys' first appearance. */
    public Collection<TableRow> drain() {
        List<TableRow> folded = new ArrayList<>(changes.values());
        changes = new LinkedHashMap<>();
        return folded;
    }

    public int size() {
        return changes.size();
    }
}
