package dev.tidemark.delta;

import dev.tidemark.table.TableRow;
import dev.tidemark.table.TableSpec;
import io.delta.kernel.Operation;
import io.delta.kernel.commit.CommitFailedException;
import io.delta.kernel.data.Row;
import io.delta.kernel.exceptions.CommitStateUnknownException;
import io.delta.kernel.exceptions.ConcurrentWriteException;
import io.delta.kernel.exceptions.MaxCommitRetryLimitReachedException;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A table to write, one commit at a time. Every commit has a transaction id; of commits with the same id, one takes
 * effect.
 */
public final class DeltaTable {
    private static final Logger LOG = LoggerFactory.getLogger(DeltaTable.class);
    private static final int MOST_ATTEMPTS = 100;
    private static final long LONGEST_PAUSE_NANOS = 200_000_000L;

    /** One try at a commit, made on the newest version that is known. */
    private interface Attempt {
        CommitResult run() throws IOException;
    }

    private final TableSpec table;
    private final TableLog log;
    private final UpsertWriter upserts;

    private DeltaTable(TableSpec table, TableLog log, UpsertWriter upserts) {
        this.table = table;
        this.log = log;
        this.upserts = upserts;
    }

    static DeltaTable open(Lake lake, TableSpec table, Executor afterCommits) {
        TableLayout layout = new TableLayout(table);
        TableLog log = TableLog.openOrCreate(lake, layout, afterCommits);
        return new DeltaTable(table, log, new UpsertWriter(lake, layout));
    }

    public TableSpec spec() {
        return table;
    }

    /** The newest version as far as this object has seen it. */
    public synchronized long version() {
        return log.current().getVersion();
    }

    /** The version of the application's latest transaction in the log as it is now; empty if it has none. */
    public synchronized OptionalLong latestTransaction(String appId) {
        log.reload();
        return log.latestTransaction(appId);
    }

    /** {@link #commitAppend(Collection, TransactionId)} of a commit after which nothing of the application waits. */
    public CommitResult commitAppend(Collection<DataFile> files, String appId, long version) throws IOException {
        return commitAppend(files, TransactionId.of(appId, version));
    }

    /**
     * Adds files to the table, all or none, on top of whatever others commit at the same time.
     *
     * @param files what a {@link DataFileWriters} of this table has written
     * @throws IllegalStateException if others' commits came in between too many times
     * @throws SchemaMismatchException if someone has changed the table meanwhile
     */
    public synchronized CommitResult commitAppend(Collection<DataFile> files, TransactionId id) throws IOException {
        if (files.isEmpty()) {
            return CommitResult.nothing(CommitResult.Outcome.UNCHANGED, version());
        }
        return untilDone(id, () -> {
            List<Row> actions = files.stream().map(KernelActions::add).toList();
            long made = log.commit(Operation.STREAMING_UPDATE, actions, id, true);
            return committed(made, files, 0);
        });
    }

    /** {@link #commitUpsert(Collection, TransactionId)} of a commit after which nothing of the application waits. */
    public CommitResult commitUpsert(Collection<TableRow> changes, String appId, long version) throws IOException {
        return commitUpsert(changes, TransactionId.of(appId, version));
    }

    /**
     * Writes rows over the ones with the same key, and removes rows by key. The partitions with a change are rewritten.
     * If anybody commits meanwhile, all is computed anew on what they left.
     *
     * <p>If all rows are stored as they are (but for {@code updated_at}) there is no commit.
     *
     * @param changes rows and deletions; of one key the last counts. The rows are kept in memory: nobody may alter them
     *     any more
     * @throws IllegalStateException if others' commits came in between too many times
     * @throws SchemaMismatchException if someone has changed the table meanwhile
     */
    public synchronized CommitResult commitUpsert(Collection<TableRow> changes, TransactionId id) throws IOException {
        UpsertWriter.Changes byPartition = upserts.group(changes);
        return untilDone(id, () -> {
            UpsertWriter.Rewrite rewrite = upserts.prepare(log.current(), byPartition);
            if (rewrite.isEmpty()) {
                return CommitResult.nothing(
                        CommitResult.Outcome.UNCHANGED, log.current().getVersion());
            }
            long made;
            try {
                made = log.commit(Operation.WRITE, rewrite.actions(), id, false);
            } catch (ConcurrentWriteException | MaxCommitRetryLimitReachedException e) {
                if (isLost(e)) {
                    upserts.discard(rewrite);
                }
                throw e;
            }
            upserts.committed(rewrite);
            return committed(made, rewrite.added(), rewrite.removedFiles());
        });
    }

    private CommitResult untilDone(TransactionId id, Attempt attempt) throws IOException {
        for (int n = 1; ; n++) {
            RuntimeException conflict;
            try {
                return attempt.run();
            } catch (ConcurrentWriteException | MaxCommitRetryLimitReachedException | CommitStateUnknownException e) {
                conflict = e;
            }
            log.reload();
            // a replay of our own, another process under our id, or a commit whose answer was lost
            OptionalLong latest = log.latestTransaction(id.application());
            if (latest.isPresent() && latest.getAsLong() >= id.version()) {
                LOG.info(
                        "{}: transaction {} of {} is in the log already", table.name(), id.version(), id.application());
                return CommitResult.nothing(
                        CommitResult.Outcome.ALREADY_COMMITTED, log.current().getVersion());
            }
            if (n == MOST_ATTEMPTS) {
                throw new IllegalStateException(
                        "table " + table.name() + ": gave up after " + n + " attempts, others' commits came in between"
                                + " each time",
                        conflict);
            }
            LOG.info("{}: others committed meanwhile ({}), trying again", table.name(), conflict.getMessage());
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE_NANOS * n / MOST_ATTEMPTS));
        }
    }

    /** Whether the commit surely was not made. After a failed write it may have been, or may yet be, and needs its files. */
    private static boolean isLost(RuntimeException e) {
        return e instanceof ConcurrentWriteException
                || e.getCause() instanceof CommitFailedException failed && failed.isConflict();
    }

    private static CommitResult committed(long version, Collection<DataFile> added, int removed) {
        long rows = 0;
        long bytes = 0;
        for (DataFile f : added) {
            rows += f.rows();
            bytes += f.sizeBytes();
        }
        return new CommitResult(CommitResult.Outcome.COMMITTED, version, added.size(), removed, rows, bytes);
    }
}
