package dev.tidemark.ingest;

import java.util.List;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/**
 * Hands the one split of a source that is read by one reader to the first of its readers.
 *
 * @param <S> the split
 */
public final class SingleSplitEnumerator<S extends SourceSplit> implements SplitEnumerator<S, S> {
    private final SplitEnumeratorContext<S> context;
    private final S assigned;
    private S unassigned;

    /**
     * @param unassigned the split if no reader has it; else null
     * @param assigned what a checkpoint keeps in its place while a reader has it: state can't be null
     */
    public SingleSplitEnumerator(SplitEnumeratorContext<S> context, S unassigned, S assigned) {
        this.context = context;
        this.unassigned = unassigned;
        this.assigned = assigned;
    }

    @Override
    public void start() {}

    @Override
    public void handleSplitRequest(int subtask, String host) {}

    @Override
    public void addSplitsBack(List<S> splits, int subtask) {
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
    public S snapshotState(long checkpointId) {
        return unassigned == null ? assigned : unassigned;
    }

    @Override
    public void close() {}
}
