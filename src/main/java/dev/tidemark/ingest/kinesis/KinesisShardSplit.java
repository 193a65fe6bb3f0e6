package dev.tidemark.ingest.kinesis;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.connector.source.SourceSplit;

/**
 * One shard and how far it has been read. Immutable; travels and is checkpointed through
 * {@link KinesisShardSplitSerializer} alone.
 */
public final class KinesisShardSplit implements SourceSplit {
    /** The value of {@link #clockMicros()} and {@link #readUpToMillis()} while there is none. */
    static final long NONE = Long.MIN_VALUE;

    private final String shardId;
    private final Set<String> parentShardIds;
    private final ShardPosition position;
    private final long clockMicros;
    private final long readUpToMillis;

    KinesisShardSplit(
            String shardId, Set<String> parentShardIds, ShardPosition position, long clockMicros, long readUpToMillis) {
        this.shardId = shardId;
        this.parentShardIds = Collections.unmodifiableSet(new TreeSet<>(parentShardIds));
        this.position = position;
        this.clockMicros = clockMicros;
        this.readUpToMillis = readUpToMillis;
    }

    /** A shard of which nothing has been read. */
    static KinesisShardSplit unread(String shardId, Set<String> parentShardIds, ShardPosition position) {
        return new KinesisShardSplit(shardId, parentShardIds, position, NONE, NONE);
    }

    @Override
    public String splitId() {
        return shardId;
    }

    /** The shards that were split or merged into this one: none, one or two. */
    Set<String> parentShardIds() {
        return parentShardIds;
    }

    ShardPosition position() {
        return position;
    }

    /** What the deserialization schema keeps for this shard, microseconds since the epoch, or {@link #NONE}. */
    long clockMicros() {
        return clockMicros;
    }

    /**
     * Every record that arrived before this time was emitted, milliseconds since the epoch, or {@link #NONE}. It is what
     * tells a shard that was merely idle from one whose unread records were trimmed.
     */
    long readUpToMillis() {
        return readUpToMillis;
    }

    boolean ended() {
        return position.kind() == ShardPosition.Kind.SHARD_END;
    }

    KinesisShardSplit at(ShardPosition newPosition) {
        return new KinesisShardSplit(shardId, parentShardIds, newPosition, clockMicros, readUpToMillis);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KinesisShardSplit that
                && shardId.equals(that.shardId)
                && parentShardIds.equals(that.parentShardIds)
                && position.equals(that.position)
                && clockMicros == that.clockMicros
                && readUpToMillis == that.readUpToMillis;
    }

    @Override
    public int hashCode() {
        return shardId.hashCode();
    }

    @Override
    public String toString() {
        return shardId + " (" + position + ")";
    }
}
