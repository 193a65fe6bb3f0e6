package dev.tidemark.ingest.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidemark.ingest.kinesis.KinesisSourceOptions.InitialPosition;
import dev.tidemark.local.LocalKinesis;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.client.program.ClusterClient;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectClusterClient;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.test.util.TestUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** The source in real jobs on a local Kinesis. Each record is the next number of one of a few keys. */
@Timeout(180)
class KinesisStreamsSourceITCase {
    private static final int KEYS = 8;
    private static final Duration WITHIN = Duration.ofSeconds(60);

    @RegisterExtension
    private static final MiniClusterExtension FLINK =
            new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
                    .setNumberTaskManagers(1)
                    .setNumberSlotsPerTaskManager(4)
                    .build());

    private static LocalKinesis kinesis;

    @TempDir
    private Path checkpoints;

    private String stream;
    private int put;

    @BeforeAll
    static void startKinesis() throws IOException {
        kinesis = LocalKinesis.builder().start();
    }

    @AfterAll
    static void stopKinesis() {
        kinesis.close();
    }

    @BeforeEach
    void makeStream(TestInfo test) throws IOException {
        stream = test.getTestMethod().orElseThrow().getName();
        kinesis.ensureStream(stream, 2);
        CollectingSink.clear(stream);
    }

    @Test
    void readsABacklogAcrossSplitAndMergeInOrder() throws Exception {
        put(200);
        split(openShards().get(0));
        put(200);
        List<Shard> open = openShards();
        merge(open.get(open.size() - 2), open.get(open.size() - 1));
        put(200);
        JobClient job = start(2, options(), null);
        awaitRecords(600);
        job.cancel().get();

        assertEachOnceAndInOrder();
        assertThat(CollectingSink.records(stream)).allSatisfy(record -> assertThat(record.clockMicros)
                .as("the running maximum of a shard")
                .isGreaterThanOrEqualTo(record.number));
    }

    @Test
    void followsAReshardWhileReading() throws Exception {
        JobClient job = start(2, options(), null);
        put(100);
        awaitRecords(100);
        split(openShards().get(0));
        put(100);
        awaitRecords(200);
        job.cancel().get();

        assertEachOnceAndInOrder();
    }

    @Test
    void goesOnFromASavepointWithAnotherParallelismAcrossAReshard() throws Exception {
        put(200);
        JobClient first = start(1, options(), null);
        awaitRecords(200);
        split(openShards().get(0));
        put(100);
        String savepoint = first.stopWithSavepoint(false, checkpoints.toString(), SavepointFormatType.CANONICAL)
                .get();
        put(100);
        JobClient second = start(3, options(), savepoint);
        awaitRecords(400);
        List<Shard> open = openShards();
        merge(open.get(0), open.get(1));
        put(100);
        awaitRecords(500);
        second.cancel().get();

        assertEachOnceAndInOrder();
    }

    @Test
    void goesOnFromARetainedCheckpoint(@InjectClusterClient ClusterClient<?> cluster) throws Exception {
        put(200);
        JobClient first = start(3, options(), null);
        awaitRecords(200);
        split(openShards().get(1));
        put(100);
        awaitRecords(300);
        // a checkpoint that holds all that was emitted; later ones do too
        cluster.triggerCheckpoint(first.getJobID(), CheckpointType.FULL).get();
        first.cancel().get();
        await().atMost(WITHIN).until(() -> first.getJobStatus().get().isTerminalState());
        String checkpoint = TestUtils.getMostRecentCompletedCheckpoint(checkpoints.toFile())
                .toURI()
                .toString();
        List<NumberedRecord> before = List.copyOf(CollectingSink.records(stream));
        CollectingSink.clear(stream);
        put(100);
        JobClient second = start(1, options(), checkpoint);
        await().atMost(WITHIN).untilAsserted(() -> assertThat(lastNumbers(CollectingSink.records(stream)))
                .isEqualTo(expectedLast()));
        second.cancel().get();

        assertThat(before).hasSize(300);
        assertThat(CollectingSink.records(stream))
                .as("only what came after the checkpoint")
                .hasSize(100);
    }

    @Test
    void beginsAtTheTipWhenAskedTo() throws Exception {
        put(100);
        Configuration latest = options().set(KinesisSourceOptions.INITIAL_POSITION, InitialPosition.LATEST);
        JobClient job = start(2, latest, null);
        await().atMost(WITHIN).until(() -> {
            put(KEYS);
            return CollectingSink.records(stream).size() >= 2 * KEYS;
        });
        job.cancel().get();

        assertThat(CollectingSink.records(stream)).allMatch(record -> record.number >= 100 / KEYS);
    }

    @Test
    void beginsAtATimeWhenAskedTo() throws Exception {
        put(100);
        Instant start = Instant.now().plusMillis(1);
        split(openShards().get(0));
        put(100);
        Configuration at = options()
                .set(KinesisSourceOptions.INITIAL_POSITION, InitialPosition.AT_TIMESTAMP)
                .set(KinesisSourceOptions.INITIAL_TIMESTAMP, start.toString());
        JobClient job = start(2, at, null);
        awaitRecords(100);
        put(100);
        awaitRecords(200);
        job.cancel().get();

        assertThat(lastNumbers(CollectingSink.records(stream))).isEqualTo(expectedLast());
    }

    @Test
    void failsWithTheNameOfAStreamThatIsNotThere() throws Exception {
        stream = "nowhere";
        JobClient job = start(1, options(), null);

        assertThatThrownBy(() -> job.getJobExecutionResult().get(WITHIN.toSeconds(), TimeUnit.SECONDS))
                .hasStackTraceContaining("Listing the shards of " + kinesis.streamArn("nowhere"));
    }

    private static Configuration options() {
        return new Configuration()
                .set(KinesisSourceOptions.ENDPOINT, kinesis.endpoint().toString())
                .set(KinesisSourceOptions.ACCESS_KEY_ID, LocalKinesis.ACCESS_KEY_ID)
                .set(KinesisSourceOptions.SECRET_KEY, LocalKinesis.SECRET_KEY)
                .set(KinesisSourceOptions.DISCOVERY_INTERVAL, Duration.ofMillis(200))
                .set(KinesisSourceOptions.POLL_INTERVAL, Duration.ofMillis(50))
                .set(KinesisSourceOptions.MAX_RECORDS, 50);
    }

    private JobClient start(int parallelism, Configuration options, String restoreFrom) throws Exception {
        Configuration job = new Configuration()
                .set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(200))
                .set(
                        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                        checkpoints.toUri().toString())
                .set(
                        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        job.setString("restart-strategy.type", "disable");
        if (restoreFrom != null) {
            job.set(StateRecoveryOptions.SAVEPOINT_PATH, restoreFrom);
        }
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(job);
        env.setParallelism(parallelism);
        KinesisStreamsSource<NumberedRecord> source = KinesisStreamsSource.<NumberedRecord>builder()
                .setStreamArn(kinesis.streamArn(stream))
                .setSourceConfig(options)
                .setDeserializationSchema(new NumberedRecordSchema())
                .build();
        env.fromSource(source, WatermarkStrategy.noWatermarks(), "read-numbers")
                .uid("read-numbers")
                .sinkTo(new CollectingSink(stream))
                .uid("collect");
        return env.executeAsync();
    }

    /** Puts the next numbers of all keys, in turn. */
    private void put(int count) {
        List<PutRecordsRequestEntry> entries = IntStream.range(put, put + count)
                .mapToObj(i -> PutRecordsRequestEntry.builder()
                        .partitionKey("key" + i % KEYS)
                        .data(SdkBytes.fromUtf8String("key" + i % KEYS + ":" + i / KEYS))
                        .build())
                .toList();
        assertThat(client().putRecords(r -> r.streamName(stream).records(entries))
                        .join()
                        .failedRecordCount())
                .isZero();
        put += count;
    }

    private void split(Shard shard) {
        BigInteger from = new BigInteger(shard.hashKeyRange().startingHashKey());
        BigInteger to = new BigInteger(shard.hashKeyRange().endingHashKey());
        client().splitShard(r -> r.streamName(stream)
                        .shardToSplit(shard.shardId())
                        .newStartingHashKey(from.add(to).shiftRight(1).toString()))
                .join();
        awaitActive();
    }

    private void merge(Shard left, Shard right) {
        client().mergeShards(
                        r -> r.streamName(stream).shardToMerge(left.shardId()).adjacentShardToMerge(right.shardId()))
                .join();
        awaitActive();
    }

    private void awaitActive() {
        await().atMost(WITHIN)
                .until(() -> client().describeStreamSummary(r -> r.streamName(stream))
                                .join()
                                .streamDescriptionSummary()
                                .streamStatus()
                        == StreamStatus.ACTIVE);
    }

    /** Open shards in the order of their hash ranges, so that neighbours are adjacent. */
    private List<Shard> openShards() {
        return client().listShards(r -> r.streamName(stream)).join().shards().stream()
                .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null)
                .sorted(Comparator.comparing(
                        shard -> new BigInteger(shard.hashKeyRange().startingHashKey())))
                .toList();
    }

    private void awaitRecords(int count) {
        await().atMost(WITHIN)
                .untilAsserted(() -> assertThat(CollectingSink.records(stream)).hasSizeGreaterThanOrEqualTo(count));
    }

    private void assertEachOnceAndInOrder() {
        Map<String, List<Integer>> numbers = new HashMap<>();
        CollectingSink.records(stream).forEach(record -> numbers.computeIfAbsent(record.key, k -> new ArrayList<>())
                .add(record.number));
        assertThat(numbers).hasSize(KEYS);
        numbers.forEach((key, read) -> assertThat(read)
                .as(key)
                .isEqualTo(IntStream.rangeClosed(0, expectedLast().get(key))
                        .boxed()
                        .toList()));
    }

    private Map<String, Integer> expectedLast() {
        return lastNumbers(IntStream.range(0, put)
                .mapToObj(i -> new NumberedRecord("key" + i % KEYS, i / KEYS, null, null, 0))
                .toList());
    }

    private static Map<String, Integer> lastNumbers(List<NumberedRecord> records) {
        Map<String, Integer> last = new HashMap<>();
        records.forEach(record -> last.merge(record.key, record.number, Math::max));
        return last;
    }

    private static KinesisAsyncClient client() {
        return kinesis.client();
    }
}
