package dev.tidemark.delta;

import dev.tidemark.table.TableSpec;
import io.delta.kernel.Operation;
import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.ConcurrentWriteException;
import io.delta.kernel.exceptions.MaxCommitRetryLimitReachedException;
import io.delta.kernel.exceptions.TableAlreadyExistsException;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.hook.PostCommitHook;
import io.delta.kernel.transaction.CreateTableTransactionBuilder;
import io.delta.kernel.transaction.DataLayoutSpec;
import io.delta.kernel.transaction.UpdateTableTransactionBuilder;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transaction log of one table: makes the table, knows its newest version as far as we have seen it, and adds
 * commits. After a commit of ours the version it made is known without reading the log again.
 */
final class TableLog {
    private static final Logger LOG = LoggerFactory.getLogger(TableLog.class);
    private static final String ENGINE_INFO = "tidemark";
    /**
     * A version that was reached from commit to commit drags along all the log files since it was loaded; after so many
     * it is loaded anew, from the last log checkpoint.
     */
    private static final int COMMITS_BETWEEN_LOADS = 100;

    /** Where a commit comes every second: about twice an hour. */
    private static final int COMMITS_BETWEEN_CLEANUPS = 2_000;

    private static final int MOST_ATTEMPTS_TO_GROW = 100;

    private final Lake lake;
    private final Engine engine;
    private final String location;
    private final TableSpec table;
    private final Executor afterCommits;
    private Snapshot current;
    private int commitsSinceLoad;
    private int commitsSinceCleanup;

    private TableLog(Lake lake, TableSpec table, Executor afterCommits) {
        this.lake = lake;
        this.engine = lake.engine();
        this.location = lake.tableLocation(table.name());
        this.table = table;
        this.afterCommits = afterCommits;
    }

    static TableLog openOrCreate(Lake lake, TableLayout layout) {
        return openOrCreate(lake, layout, Runnable::run);
    }

    /** @param afterCommits runs what follows a commit, before the next one */
    static TableLog openOrCreate(Lake lake, TableLayout layout, Executor afterCommits) {
        TableSpec table = layout.table();
        TableLog log = new TableLog(lake, table, afterCommits);
        try {
            log.growIfNeeded();
        } catch (TableNotFoundException e) {
            log.create(layout, lake.options().checkpointInterval());
        }
        log.reload();
        return log;
    }

    /**
     * Adds the columns that the catalog has at its end and the table does not have yet, in a commit of their own. Only
     * where a table is opened: to one that is written, a column can't come by surprise.
     */
    private void growIfNeeded() {
        for (int attempt = 1; ; attempt++) {
            Snapshot loaded = TableManager.loadSnapshot(location).build(engine);
            Optional<StructType> grown = DeltaSchema.grown(table, loaded.getSchema());
            if (grown.isEmpty()) {
                return;
            }
            requireNoColumnMapping(loaded);
            try {
                runHooks(KernelActions.schemaChange(loaded, ENGINE_INFO, grown.get())
                        .commit(engine, CloseableIterable.emptyIterable()));
                LOG.info(
                        "{}: grew from {} to {} columns",
                        location,
                        loaded.getSchema().length(),
                        table.width());
            } catch (ConcurrentWriteException | MaxCommitRetryLimitReachedException e) {
                // or our own commit whose answer was lost: the next look tells
                if (attempt == MOST_ATTEMPTS_TO_GROW) {
                    throw new IllegalStateException(
                            "table " + table.name() + ": columns of the catalog could not be added in " + attempt
                                    + " attempts, others' commits came in between each time",
                            e);
                }
            }
        }
    }

    /** There, a column's name in the files is another than in the schema, and whoever adds one has to choose it. */
    private void requireNoColumnMapping(Snapshot snapshot) {
        String mode = snapshot.getTableProperties().getOrDefault("delta.columnMapping.mode", "none");
        if (!mode.equals("none")) {
            throw new SchemaMismatchException(
                    location,
                    List.of("table " + table.name() + ": columns of the catalog are missing, and can't be added to a"
                            + " table with the column mapping '" + mode + "'; add them with the engine that set it"));
        }
    }

