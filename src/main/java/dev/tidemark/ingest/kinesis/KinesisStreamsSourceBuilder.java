package dev.tidemark.ingest.kinesis;

import java.util.Objects;
import org.apache.flink.configuration.Configuration;

/** Builds a {@link KinesisStreamsSource}. Stream ARN and deserialization schema are needed, all else has a default. */
public final class KinesisStreamsSourceBuilder<T> {
    private String streamArn;
    private Configuration sourceConfig = new Configuration();
    private KinesisDeserializationSchema<T> deserializationSchema;
    private KinesisClientFactory clientFactory;

    KinesisStreamsSourceBuilder() {}

    /** The stream, in the form {@code arn:aws:kinesis:<region>:<account>:stream/<name>}. */
    public KinesisStreamsSourceBuilder<T> setStreamArn(String arn) {
        this.streamArn = arn;
        return this;
    }

    /** The options of {@link KinesisSourceOptions}. */
    public KinesisStreamsSourceBuilder<T> setSourceConfig(Configuration config) {
        this.sourceConfig = new Configuration(config);
        return this;
    }

    public KinesisStreamsSourceBuilder<T> setDeserializationSchema(KinesisDeserializationSchema<T> schema) {
        this.deserializationSchema = schema;
        return this;
    }

    /** Another client than the AWS one that the options describe; made for tests. */
    public KinesisStreamsSourceBuilder<T> setClientFactory(KinesisClientFactory factory) {
        this.clientFactory = factory;
        return this;
    }

    /** @throws IllegalArgumentException naming all options that are wrong */
    public KinesisStreamsSource<T> build() {
        Objects.requireNonNull(deserializationSchema, "setDeserializationSchema was not called");
        KinesisSourceSettings settings = KinesisSourceSettings.of(streamArn, sourceConfig);
        return new KinesisStreamsSource<>(
                settings,
                deserializationSchema,
                clientFactory == null ? new AwsKinesisClientFactory(settings) : clientFactory);
    }
}
