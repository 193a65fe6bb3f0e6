package dev.tidemark.delta;

import dev.tidemark.table.TableRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The rule of an upsert: what a partition holds after changes by key. */
final class UpsertMerge {
    /** When a row was written; a row that differs in nothing else is the same row. */
    private static final String IGNORED_COLUMN = "updated_at";

    private final TableLayout layout;
    private final int ignored;

    UpsertMerge(TableLayout layout) {
        this.layout = layout;
        this.ignored = layout.table().hasColumn(IGNORED_COLUMN) ? layout.table().ordinal(IGNORED_COLUMN) : -1;
    }

    /**
     * The rows of a partition after the changes.
     *
     * @param stored what it holds. Rows of one key may be there twice if another engine wrote them: a change of that key
     *     replaces them all, no change leaves them all
     * @param changes one row or deletion a key
     * @return empty if the changes change nothing
     */
    Optional<List<Object[]>> merge(List<Object[]> stored, Map<List<Object>, TableRow> changes) {
        List<Object[]> merged = new ArrayList<>(stored.size() + changes.size());
        Set<List<Object>> seen = new HashSet<>();
        boolean changed = false;
        for (Object[] row : stored) {
            List<Object> key = layout.key(row);
            TableRow change = changes.get(key);
            if (change == null) {
                merged.add(row);
            } else if (!seen.add(key) || change.delete()) {
                changed = true;
            } else if (same(row, change.values())) {
                merged.add(row);
            } else {
                merged.add(change.values());
                changed = true;
            }
        }
        for (Map.Entry<List<Object>, TableRow> c : changes.entrySet()) {
            if (!c.getValue().delete() && !seen.contains(c.getKey())) {
                merged.add(c.getValue().values());
                changed = true;
            }
        }
        return changed ? Optional.of(merged) : Optional.empty();
    }

    private boolean same(Object[] a, Object[] b) {
        for (int i = 0; i < a.length; i++) {
            if (i != ignored && !Objects.deepEquals(a[i], b[i])) {
                return false;
            }
        }
        return true;
    }
}
