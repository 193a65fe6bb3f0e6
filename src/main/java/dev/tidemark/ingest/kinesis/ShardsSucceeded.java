package dev.tidemark.ingest.kinesis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * To a reader: all shards that are known are handed out, and these ended ones need not hold event time any longer, as
 * their children have had the time to be read. With no shard: this is the first word to a reader.
 */
final class ShardsSucceeded implements SourceEvent {
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> shardIds;

    ShardsSucceeded(Collection<String> shardIds) {
        this.shardIds = new ArrayList<>(shardIds);
    }

    List<String> shardIds() {
        return shardIds;
    }
}
