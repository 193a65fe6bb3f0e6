package dev.tidemark.audit;

import dev.tidemark.delta.CommitInfo;
import dev.tidemark.delta.Lake;
import dev.tidemark.delta.TableReader;
import dev.tidemark.table.TableSpec;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One version of each table of a lake, such that all belong to the same checkpoint. Tables are committed one after the
 * other, so while a job writes, some newest versions may be a checkpoint ahead of others.
 */
public final class LakeCut {
    private final Map<String, TableReader> readers;
    private final long checkpoint;

    private LakeCut(Map<String, TableReader> readers, long checkpoint) {
        this.readers = readers;
        this.checkpoint = checkpoint;
    }

    /** The newest version of each table, the ones of a checkpoint that is just being committed included. */
    public static LakeCut newest(Lake lake, List<TableSpec> tables) throws IOException {
        return of(lake, tables, false);
    }

    /** What the last checkpoint but one had committed: complete, whatever is being written now. */
    public static LakeCut beforeNewest(Lake lake, List<TableSpec> tables) throws IOException {
        return of(lake, tables, true);
    }

    private static LakeCut of(Lake lake, List<TableSpec> tables, boolean before) throws IOException {
        Map<String, TableReader> readers = new HashMap<>();
        Map<String, CommitInfo> commits = new HashMap<>();
        CommitInfo newest = null;
        for (TableSpec t : tables) {
            Optional<TableReader> reader = lake.find(t.name());
            if (reader.isPresent()) {
                CommitInfo commit = lake.commit(t.name(), reader.get().version());
                readers.put(t.name(), reader.get());
                commits.put(t.name(), commit);
                if (commit.transactionApp() != null
                        && (newest == null || commit.timestampMillis() >= newest.timestampMillis())) {
                    newest = commit;
                }
            }
        }
        long checkpoint = newest == null ? 0 : newest.transaction();
        if (before && newest != null) {
            for (Map.Entry<String, CommitInfo> e : commits.entrySet()) {
                CommitInfo c = e.getValue();
                if (newest.transactionApp().equals(c.transactionApp()) && c.transaction() == checkpoint) {
                    readers.put(
                            e.getKey(), lake.find(e.getKey(), c.version() - 1).orElseThrow());
                }
            }
            checkpoint--;
        }
        return new LakeCut(readers, checkpoint);
    }

    /** The table's version of this cut; empty if the lake does not have it. */
    public Optional<TableReader> table(TableSpec table) {
        return Optional.ofNullable(readers.get(table.name()));
    }

    /** The version of each table by its name. */
    Map<String, Long> versions() {
        Map<String, Long> versions = new HashMap<>();
        readers.forEach((table, reader) -> versions.put(table, reader.version()));
        return versions;
    }

    /** The checkpoint that all versions belong to. */
    public long checkpoint() {
        return checkpoint;
    }
}
