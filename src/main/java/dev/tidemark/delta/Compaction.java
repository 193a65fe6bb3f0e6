package dev.tidemark.delta;

import dev.tidemark.delta.encode.BufferPool;
import dev.tidemark.table.TableSpec;
import io.delta.kernel.Snapshot;
import io.delta.kernel.data.Row;
import io.delta.kernel.exceptions.ConcurrentWriteException;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rewrites the small files of a table into few large ones, without a change of its rows: readers of changes see none. Only
 * partitions that have been quiet for a while are touched, so that a job that writes goes on in others. Its commits go on
 * top of a job's; if somebody removed a file meanwhile that was being rewritten, all is planned anew.
 */
public final class Compaction {
    private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);
    private static final int MOST_ATTEMPTS = 20;
    /** Bounds what is lost when a commit loses its race. */
    private static final int PARTITIONS_A_COMMIT = 50;

    private final Lake lake;
    private final long quietSinceMillis;

    /**
     * A compaction of a lake's tables.
     *
     * @param quietFor how long nothing was added to a partition that is to be rewritten
     * @param now the time to count that from
     */
    public Compaction(Lake lake, Duration quietFor, Instant now) {
        this.lake = lake;
        this.quietSinceMillis = now.minus(quietFor).toEpochMilli();
    }

    /**
     * What was done to one table.
     *
     * @param partitions how many partitions were rewritten
     * @param filesBefore live files of the whole table before
     * @param filesAfter and after
     * @param bytes size of the files that were written
     * @param lostRaces how often a commit had to be planned anew
     * @param open partitions with small files that were left because something was added to them a short time ago
     */
    public record Result(
            String table, int partitions, int filesBefore, int filesAfter, long bytes, int lostRaces, int open) {}

    /**
     * Compacts a table; empty if it is not there.
     *
     * @throws SchemaMismatchException if it is not what the catalog says
     * @throws IllegalStateException if it lost the race too many times
     */
    public Optional<Result> run(TableSpec table) throws IOException {
        if (lake.find(table.name()).isEmpty()) {
            return Optional.empty();
        }
        TableLayout layout = new TableLayout(table);
        TableLog log = TableLog.openOrCreate(lake, layout);
        Set<Map<String, String>> done = new HashSet<>();
        int before = new Plan(log.current(), done).files;
        long bytes = 0;
        int lost = 0;
        while (true) {
            log.reload();
            Plan plan = new Plan(log.current(), done);
            if (plan.partitions.isEmpty()) {
                return Optional.of(new Result(table.name(), done.size(), before, plan.files, bytes, lost, plan.open));
            }
            List<DataFile> written = new ArrayList<>();
            try {
                log.commitRewrite(rewrite(layout, plan, written));
                plan.partitions.forEach(files -> done.add(KernelActions.partitionValues(files.get(0))));
                bytes += written.stream().mapToLong(DataFile::sizeBytes).sum();
            } catch (ConcurrentWriteException e) {
                for (DataFile f : written) {
                    lake.delete(table, f);
                }
                if (++lost == MOST_ATTEMPTS) {
                    throw new IllegalStateException(
                            "table " + table.name() + ": gave up compacting after " + lost
                                    + " attempts, others' commits came in between each time",
                            e);
                }
                LOG.info("{}: {}; planning anew", table.name(), e.getMessage());
            }
        }
    }

    /** The actions of a commit; what is written on the way is added to {@code written}. */
    private List<Row> rewrite(TableLayout layout, Plan plan, List<DataFile> written) throws IOException {
        List<Row> actions = new ArrayList<>();
        BufferPool buffers = new BufferPool();
        for (List<Row> files : plan.partitions) {
            DataFileWriter writer =
                    lake.fileWriter(layout, layout.partition(KernelActions.partitionValues(files.get(0))), buffers);
            try {
                for (Row file : files) {
                    plan.scan.forEachRow(file, row -> write(writer, row));
                    actions.add(KernelActions.removeRewritten(file));
                }
                for (DataFile f : writer.finish()) {
                    written.add(f);
                    actions.add(KernelActions.addRewritten(f));
                }
            } catch (UncheckedIOException e) {
                writer.abort();
                throw e.getCause();
            } catch (IOException | RuntimeException e) {
                writer.abort();
                throw e;
            }
        }
        return actions;
    }

    private static void write(DataFileWriter writer, Object[] row) {
        try {
            writer.write(row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Which files of a version are to be rewritten together: a list a partition. */
    private final class Plan {
        private final SnapshotScan scan;
        private final List<List<Row>> partitions = new ArrayList<>();
        private final int files;
        private int open;

        /** @param done partitions that are to be left as they are */
        Plan(Snapshot snapshot, Set<Map<String, String>> done) throws IOException {
            scan = new SnapshotScan(lake.engine(), snapshot, Optional.empty());
            List<Row> all = scan.files();
            files = all.size();
            Map<Map<String, String>, List<Row>> small = new LinkedHashMap<>();
            Map<Map<String, String>, Long> newest = new LinkedHashMap<>();
            for (Row file : all) {
                FileStatus status = KernelActions.fileStatus(file);
                Map<String, String> partition = KernelActions.partitionValues(file);
                newest.merge(partition, status.getModificationTime(), Math::max);
                if (status.getSize() < lake.options().targetFileBytes() / 2) {
                    small.computeIfAbsent(partition, p -> new ArrayList<>()).add(file);
                }
            }
            small.forEach((partition, rewritten) -> {
                if (rewritten.size() == 1 || done.contains(partition)) {
                    return;
                }
                if (newest.get(partition) > quietSinceMillis) {
                    open++;
                } else if (partitions.size() < PARTITIONS_A_COMMIT) {
                    partitions.add(rewritten);
                }
            });
        }
    }
}
