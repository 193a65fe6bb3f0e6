package dev.tidemark.ingest.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidemark.ingest.kinesis.KinesisSourceOptions.InitialPosition;
import dev.tidemark.local.LocalKinesis;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
import software.amazon.awssdk.services.kinesis.model.Shard;

/** The source in real jobs on a local Kinesis. Each record is the next number of one of a few keys. */
@Timeout(180)
class KinesisStreamsSourceITCase {
    private static final int KEYS = NumberedStream.KEYS;
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
    private NumberedStream numbers;

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
        numbers = new NumberedStream(kinesis, stream, 2);
        CollectingSink.clear(stream);
    }

    @Test
    void readsABacklogAcrossSplitAndMergeInOrder() throws Exception {
        numbers.put(200);
        numbers.split(numbers.openShards().get(0));
        numbers.put(200);
        List<Shard> open = numbers.openShards();
        numbers.merge(open.get(open.size() - 2), open.get(open.size() - 1));
        numbers.put(200);
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
        numbers.put(100);
        awaitRecords(100);
        numbers.split(numbers.openShards().get(0));
        numbers.put(100);
        awaitRecords(200);
        job.cancel().get();

        assertEachOnceAndInOrder();
    }

    @Test
    void goesOnFromASavepointWithAnotherParallelismAcrossAReshard() throws Exception {
        numbers.put(200);
        JobClient first = start(1, options(), null);
        awaitRecords(200);
        numbers.split(numbers.openShards().get(0));
        numbers.put(100);
        String savepoint = first.stopWithSavepoint(false, checkpoints.toString(), SavepointFormatType.CANONICAL)
                .get();
        numbers.put(100);
        JobClient second = start(3, options(), savepoint);
        awaitRecords(400);
        List<Shard> open = numbers.openShards();
        numbers.merge(open.get(0), open.get(1));
        numbers.put(100);
        awaitRecords(500);
        second.cancel().get();

        assertEachOnceAndInOrder();
    }

    @Test
    void goesOnFromARetainedCheckpoint(@InjectClusterClient ClusterClient<?> cluster) throws Exception {
        numbers.put(200);
        JobClient first = start(3, options(), null);
        awaitRecords(200);
        numbers.split(numbers.openShards().get(1));
        numbers.put(100);
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
        numbers.put(100);
        JobClient second = start(1, options(), checkpoint);
        await().atMost(WITHIN).untilAsserted(() -> assertThat(lastNumbers(CollectingSink.records(stream)))
                .isEqualTo(numbers.last()));
        second.cancel().get();

        assertThat(before).hasSize(300);
        assertThat(CollectingSink.records(stream))
                .as("only what came after the checkpoint")
                .hasSize(100);
    }

    @Test
    void beginsAtTheTipWhenAskedTo() throws Exception {
        numbers.put(100);
        Configuration latest = options().set(KinesisSourceOptions.INITIAL_POSITION, InitialPosition.LATEST);
        JobClient job = start(2, latest, null);
        await().atMost(WITHIN).until(() -> {
            numbers.put(KEYS);
            return CollectingSink.records(stream).size() >= 2 * KEYS;
        });
        job.cancel().get();

        assertThat(CollectingSink.records(stream)).allMatch(record -> record.number >= 100 / KEYS);
    }

    @Test
    void beginsAtATimeWhenAskedTo() throws Exception {
        numbers.put(100);
        Instant start = Instant.now().plusMillis(1);
        numbers.split(numbers.openShards().get(0));
        numbers.put(100);
        Configuration at = options()
                .set(KinesisSourceOptions.INITIAL_POSITION, InitialPosition.AT_TIMESTAMP)
                .set(KinesisSourceOptions.INITIAL_TIMESTAMP, start.toString());
        JobClient job = start(2, at, null);
        awaitRecords(100);
        numbers.put(100);
        awaitRecords(200);
        job.cancel().get();

        assertThat(lastNumbers(CollectingSink.records(stream))).isEqualTo(numbers.last());
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

    private void awaitRecords(int count) {
        await().atMost(WITHIN)
                .untilAsserted(() -> assertThat(CollectingSink.records(stream)).hasSizeGreaterThanOrEqualTo(count));
    }

    private void assertEachOnceAndInOrder() {
        Map<String, List<Integer>> byKey = new HashMap<>();
        CollectingSink.records(stream).forEach(record -> byKey.computeIfAbsent(record.key, k -> new ArrayList<>())
                .add(record.number));
        assertThat(byKey).hasSize(KEYS);
        byKey.forEach((key, read) -> assertThat(read)
                .as(key)
                .isEqualTo(IntStream.rangeClosed(0, numbers.last().get(key))
                        .boxed()
                        .toList()));
    }

    private static Map<String, Integer> lastNumbers(List<NumberedRecord> records) {
        Map<String, Integer> last = new HashMap<>();
        records.forEach(record -> last.merge(record.key, record.number, Math::max));
        return last;
    }
}
