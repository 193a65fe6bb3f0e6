package dev.tidemark.audit;

import dev.tidemark.delta.Lake;
import dev.tidemark.delta.TableReader;
import dev.tidemark.table.TableSpec;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How one row changed over the versions of its table. A row tells when it was written, so the version before that is found
 * by the times of the commits, without reading the ones between.
 *
 * @param versions the versions that changed it, the newest first
 * @param complete whether the last of them is the row's first version
 */
record RowHistory(List<Explanation.Version> versions, boolean complete) {
    private static final String WRITE_TIME = "updated_at";
    private static final long UNKNOWN = Long.MIN_VALUE;

    /**
     * Reads the history.
     *
     * @param newest the version of the table to go back from
     * @param most how many versions at most
     */
    static RowHistory of(Lake lake, TableSpec table, Map<String, Object> key, long newest, int most)
            throws IOException {
        List<Explanation.Version> versions = new ArrayList<>();
        long version = newest;
        Map<String, String> after = row(lake, table, key, version).orElse(null);
        while (after != null && versions.size() < most) {
            long before = lastBefore(
                    lake,
                    table.name(),
                    version,
                    Instant.parse(after.get(WRITE_TIME)).toEpochMilli());
            if (before == UNKNOWN) {
                return new RowHistory(versions, false);
            }
            // a commit that was slow may stand between the writing of the row and its own commit
            long made = before + 1;
            while (made < version && !isSameWrite(row(lake, table, key, made), after)) {
                made++;
            }
            Map<String, String> earlier =
                    made == 0 ? null : row(lake, table, key, made - 1).orElse(null);
            List<Explanation.Change> changes = changes(earlier, after);
            if (!changes.isEmpty()) {
                String at = Instant.ofEpochMilli(lake.commit(table.name(), made).timestampMillis())
                        .toString();
                versions.add(new Explanation.Version(made, at, changes));
            }
            after = earlier;
            version = made - 1;
        }
        return new RowHistory(versions, after == null);
    }

    /** The newest version up to {@code newest} that was committed before a time; -1 if none was. */
    private static long lastBefore(Lake lake, String table, long newest, long millis) throws IOException {
        long low = -1;
        long high = newest;
        try {
            while (low < high) {
                long middle = Math.floorDiv(low + high + 1, 2);
                if (lake.commit(table, middle).timestampMillis() < millis) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            return low;
        } catch (FileNotFoundException e) {
            return UNKNOWN; // older commits are cleaned away
        }
    }

    private static boolean isSameWrite(Optional<Map<String, String>> row, Map<String, String> other) {
        return row.isPresent() && row.get().get(WRITE_TIME).equals(other.get(WRITE_TIME));
    }

    private static Optional<Map<String, String>> row(Lake lake, TableSpec table, Map<String, Object> key, long version)
            throws IOException {
        TableReader reader = lake.find(table.name(), version).orElseThrow();
        for (Map.Entry<String, Object> e : key.entrySet()) {
            reader = reader.where(e.getKey(), e.getValue());
        }
        Texts texts = new Texts(table);
        return reader.toList().stream().findFirst().map(texts::of);
    }

    private static List<Explanation.Change> changes(Map<String, String> before, Map<String, String> after) {
        List<Explanation.Change> changes = new ArrayList<>();
        after.forEach((column, value) -> {
            String was = before == null ? null : before.get(column);
            if (!column.equals(WRITE_TIME) && !Objects.equals(was, value)) {
                changes.add(new Explanation.Change(column, was, value));
            }
        });
        return changes;
    }
}
