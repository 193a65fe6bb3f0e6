package dev.tidemark.delta.sink;

import dev.tidemark.delta.CommitResult;
import dev.tidemark.delta.DataFile;
import dev.tidemark.delta.DeltaTable;
import dev.tidemark.delta.TransactionId;
import dev.tidemark.table.RowCodec;
import dev.tidemark.table.TableRow;
import dev.tidemark.table.TableSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Commits what is pending for one table, as one commit. */
final class TableCommitter {
    private final DeltaTable table;
    private final String appId;
    private final RowCodec codec;
    private long lastCommitted;

    /** @param lastCommitted the checkpoint whose commit is the newest of this application in the table's log */
    private TableCommitter(DeltaTable table, String appId, long lastCommitted) {
        this.table = table;
        this.appId = appId;
        this.codec = new RowCodec(table.spec());
        this.lastCommitted = lastCommitted;
    }

    /** For a start without state: the application is new to the table. */
    static TableCommitter fresh(DeltaTable table, String appId) {
        return new TableCommitter(table, appId, Long.MIN_VALUE);
    }

    /**
     * For a start from a checkpoint.
     *
     * @throws IllegalStateException if the table holds a later checkpoint of this application
     */
    static TableCommitter restored(DeltaTable table, String appId, long checkpointId) {
        OptionalLong latest = table.latestTransaction(appId);
        if (latest.isPresent() && latest.getAsLong() > checkpointId) {
            throw new IllegalStateException("table " + table.spec().name() + " holds the rows of checkpoint "
                    + latest.getAsLong() + ", but the job was restored from the older checkpoint " + checkpointId
                    + ": going on would lose or double rows. Restore from checkpoint " + latest.getAsLong()
                    + " or a later one; or start without state on an empty lake");
        }
        return new TableCommitter(table, appId, latest.orElse(Long.MIN_VALUE));
    }

    TableSpec table() {
        return table.spec();
    }

    /** Whether the table does not hold it yet: a restored checkpoint may hold what was committed just before it was taken. */
    boolean isOpen(PendingCommittable pending) {
        return pending.checkpointId() > lastCommitted;
    }

    /**
     * @param pending of this table only, in the order of their checkpoints and, within one, of arrival
     * @param checkpoint the checkpoint that completed: they are of this one or of earlier ones
     * @param complete up to which checkpoint all tables are complete after the commits of this one
     */
    CommitResult commit(List<PendingCommittable> pending, long checkpoint, long complete) throws IOException {
        List<DataFile> files = new ArrayList<>();
        List<TableRow> changes = new ArrayList<>();
        for (PendingCommittable p : pending) {
            if (isOpen(p)) {
                files.addAll(p.committable().files());
                changes.addAll(p.committable().decodeChanges(codec));
            }
        }
        TransactionId id = new TransactionId(appId, checkpoint, complete);
        CommitResult result = table.spec().mode() == TableSpec.Mode.APPEND
                ? table.commitAppend(files, id)
                : table.commitUpsert(changes, id);
        lastCommitted = checkpoint;
        return result;
    }
}
