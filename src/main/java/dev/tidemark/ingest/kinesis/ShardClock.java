package dev.tidemark.ingest.kinesis;

/**
 * A running maximum that a {@link KinesisDeserializationSchema} keeps for each shard, checkpointed with the shard's
 * position: the newest time of receipt seen in the shard so far. It begins anew with a child shard.
 */
public interface ShardClock {

    /**
     * Moves the clock forward to a record's time; an earlier one leaves it where it is.
     *
     * @param micros microseconds since the epoch
     * @return the newest time so far, this one included
     */
    long advance(long micros);

    /** The newest time so far, microseconds since the epoch, or {@link Long#MIN_VALUE} before the first one. */
    long micros();
}
