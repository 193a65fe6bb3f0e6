package dev.tidemark.ingest.kinesis;

import java.util.HashSet;
import java.util.Set;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;

/**
 * What a reader says of event time beyond its shards: an ended shard holds event time where it ended until its children
 * are read, and a reader without any shard does not count (is idle), but only once the enumerator has said that it gets
 * none. Used by the task thread alone.
 *
 * @param <T> what the reader emits
 */
final class EventTimeHold<T> {
    /** Ended shards whose outputs are kept. */
    private final Set<String> held = new HashSet<>();

    private final Set<String> succeeded = new HashSet<>();
    private boolean allHandedOut;
    private boolean idle;
    private Outputs outputs;

    /** A shard has ended that Flink keeps an output for. */
    void hold(String shardId) {
        held.add(shardId);
    }

    void take(ShardsSucceeded word) {
        allHandedOut = true;
        succeeded.addAll(word.shardIds());
    }

    /**
     * Says what has changed since the last call.
     *
     * @param shards how many shards the reader reads
     * @return the output to emit to: the given one, except that the outputs of ended shards are kept
     */
    ReaderOutput<T> apply(ReaderOutput<T> output, int shards) {
        succeeded.forEach(shardId -> letGo(shardId, output));
        succeeded.clear();
        boolean counts = shards > 0 || !held.isEmpty() || !allHandedOut;
        if (counts && idle) {
            output.markActive();
        } else if (!counts && !idle) {
            output.markIdle();
        }
        idle = !counts;
        if (outputs == null || outputs.output != output) {
            outputs = new Outputs(output);
        }
        return outputs;
    }

    private void letGo(String shardId, ReaderOutput<T> output) {
        if (held.remove(shardId)) {
            // with its last output gone Flink leaves the reader active for ever, unless that output was idle
            output.createOutputForSplit(shardId).markIdle();
            output.releaseOutputForSplit(shardId);
        }
    }

    private final class Outputs implements ReaderOutput<T> {
        private final ReaderOutput<T> output;

        Outputs(ReaderOutput<T> output) {
            this.output = output;
        }

        @Override
        public void releaseOutputForSplit(String shardId) {
            hold(shardId);
        }

        @Override
        public SourceOutput<T> createOutputForSplit(String shardId) {
            return output.createOutputForSplit(shardId);
        }

        @Override
        public void collect(T value) {
            output.collect(value);
        }

        @Override
        public void collect(T value, long timestampMillis) {
            output.collect(value, timestampMillis);
        }

        @Override
        public void emitWatermark(Watermark watermark) {
            output.emitWatermark(watermark);
        }

        @Override
        public void markIdle() {
            output.markIdle();
        }

        @Override
        public void markActive() {
            output.markActive();
        }
    }
}
