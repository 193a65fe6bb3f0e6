package dev.tidemark.dashboard;

import dev.tidemark.delta.FileReading;
import dev.tidemark.delta.TableFile;
import dev.tidemark.delta.TableReader;
import dev.tidemark.table.Column;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * All rows of one version of a table, in memory, file by file: the next version reads only the files that it adds.
 */
final class KeptRows implements RowSource {
    /** Texts that repeat are held once; more different ones than this are not worth the search. */
    private static final int INTERNED = 20_000;

    private final TableReader reader;
    private final Map<String, Object[][]> files;
    private final long rows;
    private final Map<String, Integer> ordinals = new HashMap<>();

    private KeptRows(TableReader reader, Map<String, Object[][]> files) {
        this.reader = reader;
        List<Column> columns = reader.columns();
        this.files = files;
        this.rows = files.values().stream().mapToLong(f -> f.length).sum();
        for (int i = 0; i < columns.size(); i++) {
            ordinals.put(columns.get(i).name(), i);
        }
    }

    /**
     * Reads a version.
     *
     * @param before an earlier version of the same table, or null
     * @param files the version's files
     */
    static KeptRows read(TableReader reader, List<TableFile> files, KeptRows before, FileReading reading)
            throws IOException {
        Map<String, Object[][]> kept = new HashMap<>();
        Map<Object, Object> texts = new HashMap<>();
        List<TableFile> added = new ArrayList<>();
        for (TableFile file : files) {
            Object[][] known = before == null ? null : before.files.get(file.id());
            if (known == null) {
                added.add(file);
            } else {
                kept.put(file.id(), known);
            }
        }
        reading.readEach(reader, added, Function.identity(), (file, rows) -> {
            rows.forEach(row -> intern(row, texts));
            kept.put(file.id(), rows.toArray(new Object[0][]));
        });
        return new KeptRows(reader, kept);
    }

    private static void intern(Object[] row, Map<Object, Object> texts) {
        for (int i = 0; i < row.length; i++) {
            if (row[i] instanceof String && texts.size() < INTERNED) {
                Object first = texts.putIfAbsent(row[i], row[i]);
                row[i] = first == null ? row[i] : first;
            }
        }
    }

    /** Whether they are what a reader reads. */
    boolean isOf(TableReader other) {
        return reader == other;
    }

    long size() {
        return rows;
    }

    /**
     * Where a column is in a row.
     *
     * @throws IllegalStateException if the table has no such column
     */
    int ordinal(String column) {
        Integer ordinal = ordinals.get(column);
        if (ordinal == null) {
            throw new IllegalStateException("the table has no column '" + column + "': it was made by another release");
        }
        return ordinal;
    }

    @Override
    public void forEach(Predicate<Object[]> each) {
        for (Object[][] file : files.values()) {
            for (Object[] row : file) {
                if (!each.test(row)) {
                    return;
                }
            }
        }
    }
}
