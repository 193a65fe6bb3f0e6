package dev.tidemark.ingest;

import org.apache.flink.api.common.accumulators.IntCounter;
import org.apache.flink.api.common.functions.RuntimeContext;

/**
 * Tells who started a replay that its input has been read to the end. A replay's sources never finish, so that the job
 * can be stopped with a savepoint and a later run goes on from it; instead each source subtask sends one last mark, and
 * the operator behind it counts the marks in an accumulator.
 */
public final class EndOfReplay {
    /** The accumulator's name: how many source subtasks have come to the end. */
    public static final String ACCUMULATOR = "replay-sources-at-end";

    private final IntCounter count = new IntCounter();

    public void open(RuntimeContext context) {
        context.addAccumulator(ACCUMULATOR, count);
    }

    public void reached() {
        count.add(1);
    }
}
