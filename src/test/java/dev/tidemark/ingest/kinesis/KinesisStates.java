package dev.tidemark.ingest.kinesis;

import dev.tidemark.ingest.kinesis.KinesisEnumeratorState.KnownShard;
import dev.tidemark.ingest.kinesis.KinesisEnumeratorState.Status;
import dev.tidemark.testing.StateType;
import dev.tidemark.testing.StateTypes;
import java.util.List;
import java.util.Set;

/** A shard half read whose parents merged into it, and the shards that an enumerator knows. */
public final class KinesisStates implements StateTypes {
    static final KinesisShardSplit SPLIT = new KinesisShardSplit(
            "shardId-000000000007",
            Set.of("shardId-000000000003", "shardId-000000000004"),
            ShardPosition.after("49680426566066798572162526350969807385770306513598939154"),
            1_772_359_200_123_456L,
            1_772_359_200_999L);
    static final KinesisEnumeratorState STATE = new KinesisEnumeratorState(
            true,
            1_772_359_100_000L,
            List.of(
                    new KnownShard(
                            KinesisShardSplit.unread(
                                    "shardId-000000000003", Set.of(), ShardPosition.atTimestamp(1_772_359_100_000L)),
                            Status.FINISHED),
                    new KnownShard(
                            KinesisShardSplit.unread("shardId-000000000004", Set.of(), ShardPosition.TRIM_HORIZON),
                            Status.ASSIGNED),
                    new KnownShard(SPLIT, Status.WAITING)));

    @Override
    public List<StateType<?>> types() {
        return List.of(
                StateType.beside("KinesisShardSplit", new KinesisShardSplitSerializer(), SPLIT),
                StateType.beside("KinesisEnumeratorState", new KinesisEnumeratorStateSerializer(), STATE));
    }
}
