package dev.tidemark.ingest.calendly;

import java.util.List;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/** Hands the one split to the first reader. */
final class HistoryEnumerator implements SplitEnumerator<HistorySplit, HistorySplit> {
    private final SplitEnumeratorContext<HistorySplit> context;
    private HistorySplit unassigned;

    HistoryEnumerator(SplitEnumeratorContext<HistorySplit> context, HistorySplit unassigned) {
        this.context = context;
        this.unassigned = unassigned;
    }

    @Override
    public void start() {}

    @Override
    public void handleSplitRequest(int subtask, String host) {}

    @Override
    public void addSplitsBack(List<HistorySplit> splits, int subtask) {
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
    public HistorySplit snapshotState(long checkpointId) {
        return unassigned == null ? HistorySplit.ASSIGNED : unassigned;
    }

    @Override
    public void close() {}
}
