package dev.tidemark.ingest.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.connector.testutils.source.reader.TestingReaderOutput;
import org.junit.jupiter.api.Test;

class KinesisRecordEmitterTest {
    private final List<Long> watermarks = new ArrayList<>();
    private final TestingReaderOutput<NumberedRecord> output = new TestingReaderOutput<>() {
        @Override
        public void emitWatermark(Watermark watermark) {
            watermarks.add(watermark.getTimestamp());
        }
    };
    private final ShardProgress shard =
            new ShardProgress(KinesisShardSplit.unread("a", Set.of(), ShardPosition.TRIM_HORIZON));

    @Test
    void aShardReadToItsEndMovesEventTimeToThatMomentLessTheBound() {
        emitter(Duration.ofSeconds(2)).emitRecord(new ShardItem(null, 10_000), output, shard);

        assertThat(watermarks)
                .as("a record of 10,000, two seconds out of order, is not late")
                .containsExactly(7_999L);
        assertThat(shard.split().readUpToMillis()).isEqualTo(10_000);
        assertThat(output.getEmittedRecords()).isEmpty();
    }

    @Test
    void withoutABoundItIsPositionAlone() {
        emitter(null).emitRecord(new ShardItem(null, 10_000), output, shard);

        assertThat(watermarks).isEmpty();
        assertThat(shard.split().readUpToMillis()).isEqualTo(10_000);
    }

    private static KinesisRecordEmitter<NumberedRecord> emitter(Duration outOfOrderness) {
        return new KinesisRecordEmitter<>(FakeKinesis.STREAM_ARN, new NumberedRecordSchema(), outOfOrderness);
    }
}
