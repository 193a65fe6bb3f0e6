package dev.tidemark.delta;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The live rows of a data file as Kernel reads them, whoever wrote it: only a batch of them is in memory. */
final class KernelRows implements CloseableIterator<Object[]> {
    private final CloseableIterator<FilteredColumnarBatch> batches;
    private final ValueReader[] readers;
    private FilteredColumnarBatch batch;
    private int at;

    /** @param readers one for each column */
    KernelRows(CloseableIterator<FilteredColumnarBatch> batches, ValueReader[] readers) {
        this.batches = batches;
        this.readers = readers;
    }

    @Override
    public boolean hasNext() {
        while (true) {
            if (batch != null && at < batch.getData().getSize()) {
                if (isLive()) {
                    return true;
                }
                at++;
            } else if (batches.hasNext()) {
                batch = batches.next();
                at = 0;
            } else {
                return false;
            }
        }
    }

    private boolean isLive() {
        Optional<ColumnVector> selection = batch.getSelectionVector();
        return selection.isEmpty()
                || !selection.get().isNullAt(at) && selection.get().getBoolean(at);
    }

    @Override
    public Object[] next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Object[] row = new Object[readers.length];
        for (int c = 0; c < row.length; c++) {
            row[c] = readers[c].read(batch.getData().getColumnVector(c), at);
        }
        at++;
        return row;
    }

    @Override
    public void close() throws IOException {
        batches.close();
    }
}
