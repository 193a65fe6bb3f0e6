package dev.tidemark.ingest.kinesis;

import java.io.Serializable;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.util.Collector;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * Turns a Kinesis record into values of the job. An exception fails the job: a record that can't be decoded should be
 * collected as what it is, so that it reaches the quarantine.
 */
public interface KinesisDeserializationSchema<T> extends Serializable, ResultTypeQueryable<T> {

    /** Called once in each reader before the first record. */
    default void open(InitializationContext context) throws Exception {}

    /**
     * Collects zero, one or more values of a record. Their timestamp is the record's time of arrival at Kinesis,
     * milliseconds, until a watermark strategy assigns another.
     *
     * @param record data, partition key, sequence number and time of arrival
     * @param stream the ARN of its stream
     * @param shardId the shard it was read from
     * @param clock what is kept for this shard
     */
    void deserialize(Record record, String stream, String shardId, ShardClock clock, Collector<T> out) throws Exception;
}
