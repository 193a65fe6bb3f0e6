package dev.tidemark.dashboard;

import dev.tidemark.delta.FileReading;
import dev.tidemark.delta.Lake;
import dev.tidemark.delta.TableFile;
import dev.tidemark.delta.TableReader;
import dev.tidemark.table.Catalog;
import dev.tidemark.table.TableSpec;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tables of a lake at their newest versions. A version is opened once; the rows of Gold tables are kept in memory as
 * long as all of them together are not too many, the least recently used go first. Other tables are read as they are
 * asked for. May be used by several threads.
 */
final class LakeTables {
    private final Catalog catalog;
    private final Lake lake;
    private final TableWatch watch;
    private final long mostRows;
    private final FileReading reading;
    /** Least recently used first. */
    private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    /** What is known of one table. All but the rows is guarded by itself. */
    private static final class Entry {
        /** Held while rows are read, which takes longer than to open a version. */
        private final Object reads = new Object();
        /** The newest commit that was known when the table was opened. */
        private TableWatch.Commit openedAt;

        private TableReader reader;
        private List<TableFile> files;
        private volatile KeptRows kept;

        private long keptRows() {
            KeptRows now = kept;
            return now == null ? 0 : now.size();
        }

        private void drop() {
            kept = null;
        }
    }

    /**
     * One version of a table.
     *
     * @param reader reads it
     * @param files its data files
     */
    record Opened(TableReader reader, List<TableFile> files) {
        /** How many rows it has, as far as the writers said. */
        long rows() {
            return files.stream().mapToLong(f -> Math.max(0, f.rows())).sum();
        }
    }

    /** @param mostRows how many rows to keep in memory at most, all tables together */
    LakeTables(Catalog catalog, Lake lake, TableWatch watch, long mostRows, FileReading reading) {
        this.catalog = catalog;
        this.lake = lake;
        this.watch = watch;
        this.mostRows = mostRows;
        this.reading = reading;
    }

    Catalog catalog() {
        return catalog;
    }

    /**
     * The table's specification.
     *
     * @throws ApiException if there is no such table
     */
    TableSpec spec(String table) {
        return catalog.find(table)
                .orElseThrow(() -> ApiException.notFound(
                        "there is no table " + Query.quote(table) + "; /api/tables lists the tables"));
    }

    /** The version to read: the newest that was seen; -1 if the lake does not have the table. */
    long version(String table) {
        return watch.version(table);
    }

    /** The versions of some tables as a text that is another when any of them is. */
    String some(String... names) {
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            text.append(name).append(':').append(watch.newest(name)).append(' ');
        }
        return text.toString();
    }

    /** The versions of all tables as such a text. */
    String all() {
        return some(catalog.tables().stream().map(TableSpec::name).toArray(String[]::new));
    }

    /** Opens the newest version; empty if the lake does not have the table yet. */
    Optional<Opened> open(TableSpec table) throws IOException {
        Entry entry = entry(table);
        synchronized (entry) {
            return refresh(table, entry) ? Optional.of(new Opened(entry.reader, entry.files)) : Optional.empty();
        }
    }

    /** All rows of a Gold table; empty if the lake does not have it yet, or if they are too many to keep. */
    Optional<KeptRows> kept(TableSpec table) throws IOException {
        if (table.layer() != TableSpec.Layer.GOLD) {
            return Optional.empty();
        }
        Entry entry = entry(table);
        KeptRows kept;
        synchronized (entry.reads) {
            Opened opened = open(table).orElse(null);
            if (opened == null || opened.rows() > mostRows / 2) {
                entry.drop();
                return Optional.empty();
            }
            kept = entry.kept;
            if (kept == null || !kept.isOf(opened.reader())) {
                kept = KeptRows.read(opened.reader(), opened.files(), kept, reading);
                entry.kept = kept;
            }
        }
        bound(table.name());
        return Optional.of(kept);
    }

    private boolean refresh(TableSpec table, Entry entry) throws IOException {
        TableWatch.Commit newest = watch.newest(table.name()).orElse(null);
        if (newest == null) {
            entry.openedAt = null;
            entry.reader = null;
            return false;
        }
        if (!newest.equals(entry.openedAt)) {
            // may be newer than what was seen: then it is opened once more when that is seen
            TableReader reader = lake.find(table.name()).orElse(null);
            if (reader == null) {
                entry.openedAt = null;
                entry.reader = null;
                return false;
            }
            entry.files = reader.dataFiles();
            entry.reader = reader;
            entry.openedAt = newest;
        }
        return true;
    }

    private Entry entry(TableSpec table) {
        synchronized (entries) {
            return entries.computeIfAbsent(table.name(), t -> new Entry());
        }
    }

    /** Lets go of rows until they are few enough; never of those of the table just read. */
    private void bound(String justRead) {
        synchronized (entries) {
            long all = entries.values().stream().mapToLong(Entry::keptRows).sum();
            for (Map.Entry<String, Entry> e : entries.entrySet()) {
                if (all <= mostRows) {
                    return;
                }
                if (!e.getKey().equals(justRead)) {
                    all -= e.getValue().keptRows();
                    e.getValue().drop();
                }
            }
        }
    }
}
