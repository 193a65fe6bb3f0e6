package dev.tidemark.ingest.kinesis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.RecordEmitter;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.core.io.InputStatus;

/**
 * Emits the records of its shards and tells the enumerator which shards have ended.
 *
 * <p>A checkpoint takes the enumerator's part before the readers'. A shard may end between the two: then the checkpoint's
 * enumerator holds it as being read, and nobody would ever hand out its children after a restore. So an ended shard stays
 * in the reader's checkpoints until two of them have completed, and is announced again on restore.
 */
final class KinesisStreamsSourceReader<T>
        extends SingleThreadMultiplexSourceReaderBase<ShardItem, T, KinesisShardSplit, ShardProgress> {
    private final Map<String, KinesisShardSplit> ended = new LinkedHashMap<>();
    private final NavigableMap<Long, Set<String>> endedByCheckpoint = new TreeMap<>();
    private final EventTimeHold<T> eventTime = new EventTimeHold<>();

    KinesisStreamsSourceReader(
            Supplier<SplitReader<ShardItem, KinesisShardSplit>> splitReader,
            RecordEmitter<ShardItem, T, ShardProgress> emitter,
            Configuration configuration,
            SourceReaderContext context) {
        super(splitReader, emitter, configuration, context);
    }

    @Override
    public void addSplits(List<KinesisShardSplit> splits) {
        List<KinesisShardSplit> live = new ArrayList<>();
        for (KinesisShardSplit split : splits) {
            if (split.ended()) {
                ended.put(split.splitId(), split);
                eventTime.hold(split.splitId());
            } else {
                live.add(split);
            }
        }
        if (live.size() < splits.size()) {
            announceEnded();
        }
        if (!live.isEmpty()) {
            context.sendSourceEventToCoordinator(new ShardsOwned(
                    live.stream().map(KinesisShardSplit::splitId).toList()));
            super.addSplits(live);
            pollSoon();
        }
    }

    @Override
    public void handleSourceEvents(SourceEvent event) {
        if (event instanceof ShardsSucceeded word) {
            eventTime.take(word);
            pollSoon();
        } else {
            super.handleSourceEvents(event);
        }
    }

    /** A reader without records is not polled otherwise. */
    private void pollSoon() {
        splitFetcherManager.getQueue().notifyAvailable();
    }

    @Override
    public InputStatus pollNext(ReaderOutput<T> output) throws Exception {
        return super.pollNext(eventTime.apply(output, getNumberOfCurrentlyAssignedSplits()));
    }

    @Override
    protected void onSplitFinished(Map<String, ShardProgress> finished) {
        finished.forEach(
                (shardId, progress) -> ended.put(shardId, progress.split().at(ShardPosition.SHARD_END)));
        announceEnded();
    }

    private void announceEnded() {
        context.sendSourceEventToCoordinator(new ShardsFinished(ended.keySet()));
    }

    @Override
    public List<KinesisShardSplit> snapshotState(long checkpointId) {
        List<KinesisShardSplit> splits = new ArrayList<>(super.snapshotState(checkpointId));
        splits.addAll(ended.values());
        endedByCheckpoint.put(checkpointId, Set.copyOf(ended.keySet()));
        return splits;
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        super.notifyCheckpointComplete(checkpointId);
        NavigableMap<Long, Set<String>> earlier = endedByCheckpoint.headMap(checkpointId, false);
        earlier.values().forEach(ended.keySet()::removeAll);
        earlier.clear();
    }

    @Override
    protected ShardProgress initializedState(KinesisShardSplit split) {
        return new ShardProgress(split);
    }

    @Override
    protected KinesisShardSplit toSplitType(String shardId, ShardProgress progress) {
        return progress.split();
    }
}
