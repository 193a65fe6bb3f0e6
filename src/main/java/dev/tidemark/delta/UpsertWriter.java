package dev.tidemark.delta;

import dev.tidemark.delta.encode.BufferPool;
import dev.tidemark.table.Column;
import dev.tidemark.table.TableRow;
import io.delta.kernel.Snapshot;
import io.delta.kernel.data.Row;
import io.delta.kernel.expressions.Or;
import io.delta.kernel.expressions.Predicate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rewrites the partitions of an upserted table that changes touch, as files and actions that are not yet committed. */
final class UpsertWriter {
    /** Up to so many partitions are asked for one by one; to find more of them, all of the table's files are listed. */
    private static final int MOST_PARTITIONS_IN_FILTER = 50;

    private final Lake lake;
    private final TableLayout layout;
    private final UpsertMerge merge;
    private final BufferPool buffers = new BufferPool();

    UpsertWriter(Lake lake, TableLayout layout) {
        this.lake = lake;
        this.layout = layout;
        this.merge = new UpsertMerge(layout);
    }

    /** What is to change: by partition, then by key. */
    record Changes(Map<List<Object>, Map<List<Object>, TableRow>> byPartition) {}

    /**
     * What a commit on top of version {@code base} would write.
     *
     * @param partitions the partitions as they will be
     * @param removals the actions that remove the files they are in now
     */
    record Rewrite(long base, Map<List<Object>, StoredPartition> partitions, List<Row> removals) {
        boolean isEmpty() {
            return partitions.isEmpty();
        }

        List<DataFile> added() {
            return partitions.values().stream()
                    .flatMap(p -> p.written().stream())
                    .toList();
        }

        int removedFiles() {
            return removals.size();
        }

        List<Row> actions() {
            List<Row> actions = new ArrayList<>(removals);
            added().forEach(f -> actions.add(KernelActions.add(f)));
            return actions;
        }
    }

    Changes group(Collection<TableRow> changes) {
        Map<List<Object>, Map<List<Object>, TableRow>> byPartition = new LinkedHashMap<>();
        for (TableRow c : changes) {
            Object[] values = layout.stored(c.values());
            byPartition
                    .computeIfAbsent(layout.partition(values), p -> new LinkedHashMap<>())
                    .put(layout.key(values), new TableRow(c.table(), values, c.delete()));
        }
        return new Changes(byPartition);
    }

    Rewrite prepare(Snapshot base, Changes changes) throws IOException {
        Map<List<Object>, StoredPartition> before =
                load(base, changes.byPartition().keySet());
        Map<List<Object>, StoredPartition> after = new LinkedHashMap<>();
        List<Row> removals = new ArrayList<>();
        for (Map.Entry<List<Object>, Map<List<Object>, TableRow>> c :
                changes.byPartition().entrySet()) {
            StoredPartition stored = before.get(c.getKey());
            Optional<List<Object[]>> merged = merge.merge(stored.rows(), c.getValue());
            if (merged.isPresent()) {
                removals.addAll(stored.removals());
                after.put(c.getKey(), write(c.getKey(), merged.get()));
            }
        }
        return new Rewrite(base.getVersion(), after, removals);
    }

    /** The rewrite is in the table. */
    void committed(Rewrite rewrite) {
        lake.cache().advance(layout.table().name(), rewrite.base(), rewrite.partitions());
    }

    /** The rewrite will not be committed: its files go. */
    void discard(Rewrite rewrite) throws IOException {
        for (DataFile f : rewrite.added()) {
            lake.delete(layout.table(), f);
        }
    }

    private StoredPartition write(List<Object> partition, List<Object[]> rows) throws IOException {
        DataFileWriter writer = lake.fileWriter(layout, partition, buffers);
        try {
            for (Object[] row : rows) {
                writer.write(row);
            }
            return StoredPartition.written(rows, writer.finish());
        } catch (IOException | RuntimeException e) {
            writer.abort();
            throw e;
        }
    }

    private Map<List<Object>, StoredPartition> load(Snapshot base, Set<List<Object>> wanted) throws IOException {
        Map<List<Object>, StoredPartition> found = new LinkedHashMap<>();
        Set<List<Object>> missing = new HashSet<>();
        for (List<Object> p : wanted) {
            StoredPartition cached = lake.cache().get(layout.table().name(), base.getVersion(), p);
            found.put(p, cached == null ? StoredPartition.empty() : cached);
            if (cached == null) {
                missing.add(p);
            }
        }
        if (!missing.isEmpty()) {
            scan(base, missing, found);
        }
        return found;
    }

    private void scan(Snapshot base, Set<List<Object>> missing, Map<List<Object>, StoredPartition> into)
            throws IOException {
        SnapshotScan scan = new SnapshotScan(lake.engine(), base, filter(missing));
        for (Row file : scan.files()) {
            List<Object> partition = layout.partition(KernelActions.partitionValues(file));
            if (missing.contains(partition)) {
                StoredPartition p = into.get(partition);
                p.scanned().add(file);
                scan.forEachRow(file, p.rows()::add);
            }
        }
    }

    private Optional<Predicate> filter(Set<List<Object>> partitions) {
        List<String> columns = layout.table().partitionBy();
        if (columns.isEmpty() || partitions.size() > MOST_PARTITIONS_IN_FILTER) {
            return Optional.empty();
        }
        Predicate any = null;
        for (List<Object> partition : partitions) {
            Predicate one = null;
            for (int i = 0; i < columns.size(); i++) {
                Column column = layout.table().column(columns.get(i));
                one = TableReader.both(one, TableReader.equal(column, partition.get(i)));
            }
            any = any == null ? one : new Or(any, one);
        }
        return Optional.of(any);
    }
}
