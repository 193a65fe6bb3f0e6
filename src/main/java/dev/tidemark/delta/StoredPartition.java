package dev.tidemark.delta;

import io.delta.kernel.data.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * One partition of an upserted table at one version.
 *
 * @param rows all its rows
 * @param written its files, if we wrote them
 * @param scanned its files as a scan found them, otherwise
 */
record StoredPartition(List<Object[]> rows, List<DataFile> written, List<Row> scanned) {
    static StoredPartition written(List<Object[]> rows, List<DataFile> files) {
        return new StoredPartition(rows, files, List.of());
    }

    /** A partition to fill from a scan. */
    static StoredPartition empty() {
        return new StoredPartition(new ArrayList<>(), List.of(), new ArrayList<>());
    }

    /** The actions that remove all its files. */
    List<Row> removals() {
        List<Row> actions = new ArrayList<>();
        written.forEach(f -> actions.add(KernelActions.remove(f)));
        scanned.forEach(f -> actions.add(KernelActions.remove(f)));
        return actions;
    }
}
