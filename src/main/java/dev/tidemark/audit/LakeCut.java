package dev.tidemark.audit;

import dev.tidemark.delta.CommitInfo;
import dev.tidemark.delta.Lake;
import dev.tidemark.delta.TableReader;
import dev.tidemark.table.TableSpec;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One version of each table of a lake, such that all belong to the same checkpoint. Tables are committed one after the
 * other, so while a job writes, some newest versions may be a checkpoint ahead of others; and where layers are committed
 * less often than others, far ahead. Of the latter, the commits that are ahead tell up to where all tables are complete.
 */
public final class LakeCut {
    private final Map<String, TableReader> readers;
    private final long checkpoint;
    private final long committedAtMillis;

    private LakeCut(Map<String, TableReader> readers, long checkpoint, CommitInfo newest) {
        this.readers = readers;
        this.checkpoint = checkpoint;
        this.committedAtMillis = newest == null ? 0 : newest.timestampMillis();
    }

    /**
     * The newest version of each table, the ones of a checkpoint that is just being committed included; but while tables
     * wait to be committed, what the last checkpoint had committed that all of them are complete up to.
     */
    public static LakeCut newest(Lake lake, List<TableSpec> tables) throws IOException {
        Map<String, TableReader> readers = readers(lake, tables);
        CommitInfo newest = newestTransaction(lake, readers);
        return newest == null ? new LakeCut(readers, 0, null) : complete(lake, tables, readers, newest);
    }

    /** What the last checkpoint but one had committed: complete, whatever is being written now. */
    public static LakeCut beforeNewest(Lake lake, List<TableSpec> tables) throws IOException {
        Map<String, TableReader> readers = readers(lake, tables);
        CommitInfo newest = newestTransaction(lake, readers);
        if (newest == null) {
            return new LakeCut(readers, 0, null);
        }
        if (isAhead(newest)) {
            return complete(lake, tables, readers, newest);
        }
        LakeCut before = upTo(lake, tables, newest.transactionApp(), newest.transaction() - 1);
        CommitInfo last = newestTransaction(lake, before.readers);
        return last != null && last.transactionApp().equals(newest.transactionApp()) && isAhead(last)
                ? upTo(lake, tables, last.transactionApp(), last.complete())
                : before;
    }

    private static Map<String, TableReader> readers(Lake lake, List<TableSpec> tables) {
        Map<String, TableReader> readers = new HashMap<>();
        for (TableSpec t : tables) {
            lake.find(t.name()).ifPresent(reader -> readers.put(t.name(), reader));
        }
        return readers;
    }

    private static LakeCut complete(
            Lake lake, List<TableSpec> tables, Map<String, TableReader> readers, CommitInfo newest) throws IOException {
        return isAhead(newest)
                ? upTo(lake, tables, newest.transactionApp(), newest.complete())
                : new LakeCut(readers, newest.transaction(), newest);
    }

    /** Whether tables waited to be committed when this commit was made. */
    private static boolean isAhead(CommitInfo commit) {
        return commit.complete() < commit.transaction();
    }

    /**
     * What a checkpoint and those before it had committed. The tables are looked at anew: what is older than a commit
     * that was seen is all there by now.
     */
    private static LakeCut upTo(Lake lake, List<TableSpec> tables, String application, long checkpoint)
            throws IOException {
        Map<String, TableReader> readers = new HashMap<>();
        for (TableSpec t : tables) {
            Optional<TableReader> reader = lake.find(t.name());
            if (reader.isPresent()) {
                long version = upTo(lake, t.name(), reader.get().version(), application, checkpoint);
                if (version >= 0) {
                    readers.put(t.name(), lake.find(t.name(), version).orElseThrow());
                }
            }
        }
        return new LakeCut(readers, checkpoint, newestTransaction(lake, readers));
    }

    /** The newest commit with a transaction id up to the readers' versions; null if there is none. */
    private static CommitInfo newestTransaction(Lake lake, Map<String, TableReader> readers) throws IOException {
        return newest(lastTransactions(lake, readers).values());
    }

    private static CommitInfo newest(Collection<CommitInfo> commits) {
        CommitInfo newest = null;
        for (CommitInfo c : commits) {
            if (newest == null || isNewer(c, newest)) {
                newest = c;
            }
        }
        return newest;
    }

    /** By table, the last commit with a transaction id up to the reader's version; tables without one are left out. */
    private static Map<String, CommitInfo> lastTransactions(Lake lake, Map<String, TableReader> readers)
            throws IOException {
        Map<String, CommitInfo> last = new HashMap<>();
        for (Map.Entry<String, TableReader> e : readers.entrySet()) {
            CommitInfo c = lastTransaction(lake, e.getKey(), e.getValue().version());
            if (c != null) {
                last.put(e.getKey(), c);
            }
        }
        return last;
    }

    /** The last commit with a transaction id up to a version: others are somebody's upkeep. Null if there is none. */
    private static CommitInfo lastTransaction(Lake lake, String table, long version) throws IOException {
        try {
            for (long v = version; v >= 0; v--) {
                CommitInfo c = lake.commit(table, v);
                if (c.transactionApp() != null) {
                    return c;
                }
            }
        } catch (FileNotFoundException e) {
            return null; // older commits are cleaned away
        }
        return null;
    }

    private static boolean isNewer(CommitInfo a, CommitInfo b) {
        return a.transactionApp().equals(b.transactionApp())
                ? a.transaction() > b.transaction()
                : a.timestampMillis() > b.timestampMillis();
    }

    /** The newest version of a table without a transaction of the application after the checkpoint; -1 if all have one. */
    private static long upTo(Lake lake, String table, long newestVersion, String application, long checkpoint)
            throws IOException {
        long version = newestVersion;
        CommitInfo last = lastTransaction(lake, table, version);
        while (last != null && last.transactionApp().equals(application) && last.transaction() > checkpoint) {
            version = last.version() - 1;
            last = lastTransaction(lake, table, version);
        }
        return version;
    }

    /** The table's version of this cut; empty if the lake does not have it. */
    public Optional<TableReader> table(TableSpec table) {
        return Optional.ofNullable(readers.get(table.name()));
    }

    /**
     * The tables whose last commit by the cut's job is of an earlier checkpoint: they had no rows in the newest one, or are
     * still to be committed.
     */
    Set<String> behind(Lake lake) throws IOException {
        Map<String, CommitInfo> last = lastTransactions(lake, readers);
        CommitInfo newest = newest(last.values());
        Set<String> behind = new TreeSet<>();
        last.forEach((table, commit) -> {
            if (commit.transactionApp().equals(newest.transactionApp()) && isNewer(newest, commit)) {
                behind.add(table);
            }
        });
        return behind;
    }

    /** The version of each table by its name. */
    Map<String, Long> versions() {
        Map<String, Long> versions = new HashMap<>();
        readers.forEach((table, reader) -> versions.put(table, reader.version()));
        return versions;
    }

    /** When the newest of these versions was committed, microseconds; 0 if none was by a job. */
    long committedAtMicros() {
        return committedAtMillis * 1_000;
    }

    /** The checkpoint that all versions belong to. */
    public long checkpoint() {
        return checkpoint;
    }
}
