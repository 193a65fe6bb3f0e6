package dev.tidemark.ingest.kinesis;

import java.util.List;

/**
 * What the enumerator checkpoints.
 *
 * @param discovered whether the first list of shards has been taken in
 * @param startAtMillis the time from which reading began, milliseconds since the epoch, or {@link #FROM_OLDEST}; fixed
 *     when the source is first started, so that LATEST means the same after a restore
 * @param shards every shard that is to be read, is being read, or was read and may still be a parent
 */
public record KinesisEnumeratorState(boolean discovered, long startAtMillis, List<KnownShard> shards) {
    /** The value of {@link #startAtMillis} for TRIM_HORIZON. */
    static final long FROM_OLDEST = Long.MIN_VALUE;

    public KinesisEnumeratorState {
        shards = List.copyOf(shards);
    }

    static KinesisEnumeratorState startingAt(long startAtMillis) {
        return new KinesisEnumeratorState(false, startAtMillis, List.of());
    }

    /** A shard as the enumerator knows it; the position is the one it was handed out with. */
    record KnownShard(KinesisShardSplit split, Status status) {}

    /** How far a shard has come. The names are part of the checkpoint format. */
    enum Status {
        /** Not with a reader: its parents are not finished, or it has not been handed out yet. */
        WAITING,
        /** With a reader. */
        ASSIGNED,
        /** Read to its end. */
        FINISHED
    }
}
