package dev.tidemark.ingest.kinesis;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;
import software.amazon.awssdk.services.kinesis.model.Record;

/** Reads {@code key:number}; the number is the time of receipt, in microseconds. */
final class NumberedRecordSchema implements KinesisDeserializationSchema<NumberedRecord> {
    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(
            Record record, String stream, String shardId, ShardClock clock, Collector<NumberedRecord> out) {
        String[] parts = record.data().asUtf8String().split(":");
        int number = Integer.parseInt(parts[1]);
        out.collect(new NumberedRecord(parts[0], number, shardId, record.sequenceNumber(), clock.advance(number)));
    }

    @Override
    public TypeInformation<NumberedRecord> getProducedType() {
        return TypeInformation.of(NumberedRecord.class);
    }
}
