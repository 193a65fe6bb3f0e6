package dev.tidemark.delta.sink;

import dev.tidemark.delta.DataFile;
import dev.tidemark.delta.DataFileWriters;
import dev.tidemark.delta.Lake;
import dev.tidemark.delta.LakeOptions;
import dev.tidemark.delta.UpsertBuffer;
import dev.tidemark.table.Catalog;
import dev.tidemark.table.RowCodec;
import dev.tidemark.table.TableRow;
import dev.tidemark.table.TableSpec;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Writes rows of appended tables to data files as they come, and folds rows of upserted tables by key; at each
 * checkpoint's barrier, and at the end of the input, hands all of it on. Has no state: what a failed attempt wrote and did
 * not hand on belongs to no table.
 */
final class DeltaWriter extends AbstractStreamOperator<Committable>
        implements OneInputStreamOperator<TableRow, Committable> {
    private static final long serialVersionUID = 1L;

    /** Where the rows of a table go: to a buffer if it is upserted, else to files. */
    private record Target(TableSpec table, UpsertBuffer buffer, RowCodec codec) {
        static Target of(TableSpec table) {
            return table.mode() == TableSpec.Mode.APPEND
                    ? new Target(table, null, null)
                    : new Target(table, new UpsertBuffer(table), new RowCodec(table));
        }
    }

    /** A writer's share of the heap is one in so many, shared by the slots. */
    private static final int PART_OF_HEAP = 8;

    private final String lakeLocation;
    private final Catalog catalog;
    private final LakeOptions options;

    private transient Lake lake;
    private transient DataFileWriters files;
    private transient Map<String, Target> targets;

    DeltaWriter(
            StreamOperatorParameters<Committable> parameters,
            String lakeLocation,
            Catalog catalog,
            LakeOptions options) {
        super(parameters);
        this.lakeLocation = lakeLocation;
        this.catalog = catalog;
        this.options = options;
    }

    @Override
    public void open() throws Exception {
        super.open();
        lake = Lake.at(lakeLocation, options.withWriterMemoryBytes(writerMemory()));
        files = lake.dataFileWriters();
        targets = new HashMap<>();
    }

    /** All that write at the same time fit into the heap, however small it is: at full load two writers a slot do. */
    private long writerMemory() {
        int slots = getContainingTask()
                .getEnvironment()
                .getTaskManagerInfo()
                .getConfiguration()
                .get(TaskManagerOptions.NUM_TASK_SLOTS);
        long share = Runtime.getRuntime().maxMemory() / PART_OF_HEAP / slots;
        return Math.max(1, Math.min(options.writerMemoryBytes(), share));
    }

    @Override
    public void processElement(StreamRecord<TableRow> element) throws Exception {
        TableRow row = element.getValue();
        Target target = targets.get(row.table());
        if (target == null) {
            target = Target.of(catalog.table(row.table()));
            targets.put(row.table(), target);
        }
        if (target.buffer() != null) {
            target.buffer().add(row);
        } else if (row.delete()) {
            throw new IllegalArgumentException(
                    "a deletion of a row of table " + row.table() + ", whose rows are only ever added: " + row);
        } else {
            files.write(target.table(), row.values());
        }
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        handOn();
    }

    @Override
    public void finish() throws Exception {
        handOn();
        super.finish();
    }

    @Override
    public void close() throws Exception {
        try {
            if (files != null) {
                files.abort();
            }
        } catch (IOException | RuntimeException e) {
            // Flink gives up the whole task manager if a task that failed can't be closed; vacuum finds what stays
            // behind
            LOG.warn(
                    "Data files that no table names stay behind in {}; ./tidemark vacuum removes them",
                    lakeLocation,
                    e);
        } finally {
            if (lake != null) {
                lake.close();
            }
            super.close();
        }
    }

    private void handOn() throws IOException {
        for (Map.Entry<String, List<DataFile>> f : files.finish().entrySet()) {
            output.collect(new StreamRecord<>(Committable.ofFiles(f.getKey(), f.getValue())));
        }
        for (Target t : targets.values()) {
            if (t.buffer() != null && t.buffer().size() > 0) {
                output.collect(new StreamRecord<>(
                        Committable.ofChanges(t.table(), t.codec(), t.buffer().drain())));
            }
        }
    }
}
