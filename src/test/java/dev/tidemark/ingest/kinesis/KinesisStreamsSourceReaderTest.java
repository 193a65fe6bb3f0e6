package dev.tidemark.ingest.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.testutils.source.reader.TestingReaderContext;
import org.apache.flink.connector.testutils.source.reader.TestingReaderOutput;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KinesisStreamsSourceReaderTest {
    private static final KinesisShardSplit SHARD =
            KinesisShardSplit.unread("a", Set.of("p"), ShardPosition.TRIM_HORIZON);

    private final FakeKinesis kinesis = new FakeKinesis();
    private TestingReaderContext context;
    private TestingReaderOutput<NumberedRecord> output;
    private SourceReader<NumberedRecord, KinesisShardSplit> reader;

    @BeforeEach
    void open() throws Exception {
        context = new TestingReaderContext();
        output = new TestingReaderOutput<>();
        reader = KinesisStreamsSource.<NumberedRecord>builder()
                .setStreamArn(FakeKinesis.STREAM_ARN)
                .setSourceConfig(new Configuration().set(KinesisSourceOptions.POLL_INTERVAL, Duration.ofMillis(1)))
                .setDeserializationSchema(new NumberedRecordSchema())
                .setClientFactory(() -> kinesis)
                .build()
                .createReader(context);
        reader.start();
    }

    @AfterEach
    void close() throws Exception {
        reader.close();
    }

    @Test
    void checkpointsPositionAndClockOfWhatItHasEmitted() throws Exception {
        kinesis.put("a", "k", 3);
        reader.addSplits(List.of(SHARD));
        pollUntilEmitted(3);
        KinesisShardSplit checkpointed = reader.snapshotState(1).get(0);

        assertThat(checkpointed.position()).isEqualTo(ShardPosition.after("s2"));
        assertThat(checkpointed.parentShardIds()).containsExactly("p");
        assertThat(checkpointed.clockMicros()).isEqualTo(2);
        assertThat(checkpointed.readUpToMillis()).isGreaterThanOrEqualTo(FakeKinesis.ARRIVAL.toEpochMilli());
    }

    @Test
    void goesOnWithTheCheckpointedClock() throws Exception {
        kinesis.put("a", "k", 3);
        reader.addSplits(List.of(
                new KinesisShardSplit("a", Set.of(), ShardPosition.after("s1"), 70, System.currentTimeMillis())));
        pollUntilEmitted(1);

        assertThat(output.getEmittedRecords().get(0).number).isEqualTo(2);
        assertThat(output.getEmittedRecords().get(0).clockMicros).isEqualTo(70);
        assertThat(output.getEmittedRecords().get(0).shardId).isEqualTo("a");
        assertThat(output.getEmittedRecords().get(0).sequenceNumber).isEqualTo("s2");
    }

    @Test
    void keepsAnEndedShardUntilTwoCheckpointsHaveCompleted() throws Exception {
        kinesis.put("a", "k", 3);
        kinesis.end("a");
        reader.addSplits(List.of(SHARD));
        pollUntil(ShardsFinished.class);

        assertThat(reader.snapshotState(1)).singleElement().matches(KinesisShardSplit::ended);
        reader.notifyCheckpointComplete(1);
        assertThat(reader.snapshotState(2)).singleElement().matches(KinesisShardSplit::ended);
        reader.notifyCheckpointComplete(2);
        assertThat(reader.snapshotState(3)).isEmpty();
    }

    @Test
    void announcesAnEndedShardAgainOnRestoreAndDoesNotReadIt() throws Exception {
        reader.addSplits(List.of(SHARD.at(ShardPosition.SHARD_END)));

        assertThat(context.getSentEvents())
                .singleElement()
                .isInstanceOfSatisfying(ShardsFinished.class, event -> assertThat(event.shardIds())
                        .containsExactly("a"));
        assertThat(reader.snapshotState(1)).singleElement().matches(KinesisShardSplit::ended);
        assertThat(kinesis.iteratorRequests).isEmpty();
    }

    @Test
    void announcesWhatItReads() {
        reader.addSplits(List.of(SHARD));

        assertThat(context.getSentEvents())
                .singleElement()
                .isInstanceOfSatisfying(
                        ShardsOwned.class, event -> assertThat(event.shardIds()).containsExactly("a"));
    }

    private void pollUntilEmitted(int count) throws Exception {
        while (output.getEmittedRecords().size() < count) {
            poll();
        }
    }

    private void pollUntil(Class<? extends SourceEvent> event) throws Exception {
        while (context.getSentEvents().stream().noneMatch(event::isInstance)) {
            poll();
        }
    }

    private void poll() throws Exception {
        reader.isAvailable().get();
        reader.pollNext(output);
    }
}
