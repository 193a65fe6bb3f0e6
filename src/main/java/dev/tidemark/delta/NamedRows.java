package dev.tidemark.delta;

import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Rows of a data file, whose failures name table and file. */
final class NamedRows implements CloseableIterator<Object[]> {
    private final CloseableIterator<Object[]> rows;
    private final String tableLocation;
    private final String file;

    NamedRows(CloseableIterator<Object[]> rows, String tableLocation, String file) {
        this.rows = rows;
        this.tableLocation = tableLocation;
        this.file = file;
    }

    /** @throws UncheckedIOException if the file can't be read */
    @Override
    public boolean hasNext() {
        try {
            return rows.hasNext();
        } catch (RuntimeException e) {
            throw new UncheckedIOException(Damage.ofDataFile(tableLocation, file, e));
        }
    }

    /** @throws UncheckedIOException if the file can't be read */
    @Override
    public Object[] next() {
        try {
            return rows.next();
        } catch (RuntimeException e) {
            throw new UncheckedIOException(Damage.ofDataFile(tableLocation, file, e));
        }
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
