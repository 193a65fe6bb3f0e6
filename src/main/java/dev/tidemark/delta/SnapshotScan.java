package dev.tidemark.delta;

import io.delta.kernel.Scan;
import io.delta.kernel.ScanBuilder;
import io.delta.kernel.Snapshot;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The files of one version of a table, and their rows. */
final class SnapshotScan {
    private final Engine engine;
    private final Scan scan;
    private final Row state;
    private final StructType fileSchema;
    private final ValueReader[] readers;

    /** @param filter leaves out files that can't hold a matching row; of the others, all rows are read */
    SnapshotScan(Engine engine, Snapshot snapshot, Optional<Predicate> filter) {
        this.engine = engine;
        ScanBuilder builder = snapshot.getScanBuilder();
        this.scan = filter.map(builder::withFilter).orElse(builder).build();
        this.state = scan.getScanState(engine);
        this.fileSchema = KernelActions.fileSchema(state);
        this.readers = snapshot.getSchema().fields().stream()
                .map(f -> ValueReader.of(f.getDataType()))
                .toArray(ValueReader[]::new);
    }

    /** All files of the scan. */
    List<Row> files() throws IOException {
        return rows(scan.getScanFiles(engine));
    }

    /** All files of the scan, and how many rows each has. */
    List<TableFile> filesWithRowCounts() throws IOException {
        return rows(KernelActions.filesWithStatistics(scan, engine)).stream()
                .map(KernelActions::tableFile)
                .toList();
    }

    private static List<Row> rows(CloseableIterator<FilteredColumnarBatch> found) throws IOException {
        List<Row> files = new ArrayList<>();
        try (CloseableIterator<FilteredColumnarBatch> batches = found) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> rows = batches.next().getRows()) {
                    while (rows.hasNext()) {
                        files.add(rows.next());
                    }
                }
            }
        }
        return files;
    }

    /** The live rows of a file (a deletion vector is honoured), in batches; close it. */
    CloseableIterator<FilteredColumnarBatch> read(Row file) throws IOException {
        return Scan.transformPhysicalData(
                engine,
                state,
                file,
                engine.getParquetHandler()
                        .readParquetFiles(
                                KernelActions.iterator(List.of(KernelActions.fileStatus(file))),
                                fileSchema,
                                Optional.empty())
                        .map(r -> r.getData()));
    }

    /** The live rows of a file, one after the other. */
    void forEachRow(Row file, Consumer<Object[]> to) throws IOException {
        try (CloseableIterator<FilteredColumnarBatch> batches = read(file)) {
            while (batches.hasNext()) {
                FilteredColumnarBatch batch = batches.next();
                for (int i = 0; i < batch.getData().getSize(); i++) {
                    if (isLive(batch, i)) {
                        to.accept(row(batch, i));
                    }
                }
            }
        }
    }

    static boolean isLive(FilteredColumnarBatch batch, int at) {
        Optional<ColumnVector> selection = batch.getSelectionVector();
        return selection.isEmpty()
                || !selection.get().isNullAt(at) && selection.get().getBoolean(at);
    }

    Object[] row(FilteredColumnarBatch batch, int at) {
        Object[] row = new Object[readers.length];
        for (int c = 0; c < row.length; c++) {
            row[c] = readers[c].read(batch.getData().getColumnVector(c), at);
        }
        return row;
    }
}
