package dev.tidemark.delta.sink;

import dev.tidemark.delta.CommitResult;
import dev.tidemark.delta.DataFile;
import dev.tidemark.delta.Lake;
import dev.tidemark.table.TableSpec.Layer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.apache.flink.metrics.MetricGroup;

/**
 * Commits what is pending for all tables: the tables of a layer at the same time, the layers one after the other, so that
 * nobody reads a Gold number whose Silver rows are not there yet; except where these may wait, by a {@link CommitCadence}.
 */
final class LakeCommitter {
    private static final List<Set<Layer>> ORDER =
            List.of(Set.of(Layer.BRONZE), Set.of(Layer.SILVER, Layer.QUARANTINE), Set.of(Layer.GOLD));

    private record Commit(CommitResult result, long millis) {}

    private final Map<String, TableCommitter> tables = new LinkedHashMap<>();
    private final Map<String, CommitMetrics> metrics = new LinkedHashMap<>();
    private final Queue<Runnable> afterCommits;
    private final ExecutorService pool;
    private final LayerSchedule schedule;
    /** The last checkpoint at which nothing was left to wait. */
    private long complete;

    /** @param afterCommits where the tables put what follows their commits */
    LakeCommitter(
            List<TableCommitter> tables,
            CommitCadence cadence,
            Queue<Runnable> afterCommits,
            ExecutorService pool,
            MetricGroup group) {
        for (TableCommitter t : tables) {
            String name = t.table().name();
            this.tables.put(name, t);
            this.metrics.put(name, new CommitMetrics(group, name));
        }
        this.afterCommits = afterCommits;
        this.pool = pool;
        this.schedule = new LayerSchedule(cadence);
    }

    /**
     * Commits what is due.
     *
     * @param checkpoint the checkpoint that completed
     * @param pending of it and of earlier ones, in the order of their checkpoints and, within one, of arrival
     * @param nowMillis the time by the clock
     * @return what waits for a later checkpoint, in the same order
     * @throws IOException if a table's commit failed; others of its layer may be committed, later layers are not
     */
    List<PendingCommittable> commitDue(long checkpoint, List<PendingCommittable> pending, long nowMillis)
            throws IOException, InterruptedException {
        Set<Layer> layers = EnumSet.noneOf(Layer.class);
        for (PendingCommittable p : pending) {
            layers.add(layer(p));
        }
        Set<Layer> due = schedule.due(layers, nowMillis);
        List<PendingCommittable> now = new ArrayList<>();
        List<PendingCommittable> later = new ArrayList<>();
        for (PendingCommittable p : pending) {
            (due.contains(layer(p)) ? now : later).add(p);
        }
        commit(checkpoint, now, later.isEmpty() ? checkpoint : complete);
        schedule.committed(due, nowMillis);
        return later;
    }

    /**
     * Fails if a file is gone that is to be committed: a table that names it could not be read.
     *
     * @param restored what the state of a restored checkpoint holds
     * @throws IOException naming table, file and what to do
     */
    void requireFiles(Lake lake, List<PendingCommittable> restored) throws IOException, InterruptedException {
        Map<Future<Boolean>, String> looks = new LinkedHashMap<>();
        for (PendingCommittable p : restored) {
            layer(p);
            TableCommitter table = tables.get(p.committable().table());
            if (table.isOpen(p)) {
                for (DataFile f : p.committable().files()) {
                    looks.put(
                            pool.submit(() -> lake.holds(table.table(), f)),
                            "table " + table.table().name() + ": the data file " + f.path()
                                    + ", written for checkpoint " + p.checkpointId());
                }
            }
        }
        List<String> gone = new ArrayList<>();
        for (Map.Entry<Future<Boolean>, String> look : looks.entrySet()) {
            try {
                if (!look.getKey().get()) {
                    gone.add(look.getValue());
                }
            } catch (ExecutionException e) {
                throw new IOException(
                        "can't look for what the restored checkpoint is to commit; " + look.getValue(), e.getCause());
            }
        }
        if (!gone.isEmpty()) {
            throw new IOException(gone.get(0) + " and not committed yet, is gone"
                    + (gone.size() > 1 ? ", and so are " + (gone.size() - 1) + " more" : "")
                    + "; nothing was committed. A vacuum that retained less than the age of the restored checkpoint"
                    + " deletes such files: start from a newer checkpoint, and never vacuum with a shorter --retain than"
                    + " the age of the oldest checkpoint or savepoint that may be restored");
        }
    }

    /** Commits everything, whatever may wait: {@link #commitDue}. */
    void commitAll(long checkpoint, List<PendingCommittable> pending) throws IOException, InterruptedException {
        commit(checkpoint, pending, checkpoint);
    }

    private Layer layer(PendingCommittable pending) throws IOException {
        TableCommitter table = tables.get(pending.committable().table());
        if (table == null) {
            throw new IOException("the checkpoint holds rows for table '"
                    + pending.committable().table()
                    + "', which is not in the catalog any more; put it back until they are committed");
        }
        return table.table().layer();
    }

    private void commit(long checkpoint, List<PendingCommittable> pending, long completeAfter)
            throws IOException, InterruptedException {
        Map<Layer, Map<String, List<PendingCommittable>>> byLayer = new EnumMap<>(Layer.class);
        for (PendingCommittable p : pending) {
            byLayer.computeIfAbsent(layer(p), l -> new LinkedHashMap<>())
                    .computeIfAbsent(p.committable().table(), t -> new ArrayList<>())
                    .add(p);
        }
        for (Set<Layer> layers : ORDER) {
            Map<String, Future<Commit>> running = new LinkedHashMap<>();
            for (Layer layer : layers) {
                byLayer.getOrDefault(layer, Map.of()).forEach((table, ofTable) -> {
                    TableCommitter committer = tables.get(table);
                    running.put(table, pool.submit(() -> timed(committer, ofTable, checkpoint, completeAfter)));
                });
            }
            await(running);
        }
        complete = completeAfter;
        lookAfter();
    }

    /** Checksums and checkpoints of the logs: nobody who waits for a number waits for them. */
    private void lookAfter() throws IOException, InterruptedException {
        List<Future<?>> running = new ArrayList<>();
        for (Runnable next = afterCommits.poll(); next != null; next = afterCommits.poll()) {
            running.add(pool.submit(next));
        }
        for (Future<?> r : running) {
            try {
                r.get();
            } catch (ExecutionException e) {
                throw new IOException("looking after the log of a table failed", e.getCause());
            }
        }
    }

    private void await(Map<String, Future<Commit>> running) throws IOException, InterruptedException {
        IOException failure = null;
        for (Map.Entry<String, Future<Commit>> r : running.entrySet()) {
            try {
                Commit done = r.getValue().get();
                metrics.get(r.getKey()).add(done.result(), done.millis());
            } catch (ExecutionException e) {
                if (failure == null) {
                    failure = new IOException("the commit to table " + r.getKey() + " failed", e.getCause());
                } else {
                    failure.addSuppressed(e.getCause());
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static Commit timed(
            TableCommitter table, List<PendingCommittable> pending, long checkpoint, long completeAfter)
            throws IOException {
        long start = System.nanoTime();
        CommitResult result = table.commit(pending, checkpoint, completeAfter);
        return new Commit(result, (System.nanoTime() - start) / 1_000_000);
    }
}
