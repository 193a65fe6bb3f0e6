package dev.tidemark.delta;

import io.delta.kernel.Operation;
import io.delta.kernel.Scan;
import io.delta.kernel.Snapshot;
import io.delta.kernel.Transaction;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.ScanImpl;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.TableConfig;
import io.delta.kernel.internal.TransactionImpl;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.actions.DeletionVectorDescriptor;
import io.delta.kernel.internal.actions.Metadata;
import io.delta.kernel.internal.actions.SetTransaction;
import io.delta.kernel.internal.actions.SingleAction;
import io.delta.kernel.internal.data.GenericRow;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.fs.Path;
import io.delta.kernel.internal.snapshot.MetadataCleanup;
import io.delta.kernel.internal.util.ColumnMapping;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.internal.util.VectorUtils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterable;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The actions of a commit as Kernel's rows. The only class that uses Kernel's internal packages: its public API can add
 * files that it wrote itself, but can neither remove files nor take over what was written elsewhere.
 */
final class KernelActions {
    private KernelActions() {}

    /** The action that adds a file of ours. */
    static Row add(DataFile file) {
        return SingleAction.createAddFileSingleAction(addRow(file, true));
    }

    /** The action that adds a file whose rows the table has already, in files that the same commit removes. */
    static Row addRewritten(DataFile file) {
        return SingleAction.createAddFileSingleAction(addRow(file, false));
    }

    /** A transaction id beside the commit's own. */
    static Row transaction(String application, long version) {
        return SingleAction.createTxnSingleAction(new SetTransaction(application, version, Optional.empty()).toRow());
    }

    /** The action that removes a file that {@link #add} added. */
    static Row remove(DataFile file) {
        return remove(new AddFile(addRow(file, true)), true);
    }

    /** The action that removes a file that a scan of the table found, with its deletion vector if it has one. */
    static Row remove(Row scanFile) {
        return remove(new AddFile(scanFile.getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL)), true);
    }

    /** The action that removes a file that a scan found and whose rows the same commit adds again. */
    static Row removeRewritten(Row scanFile) {
        return remove(new AddFile(scanFile.getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL)), false);
    }

    private static Row remove(AddFile file, boolean dataChange) {
        return SingleAction.createRemoveFileSingleAction(file.toRemoveFileRow(dataChange, Optional.empty()));
    }

    private static Row addRow(DataFile file, boolean dataChange) {
        StructType schema = AddFile.FULL_SCHEMA;
        Map<Integer, Object> values = new HashMap<>();
        values.put(schema.indexOf("path"), file.path());
        values.put(schema.indexOf("partitionValues"), VectorUtils.stringStringMapValue(file.partitionValues()));
        values.put(schema.indexOf("size"), file.sizeBytes());
        values.put(schema.indexOf("modificationTime"), file.modifiedMillis());
        values.put(schema.indexOf("dataChange"), dataChange);
        values.put(schema.indexOf("stats"), file.statistics());
        return new GenericRow(schema, values);
    }

    /** Where a file is that an action names, in the form of {@link #fileStatus}. */
    static String location(String tableLocation, String path) {
        return new Path(new Path(URI.create(tableLocation)), new Path(URI.create(path))).toString();
    }

    /** Deletes what the table's retention of its log allows; says how many files. */
    static long cleanLog(Engine engine, Snapshot newest) throws IOException {
        Metadata metadata = ((SnapshotImpl) newest).getMetadata();
        if (!TableConfig.EXPIRED_LOG_CLEANUP_ENABLED.fromMetadata(metadata)) {
            return 0;
        }
        return MetadataCleanup.cleanupExpiredLogs(
                engine,
                System::currentTimeMillis,
                new Path(newest.getPath()),
                TableConfig.LOG_RETENTION.fromMetadata(metadata));
    }

    static CloseableIterable<Row> iterable(List<Row> actions) {
        return CloseableIterable.inMemoryIterable(iterator(actions));
    }

    static <T> CloseableIterator<T> iterator(List<T> items) {
        return Utils.toCloseableIterator(items.iterator());
    }

    /**
     * A transaction that does nothing but change a table's schema, without a second try. Kernel's own way to change one
     * asks for column mapping, which its writer refuses; a column that is added at the end needs none.
     */
    static Transaction schemaChange(Snapshot base, String engineInfo, StructType schema) {
        SnapshotImpl snapshot = (SnapshotImpl) base;
        return new TransactionImpl(
                false,
                snapshot.getDataPath(),
                Optional.of(snapshot),
                engineInfo,
                Operation.MANUAL_UPDATE,
                Optional.empty(),
                Optional.of(snapshot.getMetadata().withNewSchema(schema)),
                snapshot.getCommitter(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(0),
                0,
                System::currentTimeMillis);
    }

    /** The columns to read from the files of a scan; the others are partition columns. */
    static StructType fileSchema(Row scanState) {
        return ScanStateRow.getPhysicalDataReadSchema(scanState);
    }

    static FileStatus fileStatus(Row scanFile) {
        return InternalScanFileUtils.getAddFileStatus(scanFile);
    }

    /** The files of a scan with their statistics, which a scan without a filter leaves out by itself. */
    static CloseableIterator<FilteredColumnarBatch> filesWithStatistics(Scan scan, Engine engine) {
        return ((ScanImpl) scan).getScanFiles(engine, true);
    }

    /** A file of {@link #filesWithStatistics}. */
    static TableFile tableFile(Row scanFile) {
        AddFile file = new AddFile(scanFile.getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL));
        String deleted = file.getDeletionVector()
                .map(DeletionVectorDescriptor::getUniqueId)
                .orElse("");
        return new TableFile(
                file.getPath() + " " + deleted,
                partitionValues(scanFile),
                file.getNumRecords().orElse(-1L),
                scanFile);
    }

    /** Whether some rows of a file that a scan found are deleted. */
    static boolean hasDeletedRows(Row scanFile) {
        return InternalScanFileUtils.getDeletionVectorDescriptorFromRow(scanFile) != null;
    }

    /** Whether the columns have other names in the files than in the schema. */
    static boolean mapsColumns(Snapshot snapshot) {
        return ColumnMapping.getColumnMappingMode(
                        ((SnapshotImpl) snapshot).getMetadata().getConfiguration())
                != ColumnMapping.ColumnMappingMode.NONE;
    }

    /** The partition values of a file as the log holds them. */
    static Map<String, String> partitionValues(Row scanFile) {
        return InternalScanFileUtils.getPartitionValues(scanFile);
    }
}
