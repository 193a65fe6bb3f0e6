package dev.tidemark.ingest.kinesis;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.MetricGroup;

/**
 * The metric {@code millisBehindLatest} of one reader: for each shard (groups {@code stream}, {@code shardId}) and, on the
 * reader itself, the largest of them. How old the last record read was when it was read; 0 at the tip and after the end
 * of a shard. Written by the fetch thread, read by reporters.
 */
final class ShardLag {
    private static final String NAME = "millisBehindLatest";

    private final Map<String, Long> millisByShard = new ConcurrentHashMap<>();
    private final MetricGroup streamGroup;

    ShardLag(MetricGroup reader, String streamName) {
        this.streamGroup = reader.addGroup("stream", streamName);
        reader.gauge(NAME, this::max);
    }

    void update(String shardId, long millis) {
        if (millisByShard.put(shardId, millis) == null) {
            // a gauge can't be taken back: it stays for a shard that has ended, and a shard never comes twice
            streamGroup.addGroup("shardId", shardId).gauge(NAME, () -> millisByShard.getOrDefault(shardId, 0L));
        }
    }

    void ended(String shardId) {
        millisByShard.replace(shardId, 0L);
    }

    long max() {
        return millisByShard.values().stream().mapToLong(millis -> millis).max().orElse(0);
    }
}
