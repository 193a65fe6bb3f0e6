package dev.tidemark.delta;

import io.delta.kernel.data.Row;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Predicate;

/**
 * Rows of a table as they are read, file by file: only a part of one file is in memory. Close it. The order of the rows
 * is not defined.
 */
public final class TableRows implements Iterator<Object[]>, AutoCloseable {
    private final SnapshotScan scan;
    private final Iterator<Row> files;
    private final Predicate<Object[]> filter;

    private CloseableIterator<Object[]> rows;
    private Object[] next;

    TableRows(SnapshotScan scan, List<Row> files, Predicate<Object[]> filter) {
        this.scan = scan;
        this.files = files.iterator();
        this.filter = filter;
    }

    /** @throws UncheckedIOException if a file can't be read */
    @Override
    public boolean hasNext() {
        while (next == null) {
            if (rows != null && rows.hasNext()) {
                Object[] row = rows.next();
                next = filter.test(row) ? row : null;
            } else if (files.hasNext()) {
                open(files.next());
            } else {
                return false;
            }
        }
        return true;
    }

    @Override
    public Object[] next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Object[] row = next;
        next = null;
        return row;
    }

    @Override
    public void close() throws IOException {
        if (rows != null) {
            rows.close();
        }
    }

    private void open(Row file) {
        try {
            close();
            rows = null;
            rows = scan.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
