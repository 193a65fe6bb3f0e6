package dev.tidemark.delta;

import dev.tidemark.delta.io.ParquetInputFile;
import dev.tidemark.table.Column;
import io.delta.kernel.Scan;
import io.delta.kernel.ScanBuilder;
import io.delta.kernel.Snapshot;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The files of one version of a table, and their rows. Several threads may read files of it. */
final class SnapshotScan {
    private final LakeEngine engine;
    private final String table;
    private final Scan scan;
    private final Row state;
    private final StructType fileSchema;
    private final ValueReader[] readers;
    private final List<Column> columns;
    private final List<Column> columnsOfFiles;
    private final List<String> partitionedBy;
    private final boolean isOfOurTypes;

    /** @param filter leaves out files that can't hold a matching row; of the others, all rows are read */
    SnapshotScan(LakeEngine engine, Snapshot snapshot, Optional<Predicate> filter) {
        this(engine, snapshot, filter, Optional.empty());
    }

    /** @param only the columns that are wanted, or empty for all; others may be null in the rows */
    SnapshotScan(LakeEngine engine, Snapshot snapshot, Optional<Predicate> filter, Optional<Set<String>> only) {
        this.engine = engine;
        this.table = snapshot.getPath();
        ScanBuilder builder = snapshot.getScanBuilder();
        this.scan = filter.map(builder::withFilter).orElse(builder).build();
        this.state = scan.getScanState(engine);
        this.fileSchema = KernelActions.fileSchema(state);
        List<StructField> fields = snapshot.getSchema().fields();
        this.readers = fields.stream().map(f -> ValueReader.of(f.getDataType())).toArray(ValueReader[]::new);
        this.columns = DeltaSchema.columns(snapshot.getSchema());
        this.partitionedBy = snapshot.getPartitionColumnNames();
        this.columnsOfFiles = new ArrayList<>();
        boolean ours = !KernelActions.mapsColumns(snapshot);
        for (int i = 0; i < columns.size(); i++) {
            Column c = columns.get(i);
            ours &= DeltaSchema.dataType(c.type()).equals(fields.get(i).getDataType());
            boolean isRead = !partitionedBy.contains(c.name())
                    && only.map(names -> names.contains(c.name())).orElse(true);
            columnsOfFiles.add(isRead ? c : null);
        }
        this.isOfOurTypes = ours;
    }

    /**
     * All files of the scan.
     *
     * @throws IOException if the table's log can't be read; the message names it, and what to do
     */
    List<Row> files() throws IOException {
        return rows(() -> scan.getScanFiles(engine));
    }

    /** All files of the scan, and how many rows each has. */
    List<TableFile> filesWithRowCounts() throws IOException {
        return rows(() -> KernelActions.filesWithStatistics(scan, engine)).stream()
                .map(KernelActions::tableFile)
                .toList();
    }

    private List<Row> rows(Supplier<CloseableIterator<FilteredColumnarBatch>> found) throws IOException {
        List<Row> files = new ArrayList<>();
        try (CloseableIterator<FilteredColumnarBatch> batches = found.get()) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> rows = batches.next().getRows()) {
                    while (rows.hasNext()) {
                        files.add(rows.next());
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            throw new IOException(Damage.ofLog(table, e), e);
        }
        return files;
    }

    /**
     * The live rows of a file (a deletion vector is honoured); close them.
     *
     * @throws IOException if the file can't be read; the message names it, and what to do
     */
    CloseableIterator<Object[]> read(Row file) throws IOException {
        String path = KernelActions.fileStatus(file).getPath();
        try {
            return new NamedRows(open(file), table, path);
        } catch (IOException | RuntimeException e) {
            throw Damage.ofDataFile(table, path, e);
        }
    }

    /** The same, without names in failures. */
    CloseableIterator<Object[]> open(Row file) throws IOException {
        if (isOfOurTypes && !KernelActions.hasDeletedRows(file)) {
            Optional<DirectRows> direct = DirectRows.open(
                    new ParquetInputFile(engine.files(), KernelActions.fileStatus(file)),
                    columnsOfFiles,
                    partitionValues(file));
            if (direct.isPresent()) {
                return direct.get();
            }
        }
        return readByKernel(file);
    }

    /** The same, whoever wrote the file. */
    CloseableIterator<Object[]> readByKernel(Row file) throws IOException {
        return new KernelRows(
                Scan.transformPhysicalData(
                        engine,
                        state,
                        file,
                        engine.getParquetHandler()
                                .readParquetFiles(
                                        KernelActions.iterator(List.of(KernelActions.fileStatus(file))),
                                        fileSchema,
                                        Optional.empty())
                                .map(r -> r.getData())),
                readers);
    }

    /** A row with the values that the log tells of all rows of a file. */
    private Object[] partitionValues(Row file) {
        Object[] values = new Object[columns.size()];
        Map<String, String> texts = KernelActions.partitionValues(file);
        for (int i = 0; i < values.length; i++) {
            Column c = columns.get(i);
            if (partitionedBy.contains(c.name())) {
                values[i] = PartitionValues.fromText(texts.get(c.name()), c.type());
            }
        }
        return values;
    }

    /** The live rows of a file, one after the other. */
    void forEachRow(Row file, Consumer<Object[]> to) throws IOException {
        try (CloseableIterator<Object[]> rows = read(file)) {
            while (rows.hasNext()) {
                to.accept(rows.next());
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
