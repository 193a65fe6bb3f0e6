package dev.tidemark.delta;

import io.delta.kernel.Scan;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.ScanImpl;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.actions.DeletionVectorDescriptor;
import io.delta.kernel.internal.actions.SingleAction;
import io.delta.kernel.internal.data.GenericRow;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.internal.util.VectorUtils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterable;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
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
        return SingleAction.createAddFileSingleAction(addRow(file));
    }

    /** The action that removes a file that {@link #add} added. */
    static Row remove(DataFile file) {
        return remove(new AddFile(addRow(file)));
    }

    /** The action that removes a file that a scan of the table found, with its deletion vector if it has one. */
    static Row remove(Row scanFile) {
        return remove(new AddFile(scanFile.getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL)));
    }

    private static Row remove(AddFile file) {
        return SingleAction.createRemoveFileSingleAction(file.toRemoveFileRow(true, Optional.empty()));
    }

    private static Row addRow(DataFile file) {
        StructType schema = AddFile.FULL_SCHEMA;
        Map<Integer, Object> values = new HashMap<>();
        values.put(schema.indexOf("path"), file.path());
        values.put(schema.indexOf("partitionValues"), VectorUtils.stringStringMapValue(file.partitionValues()));
        values.put(schema.indexOf("size"), file.sizeBytes());
        values.put(schema.indexOf("modificationTime"), file.modifiedMillis());
        values.put(schema.indexOf("dataChange"), true);
        values.put(schema.indexOf("stats"), file.statistics());
        return new GenericRow(schema, values);
    }

    static CloseableIterable<Row> iterable(List<Row> actions) {
        return CloseableIterable.inMemoryIterable(iterator(actions));
    }

    static <T> CloseableIterator<T> iterator(List<T> items) {
        return Utils.toCloseableIterator(items.iterator());
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

    /** The partition values of a file as the log holds them. */
    static Map<String, String> partitionValues(Row scanFile) {
        return InternalScanFileUtils.getPartitionValues(scanFile);
    }
}
