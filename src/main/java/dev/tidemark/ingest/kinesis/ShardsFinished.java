package dev.tidemark.ingest.kinesis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.source.SourceEvent;

/** From a reader: all records of these shards were emitted. May be said more than once. */
final class ShardsFinished implements SourceEvent {
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> shardIds;

    ShardsFinished(Collection<String> shardIds) {
        this.shardIds = new ArrayList<>(shardIds);
    }

    List<String> shardIds() {
        return shardIds;
    }
}
