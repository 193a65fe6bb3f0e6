package dev.tidemark.ingest.kinesis;

import java.time.InstantSource;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.UserCodeClassLoader;

/**
 * An Amazon Kinesis data stream, without end: exactly once with checkpoints, each partition key in order also across
 * resharding, a split for each shard (so that a watermark strategy given to {@code fromSource} works shard by shard).
 *
 * <pre>{@code
 * KinesisStreamsSource.<Envelope>builder()
 *         .setStreamArn("arn:aws:kinesis:eu-west-1:123456789012:stream/tidemark-calendly-webhooks")
 *         .setSourceConfig(new Configuration().set(KinesisSourceOptions.INITIAL_POSITION, LATEST))
 *         .setDeserializationSchema(schema)
 *         .build()
 * }</pre>
 *
 * <p>Event time goes on without records and without {@code withIdleness}: with
 * {@link KinesisSourceOptions#QUIET_OUT_OF_ORDERNESS} a shard that was read to its end emits, about once a second, the
 * watermark of the moment it was asked at. One that lags, fails or is paused holds event time back, and so does an ended
 * one until its children are read; a reader without any shard does not.
 *
 * <p>AWS permissions: {@code kinesis:ListShards}, {@code kinesis:GetShardIterator}, {@code kinesis:GetRecords},
 * {@code kinesis:DescribeStreamSummary}. Records packed by the Kinesis Producer Library are not unpacked.
 */
public final class KinesisStreamsSource<T>
        implements Source<T, KinesisShardSplit, KinesisEnumeratorState>, ResultTypeQueryable<T> {
    private static final long serialVersionUID = 1L;

    private final KinesisSourceSettings settings;
    private final KinesisDeserializationSchema<T> schema;
    private final KinesisClientFactory clients;

    KinesisStreamsSource(
            KinesisSourceSettings settings, KinesisDeserializationSchema<T> schema, KinesisClientFactory clients) {
        this.settings = settings;
        this.schema = schema;
        this.clients = clients;
    }

    public static <T> KinesisStreamsSourceBuilder<T> builder() {
        return new KinesisStreamsSourceBuilder<>();
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SplitEnumerator<KinesisShardSplit, KinesisEnumeratorState> createEnumerator(
            SplitEnumeratorContext<KinesisShardSplit> context) {
        long startAtMillis =
                switch (settings.initialPosition()) {
                    case TRIM_HORIZON -> KinesisEnumeratorState.FROM_OLDEST;
                    case LATEST -> System.currentTimeMillis();
                    case AT_TIMESTAMP -> settings.initialTimestamp().toEpochMilli();
                };
        return restoreEnumerator(context, KinesisEnumeratorState.startingAt(startAtMillis));
    }

    @Override
    public SplitEnumerator<KinesisShardSplit, KinesisEnumeratorState> restoreEnumerator(
            SplitEnumeratorContext<KinesisShardSplit> context, KinesisEnumeratorState state) {
        return new KinesisShardEnumerator(context, settings, clients.create(), state);
    }

    @Override
    public SourceReader<T, KinesisShardSplit> createReader(SourceReaderContext context) throws Exception {
        schema.open(new ReaderInitialization(context));
        ShardLag lag = new ShardLag(context.metricGroup(), settings.streamName());
        return new KinesisStreamsSourceReader<>(
                () -> new KinesisShardSplitReader(clients.create(), settings, lag, InstantSource.system()),
                new KinesisRecordEmitter<>(settings.streamArn(), schema, settings.quietOutOfOrderness()),
                context.getConfiguration(),
                context);
    }

    @Override
    public SimpleVersionedSerializer<KinesisShardSplit> getSplitSerializer() {
        return new KinesisShardSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<KinesisEnumeratorState> getEnumeratorCheckpointSerializer() {
        return new KinesisEnumeratorStateSerializer();
    }

    @Override
    public TypeInformation<T> getProducedType() {
        return schema.getProducedType();
    }

    private record ReaderInitialization(SourceReaderContext context) implements InitializationContext {
        @Override
        public MetricGroup getMetricGroup() {
            return context.metricGroup();
        }

        @Override
        public UserCodeClassLoader getUserCodeClassLoader() {
            return context.getUserCodeClassLoader();
        }
    }
}