    private void create(TableLayout layout, int checkpointInterval) {
        CreateTableTransactionBuilder builder = TableManager.buildCreateTableTransaction(
                        location, DeltaSchema.of(table), ENGINE_INFO)
                .withTableProperties(Map.of(
                        "delta.checkpointInterval",
                        Integer.toString(checkpointInterval),
                        "delta.dataSkippingNumIndexedCols",
                        Integer.toString(layout.indexedColumns()),
                        // time travel for a month; and tombstones must outlive the files that they speak of
                        "delta.logRetentionDuration",
                        "interval 30 days",
                        "delta.deletedFileRetentionDuration",
                        "interval 7 days"));
        if (!table.partitionBy().isEmpty()) {
            builder = builder.withDataLayoutSpec(DataLayoutSpec.partitioned(
                    table.partitionBy().stream().map(Column::new).toList()));
        }
        try {
            TransactionCommitResult made = builder.build(engine).commit(engine, CloseableIterable.emptyIterable());
            runHooks(made);
            made.getPostCommitSnapshot().ifPresent(this::seedChecksum);
        } catch (TableAlreadyExistsException | ConcurrentWriteException | MaxCommitRetryLimitReachedException e) {
            LOG.info("Table {} was made by someone else at the same time", location);
        }
    }

    /** Each commit's checksum is derived from the one before it; so there must be a first. */
    private void seedChecksum(Snapshot first) {
        if (first.getStatistics().getChecksumWriteMode().isPresent()) {
            try {
                first.writeChecksum(
                        engine, first.getStatistics().getChecksumWriteMode().get());
            } catch (IOException | RuntimeException e) {
                LOG.warn("No checksum for the first version of {}: opening it will be slower", location, e);
            }
        }
    }

    /** The newest version as far as we know. Somebody may have made a newer one: then a commit on it conflicts. */
    Snapshot current() {
        if (current == null) {
            reload();
        }
        return current;
    }

    /**
     * Reads the log again.
     *
     * @throws SchemaMismatchException if the table is not, or is no more, what the spec says
     */
    void reload() {
        Snapshot loaded = TableManager.loadSnapshot(location).build(engine);
        List<String> differences = DeltaSchema.differences(table, loaded.getSchema(), loaded.getPartitionColumnNames());
        if (!differences.isEmpty()) {
            throw new SchemaMismatchException(location, differences);
        }
        current = loaded;
        commitsSinceLoad = 0;
    }

    OptionalLong latestTransaction(String appId) {
        return current()
                .getLatestTransactionVersion(engine, appId)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    /**
     * Commits on top of {@link #current}.
     *
     * @param rebase whether the commit may go on top of others' commits made since; else they are a conflict
     * @return the version made
     * @throws ConcurrentWriteException if others' commits are in the way, the transaction id's own included
     * @throws MaxCommitRetryLimitReachedException the same, if {@code rebase} is false
     */
    long commit(Operation operation, List<Row> actions, TransactionId id, boolean rebase) {
        UpdateTableTransactionBuilder builder = current()
                .buildUpdateTableTransaction(ENGINE_INFO, operation)
                .withTransactionId(id.application(), id.version());
        if (!rebase) {
            builder = builder.withMaxRetries(0);
        }
        List<Row> all = new ArrayList<>(actions);
        if (id.isAhead()) {
            all.add(KernelActions.transaction(id.completeApplication(), id.complete()));
        }
        TransactionCommitResult result = builder.build(engine).commit(engine, KernelActions.iterable(all));
        finish(result);
        return result.getVersion();
    }

    /**
     * Commits on top of {@link #current}, and of what others have committed since, actions that leave the rows as they
     * are.
     *
     * @throws ConcurrentWriteException if somebody removed meanwhile what these actions remove
     */
    void commitRewrite(List<Row> actions) {
        finish(current()
                .buildUpdateTableTransaction(ENGINE_INFO, Operation.MANUAL_UPDATE)
                .build(engine)
                .commit(engine, KernelActions.iterable(actions)));
    }

    private void finish(TransactionCommitResult result) {
        boolean loadAnew = ++commitsSinceLoad >= COMMITS_BETWEEN_LOADS;
        current = loadAnew ? null : result.getPostCommitSnapshot().orElse(null);
        afterCommits.execute(() -> lookAfter(result));
    }

    private void lookAfter(TransactionCommitResult result) {
        runHooks(result);
        if (++commitsSinceCleanup >= COMMITS_BETWEEN_CLEANUPS) {
            commitsSinceCleanup = 0;
            cleanUp();
        }
    }

    private void cleanUp() {
        try {
            long deleted = LogCleanup.clean(lake, current());
            LOG.debug("{}: {} files of the log deleted", location, deleted);
        } catch (IOException | RuntimeException e) {
            LOG.warn("The log of {} could not be cleaned; the next try is after as many commits", location, e);
        }
    }

    /** What makes the log fast to read; the commit stands without it, and the next one does it again. */
    private void runHooks(TransactionCommitResult result) {
        for (PostCommitHook hook : result.getPostCommitHooks()) {
            try {
                hook.threadSafeInvoke(engine);
            } catch (IOException | RuntimeException e) {
                LOG.warn("{} after version {} of {} failed", hook.getType(), result.getVersion(), location, e);
            }
        }
    }
}
