package dev.tidemark.ingest.polled;

import java.util.List;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/** Hands the one split to the first reader. */
final class PolledFilesEnumerator implements SplitEnumerator<PolledFilesSplit, PolledFilesSplit> {
    private final SplitEnumeratorContext<PolledFilesSplit> context;
    private PolledFilesSplit unassigned;

    PolledFilesEnumerator(SplitEnumeratorContext<PolledFilesSplit> context, PolledFilesSplit unassigned) {
        this.context = context;
        this.unassigned = unassigned;
    }

    @Override
    public void start() {}

    @Override
    public void handleSplitRequest(int subtask, String host) {}

    @Override
    public void addSplitsBack(List<PolledFilesSplit> splits, int subtask) {
        splits.forEach(s -> unassigned = s);
        assign();
    }

    @Override
    public void addReader(int subtask) {
        assign();
    }

    private void assign() {
        if (unassigned != null && context.registeredReaders().containsKey(0)) {
            context.assignSplit(unassigned, 0);
            unassigned = null;
        }
    }

    @Override
    public PolledFilesSplit snapshotState(long checkpointId) {
        return unassigned == null ? PolledFilesSplit.ASSIGNED : unassigned;
    }

    @Override
    public void close() {}
}
