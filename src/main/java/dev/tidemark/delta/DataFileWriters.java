package dev.tidemark.delta;

import dev.tidemark.delta.encode.BufferPool;
import dev.tidemark.table.TableSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes rows of any appended tables into data files, one open file a table and partition, within the bounds that
 * {@link LakeOptions} sets on open files and their memory.
 *
 * <p>Not for use by several threads.
 */
public final class DataFileWriters {
    private static final int ROWS_BETWEEN_MEMORY_CHECKS = 1000;

    private record Target(TableLayout layout, List<Object> partition) {
        @Override
        public boolean equals(Object o) {
            return o instanceof Target t && layout == t.layout && partition.equals(t.partition);
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(layout) + partition.hashCode();
        }
    }

    private final Lake lake;
    private final BufferPool buffers = new BufferPool();
    private final Map<String, TableLayout> layouts = new HashMap<>();
    /** Least recently used first. */
    private final LinkedHashMap<Target, DataFileWriter> open = new LinkedHashMap<>(16, 0.75f, true);

    private Map<String, List<DataFile>> finished = new LinkedHashMap<>();
    private int rowsSinceCheck;

    DataFileWriters(Lake lake) {
        this.lake = lake;
    }

    /**
     * Writes a row to its table and partition.
     *
     * @throws IllegalArgumentException if a value is not of its column's class; the message names table and column
     */
    public void write(TableSpec table, Object[] row) throws IOException {
        TableLayout layout = layouts.get(table.name());
        if (layout == null) {
            layout = new TableLayout(table);
            layouts.put(table.name(), layout);
        }
        Target target = new Target(layout, layout.partition(row));
        DataFileWriter writer = open.get(target);
        if (writer == null) {
            if (open.size() >= lake.options().openFiles()) {
                finish(open.keySet().iterator().next());
            }
            writer = lake.fileWriter(layout, target.partition(), buffers);
            open.put(target, writer);
        }
        writer.write(row);
        if (++rowsSinceCheck >= ROWS_BETWEEN_MEMORY_CHECKS) {
            rowsSinceCheck = 0;
            boundMemory();
        }
    }

    /** Finishes all open files. Returns, by table, the files written since the last call. */
    public Map<String, List<DataFile>> finish() throws IOException {
        for (Target t : List.copyOf(open.keySet())) {
            finish(t);
        }
        Map<String, List<DataFile>> all = finished;
        finished = new LinkedHashMap<>();
        return all;
    }

    /**
     * Gives up what is open, and removes it. Files that were finished early stay behind as orphans.
     *
     * @throws IOException if a file could not be removed; all were tried
     */
    public void abort() throws IOException {
        IOException failure = null;
        for (DataFileWriter w : open.values()) {
            try {
                w.abort();
            } catch (IOException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        open.clear();
        if (failure != null) {
            throw failure;
        }
    }

    private void boundMemory() throws IOException {
        Map<Target, Long> memory = new HashMap<>();
        long total = 0;
        for (Map.Entry<Target, DataFileWriter> e : open.entrySet()) {
            long bytes = e.getValue().memoryBytes();
            memory.put(e.getKey(), bytes);
            total += bytes;
        }
        while (total > lake.options().writerMemoryBytes() && !memory.isEmpty()) {
            Map.Entry<Target, Long> largest = memory.entrySet().stream()
                    .max(Comparator.comparingLong(Map.Entry::getValue))
                    .orElseThrow();
            finish(largest.getKey());
            total -= largest.getValue();
            memory.remove(largest.getKey());
        }
    }

    private void finish(Target target) throws IOException {
        List<DataFile> files = open.remove(target).finish();
        finished.computeIfAbsent(target.layout().table().name(), t -> new ArrayList<>())
                .addAll(files);
    }
}
