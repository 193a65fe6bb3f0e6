package dev.tidemark.ingest.kinesis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilter;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;

/** Lists the shards of a stream, all pages. Blocks; throws what the client throws. */
final class ShardDiscovery {
    private final KinesisAsyncClient client;
    private final String streamArn;

    ShardDiscovery(KinesisAsyncClient client, String streamArn) {
        this.client = client;
        this.streamArn = streamArn;
    }

    /** All shards with records that arrived at or after a time; the oldest there are for FROM_OLDEST. */
    List<Shard> listFrom(long startAtMillis) {
        ShardFilter filter = startAtMillis == KinesisEnumeratorState.FROM_OLDEST
                ? ShardFilter.builder().type(ShardFilterType.FROM_TRIM_HORIZON).build()
                : ShardFilter.builder()
                        .type(ShardFilterType.FROM_TIMESTAMP)
                        .timestamp(Instant.ofEpochMilli(startAtMillis))
                        .build();
        return list(filter);
    }

    /** All shards within the stream's retention. */
    List<Shard> listAll() {
        return list(null);
    }

    private List<Shard> list(ShardFilter filter) {
        List<Shard> shards = new ArrayList<>();
        // a request with a token must not say anything else
        ListShardsRequest request = ListShardsRequest.builder()
                .streamARN(streamArn)
                .shardFilter(filter)
                .build();
        while (true) {
            ListShardsResponse response = client.listShards(request).join();
            shards.addAll(response.shards());
            if (response.nextToken() == null) {
                return shards;
            }
            request =
                    ListShardsRequest.builder().nextToken(response.nextToken()).build();
        }
    }
}
