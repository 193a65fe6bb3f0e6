package dev.tidemark.ingest.kinesis;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** What can be set on a {@link KinesisStreamsSource}, under the names of Flink's AWS connector where it has them. */
public final class KinesisSourceOptions {

    /** Where the first start of a job begins to read. A restore goes on where its checkpoint ends. */
    public enum InitialPosition {
        /** The oldest record the stream still has. */
        TRIM_HORIZON,
        /** What arrives after the start. */
        LATEST,
        /** What arrived at or after {@link #INITIAL_TIMESTAMP}. */
        AT_TIMESTAMP
    }

    public static final ConfigOption<InitialPosition> INITIAL_POSITION = ConfigOptions.key("source.init.position")
            .enumType(InitialPosition.class)
            .defaultValue(InitialPosition.TRIM_HORIZON)
            .withDescription("Where the first start begins to read.");

    public static final ConfigOption<String> INITIAL_TIMESTAMP = ConfigOptions.key("source.init.timestamp")
            .stringType()
            .noDefaultValue()
            .withDescription("Instant in ISO-8601 (2026-01-31T08:00:00Z), needed for AT_TIMESTAMP alone.");

    public static final ConfigOption<Duration> DISCOVERY_INTERVAL = ConfigOptions.key("source.shard.discovery.interval")
            .durationType()
            .defaultValue(Duration.ofSeconds(10))
            .withDescription("How often to look for new shards.");

    public static final ConfigOption<Duration> POLL_INTERVAL = ConfigOptions.key("source.shard.get-records.interval")
            .durationType()
            .defaultValue(Duration.ofMillis(200))
            .withDescription("Pause between two reads of one shard. Kinesis allows five reads a second and shard,"
                    + " shared by all its consumers.");

    public static final ConfigOption<Integer> MAX_RECORDS = ConfigOptions.key(
                    "source.shard.get-records.max-record-count")
            .intType()
            .defaultValue(1_000)
            .withDescription("Most records of one read, 1 to 10000. One read is 10 MB at most whatever is set here.");

    public static final ConfigOption<Duration> QUIET_OUT_OF_ORDERNESS = ConfigOptions.key(
                    "source.quiet-shard.out-of-orderness")
            .durationType()
            .noDefaultValue()
            .withDescription(
                    "A shard that was read to its end at an instant moves event time on to that instant minus"
                            + " this; the bound of the watermark strategy. Without it a shard without records holds event time.");

    public static final ConfigOption<Integer> MAX_FAILURES = ConfigOptions.key("source.max-consecutive-failures")
            .intType()
            .defaultValue(20)
            .withDescription("The job fails when reading one shard, or listing shards, fails this often in a row."
                    + " Failed reads are repeated after 0.2 to 10 seconds, so 20 are about two minutes.");

    public static final ConfigOption<String> REGION = ConfigOptions.key("aws.region")
            .stringType()
            .noDefaultValue()
            .withDescription("Region of the stream; default: the one in its ARN.");

    public static final ConfigOption<String> ENDPOINT = ConfigOptions.key("aws.endpoint")
            .stringType()
            .noDefaultValue()
            .withDescription("URL of another endpoint than the region's, such as a local Kinesis.");

    public static final ConfigOption<String> ACCESS_KEY_ID = ConfigOptions.key(
                    "aws.credentials.provider.basic.accesskeyid")
            .stringType()
            .noDefaultValue()
            .withDescription("Fixed credentials, for a local Kinesis; default: the AWS default provider chain.");

    public static final ConfigOption<String> SECRET_KEY = ConfigOptions.key("aws.credentials.provider.basic.secretkey")
            .stringType()
            .noDefaultValue()
            .withDescription("The secret of the fixed credentials.");

    private KinesisSourceOptions() {}
}
