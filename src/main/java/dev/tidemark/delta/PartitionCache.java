package dev.tidemark.delta;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The partitions of upserted tables that were written last, so that a commit a second need not read them from Parquet
 * each time. What is cached of a table holds for one version of it: only our own commit, made right on top of that
 * version, carries it on to the next; after anybody else's, nothing of that table is used again.
 */
final class PartitionCache {
    private record PartitionId(String table, List<Object> partition) {}

    private final int maxRows;
    private final Map<String, Long> versions = new HashMap<>();
    /** Least recently used first. */
    private final LinkedHashMap<PartitionId, StoredPartition> partitions = new LinkedHashMap<>(16, 0.75f, true);

    private int rows;

    PartitionCache(int maxRows) {
        this.maxRows = maxRows;
    }

    /** The partition as of that version of the table, or null if it is not here. */
    synchronized StoredPartition get(String table, long version, List<Object> partition) {
        return isAt(table, version) ? partitions.get(new PartitionId(table, partition)) : null;
    }

    /** Takes over what a commit wrote: the table went from version {@code base} to {@code base + 1}. */
    synchronized void advance(String table, long base, Map<List<Object>, StoredPartition> written) {
        if (!isAt(table, base)) {
            List<PartitionId> stale = partitions.keySet().stream()
                    .filter(p -> p.table().equals(table))
                    .toList();
            stale.forEach(this::remove);
        }
        versions.put(table, base + 1);
        written.forEach((partition, stored) -> {
            PartitionId id = new PartitionId(table, partition);
            remove(id);
            partitions.put(id, stored);
            rows += weight(stored);
        });
        while (rows > maxRows && !partitions.isEmpty()) {
            remove(partitions.keySet().iterator().next());
        }
    }

    synchronized int rows() {
        return rows;
    }

    private boolean isAt(String table, long version) {
        Long at = versions.get(table);
        return at != null && at == version;
    }

    private void remove(PartitionId id) {
        StoredPartition old = partitions.remove(id);
        if (old != null) {
            rows -= weight(old);
        }
    }

    /** An empty partition takes room as well. */
    private static int weight(StoredPartition stored) {
        return stored.rows().size() + 1;
    }
}
