package dev.tidemark.delta.sink;

import dev.tidemark.delta.CommitResult;
import dev.tidemark.table.TableSpec.Layer;
import java.io.IOException;
import java.util.ArrayList;
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
 * nobody reads a Gold number whose Silver rows are not there yet.
 */
final class LakeCommitter {
    private static final List<Set<Layer>> ORDER =
            List.of(Set.of(Layer.BRONZE), Set.of(Layer.SILVER, Layer.QUARANTINE), Set.of(Layer.GOLD));

    private record Commit(CommitResult result, long millis) {}

    private final Map<String, TableCommitter> tables = new LinkedHashMap<>();
    private final Map<String, CommitMetrics> metrics = new LinkedHashMap<>();
    private final Queue<Runnable> afterCommits;
    private final ExecutorService pool;

    /** @param afterCommits where the tables put what follows their commits */
    LakeCommitter(List<TableCommitter> tables, Queue<Runnable> afterCommits, ExecutorService pool, MetricGroup group) {
        for (TableCommitter t : tables) {
            String name = t.table().name();
            this.tables.put(name, t);
            this.metrics.put(name, new CommitMetrics(group, name));
        }
        this.afterCommits = afterCommits;
        this.pool = pool;
    }

    /**
     * @param pending in the order of their checkpoints and, within one, of arrival
     * @throws IOException if a table's commit failed; others of its layer may be committed, later layers are not
     */
    void commit(List<PendingCommittable> pending) throws IOException, InterruptedException {
        Map<String, List<PendingCommittable>> byTable = new LinkedHashMap<>();
        for (PendingCommittable p : pending) {
            String table = p.committable().table();
            if (!tables.containsKey(table)) {
                throw new IOException("the checkpoint holds rows for table '" + table
                        + "', which is not in the catalog any more; put it back until they are committed");
            }
            byTable.computeIfAbsent(table, t -> new ArrayList<>()).add(p);
        }
        for (Set<Layer> layer : ORDER) {
            Map<String, Future<Commit>> running = new LinkedHashMap<>();
            byTable.forEach((table, ofTable) -> {
                TableCommitter committer = tables.get(table);
                if (layer.contains(committer.table().layer())) {
                    running.put(table, pool.submit(() -> timed(committer, ofTable)));
                }
            });
            await(running);
        }
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

    private static Commit timed(TableCommitter table, List<PendingCommittable> pending) throws IOException {
        long start = System.nanoTime();
        CommitResult result = table.commit(pending);
        return new Commit(result, (System.nanoTime() - start) / 1_000_000);
    }
}
