package dev.tidemark.ingest.kinesis;

import static dev.tidemark.ingest.kinesis.FakeKinesis.shard;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How far event time comes behind the source, in real jobs on a stream whose shards are quiet, lag or end. */
@Timeout(180)
class EventTimeITCase {
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final Duration OUT_OF_ORDERNESS = Duration.ofMillis(5);
    /** Enough reads of a shard at its end for its news to have gone through the job. */
    private static final int SOME_READS = 300;

    @RegisterExtension
    private static final MiniClusterExtension FLINK =
            new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
                    .setNumberTaskManagers(1)
                    .setNumberSlotsPerTaskManager(4)
                    .build());

    private static final List<Long> WATERMARKS = new CopyOnWriteArrayList<>();
    private static volatile FakeKinesis kinesis;

    private JobClient job;

    @BeforeEach
    void makeStream() {
        kinesis = new FakeKinesis();
        WATERMARKS.clear();
    }

    @AfterEach
    void cancel() throws Exception {
        job.cancel().get();
        await().atMost(WITHIN).until(() -> job.getJobStatus().get().isTerminalState());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void goesOnWhileTheOnlyShardIsQuietWhateverTheParallelism(int parallelism) throws Exception {
        kinesis.shards.add(shard("a"));
        start(parallelism);

        for (int i = 0; i < 3; i++) {
            awaitEventTimeAfter(Instant.now());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void isHeldBackByAShardThatLagsBesideAQuietOne(int parallelism) throws Exception {
        kinesis.shards.addAll(List.of(shard("quiet"), shard("lagging")));
        kinesis.put("lagging", "k", 1);
        kinesis.refuseRead = iterator -> iterator.equals("lagging@1");
        start(parallelism);
        long lagging = FakeKinesis.ARRIVAL.minus(OUT_OF_ORDERNESS).toEpochMilli() - 1;
        await().atMost(WITHIN).until(() -> WATERMARKS.contains(lagging));
        awaitSomeReads();
        assertThat(WATERMARKS).allMatch(watermark -> watermark <= lagging);

        kinesis.refuseRead = iterator -> false;
        awaitEventTimeAfter(Instant.now());
    }

    @Test
    void isHeldBackByAShardOfWhichNothingCouldBeReadYet() throws Exception {
        kinesis.shards.addAll(List.of(shard("a"), shard("b")));
        kinesis.refuseRead = iterator -> iterator.startsWith("b");
        start(3);
        awaitSomeReads();
        assertThat(WATERMARKS).isEmpty();

        kinesis.refuseRead = iterator -> false;
        awaitEventTimeAfter(Instant.now());
    }

    @Test
    void waitsAtTheEndOfAShardForItsChild() throws Exception {
        kinesis.shards.addAll(List.of(shard("a"), shard("b")));
        kinesis.refuseRead = iterator -> iterator.startsWith("child");
        start(2);
        awaitEventTimeAfter(Instant.now());
        kinesis.shards.add(shard("child", "a"));
        kinesis.end("a");
        long end = Instant.now().toEpochMilli();
        awaitSomeReads();
        awaitSomeLooks();
        assertThat(WATERMARKS).allMatch(watermark -> watermark < end);

        kinesis.refuseRead = iterator -> false;
        awaitEventTimeAfter(Instant.now());
    }

    @Test
    void goesOnWithoutAReaderWhoseLastShardHasEnded() throws Exception {
        kinesis.shards.addAll(List.of(shard("a"), shard("b")));
        start(2);
        awaitEventTimeAfter(Instant.now());
        kinesis.shards.add(shard("child", "a", "b"));
        kinesis.end("a");
        kinesis.end("b");

        awaitEventTimeAfter(Instant.now());
    }

    private static void awaitEventTimeAfter(Instant time) {
        await().atMost(WITHIN).until(() -> WATERMARKS.stream().anyMatch(watermark -> watermark > time.toEpochMilli()));
        assertThat(WATERMARKS)
                .as("never ahead of the clock")
                .allMatch(watermark ->
                        watermark < Instant.now().minus(OUT_OF_ORDERNESS).toEpochMilli());
    }

    private static void awaitSomeReads() {
        int before = kinesis.readNanos.size();
        await().atMost(WITHIN).until(() -> kinesis.readNanos.size() >= before + SOME_READS);
    }

    private static void awaitSomeLooks() {
        int before = kinesis.listRequests.size();
        await().atMost(WITHIN).until(() -> kinesis.listRequests.size() >= before + 4);
    }

    private void start(int parallelism) throws Exception {
        Configuration conf = new Configuration().set(PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ofMillis(10));
        conf.setString("restart-strategy.type", "disable");
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(conf);
        KinesisStreamsSource<NumberedRecord> source = KinesisStreamsSource.<NumberedRecord>builder()
                .setStreamArn(FakeKinesis.STREAM_ARN)
                .setSourceConfig(new Configuration()
                        .set(KinesisSourceOptions.POLL_INTERVAL, Duration.ofMillis(10))
                        .set(KinesisSourceOptions.DISCOVERY_INTERVAL, Duration.ofMillis(200))
                        .set(KinesisSourceOptions.QUIET_OUT_OF_ORDERNESS, OUT_OF_ORDERNESS)
                        .set(KinesisSourceOptions.MAX_FAILURES, 1_000))
                .setDeserializationSchema(new NumberedRecordSchema())
                .setClientFactory(() -> kinesis)
                .build();
        env.fromSource(source, WatermarkStrategy.forBoundedOutOfOrderness(OUT_OF_ORDERNESS), "read-numbers")
                .setParallelism(parallelism)
                .rebalance()
                .transform("keep-watermarks", Types.VOID, new KeepWatermarks())
                .setParallelism(1);
        job = env.executeAsync();
    }

    private static final class KeepWatermarks extends AbstractStreamOperator<Void>
            implements OneInputStreamOperator<NumberedRecord, Void> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(StreamRecord<NumberedRecord> element) {}

        @Override
        public void processWatermark(Watermark mark) throws Exception {
            super.processWatermark(mark);
            WATERMARKS.add(mark.getTimestamp());
        }
    }
}
