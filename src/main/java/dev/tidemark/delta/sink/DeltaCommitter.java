package dev.tidemark.delta.sink;

import dev.tidemark.delta.DeltaTable;
import dev.tidemark.delta.Lake;
import dev.tidemark.delta.LakeOptions;
import dev.tidemark.table.Catalog;
import dev.tidemark.table.TableSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.state.CheckpointStreamFactory;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFutures;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.ExceptionUtils;

/**
 * Commits to all tables of a lake, once for each completed checkpoint or, where a {@link CommitCadence} lets a layer wait,
 * for several. What arrives before a checkpoint's barrier belongs to that checkpoint and is kept in it, and in the ones
 * after it until it is committed. Nothing waits when the input ends or the job is stopped with a savepoint, and nothing
 * that a restart finds in its state. The transaction id in the tables' logs is this job's name with a generation, which
 * lives in the state: a restart from a checkpoint goes on under the same id and sees what it had committed; a start
 * without state, whose checkpoint ids begin at 1 again, gets a new one.
 */
final class DeltaCommitter extends AbstractStreamOperator<Void> implements OneInputStreamOperator<Committable, Void> {
    private static final long serialVersionUID = 1L;
    private static final int MOST_THREADS = 4;
    private static final int MOST_SECONDS_TO_CLOSE = 20;
    /** Names in savepoints: never to be changed. */
    private static final ListStateDescriptor<String> GENERATION_STATE =
            new ListStateDescriptor<>("generation", StringSerializer.INSTANCE);

    private static final ListStateDescriptor<byte[]> PENDING_STATE =
            new ListStateDescriptor<>("pending-committables", BytePrimitiveArraySerializer.INSTANCE);

    private final String lakeLocation;
    private final Catalog catalog;
    private final LakeOptions options;
    private final CommitCadence cadence;
    private final String name;

    private transient ListState<String> generationState;
    private transient ListState<byte[]> pendingState;
    private transient OptionalLong restoredCheckpoint;
    private transient String generation;
    /** What came since the last checkpoint's barrier. */
    private transient List<Committable> arrived;
    /** What waits to be committed, by its checkpoint. */
    private transient TreeMap<Long, List<Committable>> pending;

    private transient boolean finished;
    private transient OptionalLong savepoint;

    private transient Lake lake;
    private transient ExecutorService pool;
    private transient LakeCommitter committer;

    DeltaCommitter(
            StreamOperatorParameters<Void> parameters,
            String lakeLocation,
            Catalog catalog,
            LakeOptions options,
            CommitCadence cadence,
            String name) {
        super(parameters);
        this.lakeLocation = lakeLocation;
        this.catalog = catalog;
        this.options = options;
        this.cadence = cadence;
        this.name = name;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        arrived = new ArrayList<>();
        pending = new TreeMap<>();
        savepoint = OptionalLong.empty();
        generationState = context.getOperatorStateStore().getListState(GENERATION_STATE);
        pendingState = context.getOperatorStateStore().getListState(PENDING_STATE);
        restoredCheckpoint = OptionalLong.empty();
        generation = null;
        for (String g : generationState.get()) {
            generation = g;
            restoredCheckpoint = context.getRestoredCheckpointId();
        }
        if (generation == null) {
            generation = UUID.randomUUID().toString();
        }
        for (byte[] bytes : pendingState.get()) {
            keep(PendingCommittable.fromBytes(bytes));
        }
    }

