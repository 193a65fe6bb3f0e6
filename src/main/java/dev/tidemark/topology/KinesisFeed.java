package dev.tidemark.topology;

import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.envelope.Envelope;
import dev.tidemark.envelope.EnvelopeCodec;
import dev.tidemark.ingest.kinesis.KinesisDeserializationSchema;
import dev.tidemark.ingest.kinesis.KinesisSourceOptions;
import dev.tidemark.ingest.kinesis.KinesisSourceOptions.InitialPosition;
import dev.tidemark.ingest.kinesis.KinesisStreamsSource;
import dev.tidemark.ingest.kinesis.ShardClock;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.Collector;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * Makes the source of a Kinesis feed. The one place where our source stands for upstream's, whose release for Flink 2.x
 * replaces it once it can be had.
 */
final class KinesisFeed {
    private KinesisFeed() {}

    static Source<Envelope, ?, ?> source(String feed, TidemarkConfig config) {
        Configuration options = new Configuration();
        if (Arrays.stream(InitialPosition.values()).anyMatch(p -> p.name().equals(config.startPosition()))) {
            options.set(KinesisSourceOptions.INITIAL_POSITION, InitialPosition.valueOf(config.startPosition()));
        } else {
            options.set(KinesisSourceOptions.INITIAL_POSITION, InitialPosition.AT_TIMESTAMP);
            options.set(KinesisSourceOptions.INITIAL_TIMESTAMP, config.startPosition());
        }
        options.set(KinesisSourceOptions.QUIET_OUT_OF_ORDERNESS, config.outOfOrderness());
        if (config.kinesisEndpoint() != null) {
            options.set(KinesisSourceOptions.ENDPOINT, config.kinesisEndpoint().toString());
            if (isLoopback(config.kinesisEndpoint())) {
                // a local Kinesis takes any credentials, and must not be shown the real ones
                options.set(KinesisSourceOptions.ACCESS_KEY_ID, "local");
                options.set(KinesisSourceOptions.SECRET_KEY, "local");
                // it answers small reads fastest
                options.set(KinesisSourceOptions.MAX_RECORDS, 100);
            }
        }
        return KinesisStreamsSource.<Envelope>builder()
                .setStreamArn(config.streamArn())
                .setSourceConfig(options)
                .setDeserializationSchema(new ToEnvelope(feed))
                .build();
    }

    private static boolean isLoopback(URI endpoint) {
        String host = String.valueOf(endpoint.getHost());
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    /** Reads the envelope; what is none becomes an envelope with a defect, never an exception. */
    private static final class ToEnvelope implements KinesisDeserializationSchema<Envelope> {
        private static final long serialVersionUID = 1L;
        private final EnvelopeCodec codec;

        ToEnvelope(String feed) {
            codec = new EnvelopeCodec(feed);
        }

        @Override
        public void deserialize(
                Record record, String stream, String shardId, ShardClock clock, Collector<Envelope> out) {
            Instant arrival = record.approximateArrivalTimestamp();
            long arrivalMicros = ReportingTime.micros(arrival == null ? Instant.now() : arrival);
            String position = shardId + ":" + record.sequenceNumber();
            Envelope e = codec.decode(record.data().asByteArrayUnsafe(), position, arrivalMicros);
            out.collect(e.at(position, clock.advance(e.receivedAtMicros())));
        }

        @Override
        public TypeInformation<Envelope> getProducedType() {
            return TypeInformation.of(Envelope.class);
        }
    }
}
