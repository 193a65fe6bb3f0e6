package dev.tidemark.ingest.kinesis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.source.SourceEvent;

/** From a reader: it reads these shards, also those it took from its own checkpoint. */
final class ShardsOwned implements SourceEvent {
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> shardIds;

    ShardsOwned(Collection<String> shardIds) {
        this.shardIds = new ArrayList<>(shardIds);
    }

    List<String> shardIds() {
        return shardIds;
    }
}