    @Override
    public void open() throws Exception {
        super.open();
        if (!CheckpointingOptions.isCheckpointingEnabled(
                getContainingTask().getEnvironment().getJobConfiguration())) {
            throw new IllegalStateException("tables are committed with checkpoints, but checkpointing is off: set "
                    + CheckpointingOptions.CHECKPOINTING_INTERVAL.key());
        }
        AtomicInteger threads = new AtomicInteger();
        pool = Executors.newFixedThreadPool(
                Math.max(1, Math.min(MOST_THREADS, catalog.tables().size())), task -> {
                    Thread thread = new Thread(task, "commit-tables-" + threads.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        Queue<Runnable> afterCommits = new ConcurrentLinkedQueue<>();
        committer = new LakeCommitter(openTables(afterCommits::add), cadence, afterCommits, pool, getMetricGroup());
        if (restoredCheckpoint.isPresent()) {
            committer.requireFiles(lake, pendingUpTo(restoredCheckpoint.getAsLong()));
            commitAllUpTo(restoredCheckpoint.getAsLong());
        }
    }

    private List<TableCommitter> openTables(Executor afterCommits) throws Exception {
        lake = Lake.at(lakeLocation, options);
        String appId = name + "/" + generation;
        List<Future<TableCommitter>> opening = new ArrayList<>();
        for (TableSpec spec : catalog.tables()) {
            opening.add(pool.submit(() -> {
                DeltaTable table = lake.open(spec, afterCommits);
                return restoredCheckpoint.isPresent()
                        ? TableCommitter.restored(table, appId, restoredCheckpoint.getAsLong())
                        : TableCommitter.fresh(table, appId);
            }));
        }
        List<TableCommitter> opened = new ArrayList<>();
        Exception failure = null;
        for (Future<TableCommitter> o : opening) {
            try {
                opened.add(o.get());
            } catch (ExecutionException e) {
                failure = ExceptionUtils.firstOrSuppressed(e.getCause() instanceof Exception c ? c : e, failure);
            }
        }
        if (failure != null) {
            throw failure;
        }
        return opened;
    }

    @Override
    public void processElement(StreamRecord<Committable> element) {
        arrived.add(element.getValue());
    }

    @Override
    public OperatorSnapshotFutures snapshotState(
            long checkpointId, long timestamp, CheckpointOptions options, CheckpointStreamFactory storage)
            throws Exception {
        if (options.getCheckpointType().isSavepoint()) {
            savepoint = OptionalLong.of(checkpointId);
        }
        return super.snapshotState(checkpointId, timestamp, options, storage);
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        if (!arrived.isEmpty()) {
            pending.put(context.getCheckpointId(), arrived);
            arrived = new ArrayList<>();
        }
        generationState.update(List.of(generation));
        List<byte[]> bytes = new ArrayList<>();
        for (PendingCommittable p : pendingUpTo(Long.MAX_VALUE)) {
            bytes.add(p.toBytes());
        }
        pendingState.update(bytes);
    }

    /** Also for what earlier checkpoints left: their notice may have been lost, or they were aborted. */
    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        super.notifyCheckpointComplete(checkpointId);
        // of savepoints, only the one that a job is stopped with is told to operators
        boolean stops = savepoint.isPresent() && savepoint.getAsLong() == checkpointId;
        if (finished || stops) {
            commitAllUpTo(checkpointId);
        } else {
            List<PendingCommittable> later = committer.commitDue(
                    checkpointId,
                    pendingUpTo(checkpointId),
                    getProcessingTimeService().getCurrentProcessingTime());
            pending.headMap(checkpointId, true).clear();
            later.forEach(this::keep);
        }
    }

    /** The input ended; the checkpoint with its last rows is still to come. */
    @Override
    public void finish() throws Exception {
        finished = true;
        super.finish();
    }

    @Override
    public void close() throws Exception {
        try {
            if (pool != null) {
                pool.shutdownNow();
                // a commit under way would otherwise meet the next attempt's
                if (!pool.awaitTermination(MOST_SECONDS_TO_CLOSE, TimeUnit.SECONDS)) {
                    LOG.warn(
                            "commits to {} still run {} s after they were stopped",
                            lakeLocation,
                            MOST_SECONDS_TO_CLOSE);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (lake != null) {
                lake.close();
            }
            super.close();
        }
    }

    private void commitAllUpTo(long checkpointId) throws IOException, InterruptedException {
        committer.commitAll(checkpointId, pendingUpTo(checkpointId));
        pending.headMap(checkpointId, true).clear();
    }

    private void keep(PendingCommittable p) {
        pending.computeIfAbsent(p.checkpointId(), id -> new ArrayList<>()).add(p.committable());
    }

    private List<PendingCommittable> pendingUpTo(long checkpointId) {
        List<PendingCommittable> all = new ArrayList<>();
        for (Map.Entry<Long, List<Committable>> p :
                pending.headMap(checkpointId, true).entrySet()) {
            p.getValue().forEach(c -> all.add(new PendingCommittable(p.getKey(), c)));
        }
        return all;
    }
}
