package dev.tidemark.ingest.kinesis;

import java.time.Duration;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.connector.base.source.reader.RecordEmitter;
import org.apache.flink.util.Collector;
import org.apache.flink.util.FlinkRuntimeException;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * Emits what the schema makes of a record, then moves the shard's position past it. Of a shard that was read to its end
 * it emits the watermark, as no record is there to do it.
 */
final class KinesisRecordEmitter<T> implements RecordEmitter<ShardItem, T, ShardProgress> {
    private final String streamArn;
    private final KinesisDeserializationSchema<T> schema;
    private final Duration outOfOrderness;
    private final TimestampedOutput<T> output = new TimestampedOutput<>();

    /** @param outOfOrderness how far behind the time of reading a quiet shard's watermark stays; null for none at all */
    KinesisRecordEmitter(String streamArn, KinesisDeserializationSchema<T> schema, Duration outOfOrderness) {
        this.streamArn = streamArn;
        this.schema = schema;
        this.outOfOrderness = outOfOrderness;
    }

    @Override
    public void emitRecord(ShardItem item, SourceOutput<T> out, ShardProgress shard) {
        if (item.record() != null) {
            emit(item.record(), out, shard);
        } else if (outOfOrderness != null) {
            // a record of that very millisecond may still come
            out.emitWatermark(new Watermark(item.readUpToMillis() - outOfOrderness.toMillis() - 1));
        }
        shard.emitted(item);
    }

    private void emit(Record record, SourceOutput<T> out, ShardProgress shard) {
        output.target = out;
        output.timestampMillis = record.approximateArrivalTimestamp().toEpochMilli();
        try {
            schema.deserialize(record, streamArn, shard.shardId(), shard, output);
        } catch (Exception e) {
            throw new FlinkRuntimeException(
                    "Record " + record.sequenceNumber() + " of " + shard.shardId() + " in " + streamArn
                            + " could not be decoded",
                    e);
        }
    }

    private static final class TimestampedOutput<T> implements Collector<T> {
        private SourceOutput<T> target;
        private long timestampMillis;

        @Override
        public void collect(T value) {
            target.collect(value, timestampMillis);
        }

        @Override
        public void close() {}
    }
}
