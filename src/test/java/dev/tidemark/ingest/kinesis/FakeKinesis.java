package dev.tidemark.ingest.kinesis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryResponse;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * A stream in memory that does what a test cannot bring a real one to do: expire iterators, throttle, trim, page its list
 * of shards. An iterator is {@code shard@index}.
 */
final class FakeKinesis implements KinesisAsyncClient {
    static final String STREAM_ARN = "arn:aws:kinesis:eu-west-1:123456789012:stream/fake";
    static final Instant ARRIVAL = Instant.parse("2026-03-01T10:00:00Z");

    final List<Shard> shards = new CopyOnWriteArrayList<>();
    final Queue<RuntimeException> listFailures = new ConcurrentLinkedQueue<>();
    final Queue<RuntimeException> readFailures = new ConcurrentLinkedQueue<>();
    final List<ListShardsRequest> listRequests = new CopyOnWriteArrayList<>();
    final List<GetShardIteratorRequest> iteratorRequests = new CopyOnWriteArrayList<>();
    final List<Long> readNanos = new CopyOnWriteArrayList<>();
    int shardsPerPage = 1_000;
    int retentionHours = 24;
    volatile Function<GetShardIteratorRequest, RuntimeException> refuseIterator = request -> null;
    volatile Predicate<String> refuseRead = iterator -> false;
    volatile boolean closed;
    /** Runs within every read. */
    volatile Runnable onRead = () -> {};
    /** How far behind all reads say they are, or null for 0 at the end of a shard and a second before. */
    volatile Long behindMillis;

    private final Map<String, List<Record>> records = new ConcurrentHashMap<>();
    private final Map<String, Boolean> ended = new ConcurrentHashMap<>();

    static KinesisSourceSettings settings(Configuration options) {
        return KinesisSourceSettings.of(STREAM_ARN, options);
    }

    static Shard shard(String shardId, String... parents) {
        return Shard.builder()
                .shardId(shardId)
                .parentShardId(parents.length > 0 ? parents[0] : null)
                .adjacentParentShardId(parents.length > 1 ? parents[1] : null)
                .build();
    }

    /** Adds records {@code key:0 .. key:(count-1)} with the sequence numbers s0, s1, ... */
    void put(String shardId, String key, int count) {
        List<Record> all = records.computeIfAbsent(shardId, id -> new CopyOnWriteArrayList<>());
        IntStream.range(0, count)
                .forEach(i -> all.add(Record.builder()
                        .sequenceNumber("s" + all.size())
                        .partitionKey(key)
                        .approximateArrivalTimestamp(ARRIVAL)
                        .data(SdkBytes.fromUtf8String(key + ":" + i))
                        .build()));
    }

    void end(String shardId) {
        ended.put(shardId, true);
    }

    @Override
    public CompletableFuture<ListShardsResponse> listShards(ListShardsRequest request) {
        listRequests.add(request);
        if (!listFailures.isEmpty()) {
            return CompletableFuture.failedFuture(listFailures.poll());
        }
        int from = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
        int to = Math.min(from + shardsPerPage, shards.size());
        return CompletableFuture.completedFuture(ListShardsResponse.builder()
                .shards(new ArrayList<>(shards.subList(from, to)))
                .nextToken(to < shards.size() ? String.valueOf(to) : null)
                .build());
    }

    @Override
    public CompletableFuture<GetShardIteratorResponse> getShardIterator(GetShardIteratorRequest request) {
        iteratorRequests.add(request);
        RuntimeException refusal = refuseIterator.apply(request);
        if (refusal != null) {
            return CompletableFuture.failedFuture(refusal);
        }
        int index = request.startingSequenceNumber() == null
                ? 0
                : Integer.parseInt(request.startingSequenceNumber().substring(1)) + 1;
        return CompletableFuture.completedFuture(GetShardIteratorResponse.builder()
                .shardIterator(request.shardId() + "@" + index)
                .build());
    }

    @Override
    public CompletableFuture<GetRecordsResponse> getRecords(GetRecordsRequest request) {
        readNanos.add(System.nanoTime());
        onRead.run();
        if (!readFailures.isEmpty()) {
            return CompletableFuture.failedFuture(readFailures.poll());
        }
        if (refuseRead.test(request.shardIterator())) {
            return CompletableFuture.failedFuture(
                    ProvisionedThroughputExceededException.builder().build());
        }
        String[] iterator = request.shardIterator().split("@");
        List<Record> all = records.getOrDefault(iterator[0], List.of());
        int from = Integer.parseInt(iterator[1]);
        int to = Math.min(from + request.limit(), all.size());
        boolean atEnd = to == all.size();
        return CompletableFuture.completedFuture(GetRecordsResponse.builder()
                .records(all.subList(from, to))
                .nextShardIterator(atEnd && ended.containsKey(iterator[0]) ? null : iterator[0] + "@" + to)
                .millisBehindLatest(behindMillis != null ? behindMillis : atEnd ? 0L : 1_000L)
                .build());
    }

    @Override
    public CompletableFuture<DescribeStreamSummaryResponse> describeStreamSummary(
            DescribeStreamSummaryRequest request) {
        return CompletableFuture.completedFuture(DescribeStreamSummaryResponse.builder()
                .streamDescriptionSummary(s -> s.retentionPeriodHours(retentionHours))
                .build());
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        closed = true;
    }
}
