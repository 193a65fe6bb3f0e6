package dev.tidemark.ingest.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.local.LocalKinesis;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** A stream of a local Kinesis. Each record is the next number of one of a few keys. */
final class NumberedStream {
    static final int KEYS = 8;
    private static final Duration WITHIN = Duration.ofSeconds(60);

    private final KinesisAsyncClient client;
    private final String stream;
    private int put;

    NumberedStream(LocalKinesis kinesis, String stream, int shards) throws IOException {
        kinesis.ensureStream(stream, shards);
        this.client = kinesis.client();
        this.stream = stream;
    }

    /** Puts the next numbers of all keys, in turn. */
    void put(int count) {
        List<PutRecordsRequestEntry> entries = IntStream.range(put, put + count)
                .mapToObj(i -> PutRecordsRequestEntry.builder()
                        .partitionKey("key" + i % KEYS)
                        .data(SdkBytes.fromUtf8String("key" + i % KEYS + ":" + i / KEYS))
                        .build())
                .toList();
        assertThat(client.putRecords(r -> r.streamName(stream).records(entries))
                        .join()
                        .failedRecordCount())
                .isZero();
        put += count;
    }

    void split(Shard shard) {
        BigInteger from = new BigInteger(shard.hashKeyRange().startingHashKey());
        BigInteger to = new BigInteger(shard.hashKeyRange().endingHashKey());
        client.splitShard(r -> r.streamName(stream)
                        .shardToSplit(shard.shardId())
                        .newStartingHashKey(from.add(to).shiftRight(1).toString()))
                .join();
        awaitActive();
    }

    void merge(Shard left, Shard right) {
        client.mergeShards(
                        r -> r.streamName(stream).shardToMerge(left.shardId()).adjacentShardToMerge(right.shardId()))
                .join();
        awaitActive();
    }

    /** The last number of each key that was put. */
    Map<String, Integer> last() {
        Map<String, Integer> last = new TreeMap<>();
        for (int i = 0; i < put; i++) {
            last.put("key" + i % KEYS, i / KEYS);
        }
        return last;
    }

    private void awaitActive() {
        await().atMost(WITHIN)
                .until(() -> client.describeStreamSummary(r -> r.streamName(stream))
                                .join()
                                .streamDescriptionSummary()
                                .streamStatus()
                        == StreamStatus.ACTIVE);
    }

    /** Open shards in the order of their hash ranges, so that neighbours are adjacent. */
    List<Shard> openShards() {
        return client.listShards(r -> r.streamName(stream)).join().shards().stream()
                .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null)
                .sorted(Comparator.comparing(
                        shard -> new BigInteger(shard.hashKeyRange().startingHashKey())))
                .toList();
    }
}
