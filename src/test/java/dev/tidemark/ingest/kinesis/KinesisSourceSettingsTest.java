package dev.tidemark.ingest.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.ingest.kinesis.KinesisSourceOptions.InitialPosition;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

class KinesisSourceSettingsTest {

    @Test
    void hasADefaultForEverythingButTheStream() {
        assertThat(KinesisSourceSettings.of(FakeKinesis.STREAM_ARN, new Configuration()))
                .isEqualTo(new KinesisSourceSettings(
                        FakeKinesis.STREAM_ARN,
                        "eu-west-1",
                        null,
                        null,
                        null,
                        InitialPosition.TRIM_HORIZON,
                        null,
                        Duration.ofSeconds(10),
                        Duration.ofMillis(200),
                        1_000,
                        20,
                        null));
    }

    @Test
    void takesWhatIsSet() {
        Configuration options = new Configuration();
        options.setString("source.init.position", "at_timestamp");
        options.setString("source.init.timestamp", "2026-03-01T10:00:00Z");
        options.setString("source.shard.discovery.interval", "3 s");
        options.setString("source.shard.get-records.interval", "250 ms");
        options.setString("source.quiet-shard.out-of-orderness", "2 min");
        options.setString("aws.endpoint", "http://127.0.0.1:4568");
        options.setString("aws.credentials.provider.basic.accesskeyid", "local");
        options.setString("aws.credentials.provider.basic.secretkey", "hidden");
        KinesisSourceSettings settings = KinesisSourceSettings.of(FakeKinesis.STREAM_ARN, options);

        assertThat(settings.initialPosition()).isEqualTo(InitialPosition.AT_TIMESTAMP);
        assertThat(settings.initialTimestamp()).isEqualTo(Instant.parse("2026-03-01T10:00:00Z"));
        assertThat(settings.discoveryInterval()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.pollInterval()).isEqualTo(Duration.ofMillis(250));
        assertThat(settings.quietOutOfOrderness()).isEqualTo(Duration.ofMinutes(2));
        assertThat(settings.endpoint()).hasPort(4568);
        assertThat(settings.accessKeyId()).isEqualTo("local");
        assertThat(settings.toString()).doesNotContain("hidden");
    }

    @Test
    void namesEverythingThatIsWrongAtOnce() {
        Configuration options = new Configuration();
        options.setString("source.init.position", "AT_TIMESTAMP");
        options.setString("source.shard.get-records.interval", "0 ms");
        options.setString("source.shard.get-records.max-record-count", "10001");
        options.setString("source.max-consecutive-failures", "0");
        options.setString("source.quiet-shard.out-of-orderness", "0 ms");
        options.setString("aws.endpoint", "localhost:4568");
        options.setString("aws.credentials.provider.basic.accesskeyid", "local");

        assertThatThrownBy(() -> KinesisSourceSettings.of("webhooks", options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "'webhooks'",
                        "source.init.timestamp: goes with source.init.position=AT_TIMESTAMP; set it",
                        "source.shard.get-records.interval",
                        "source.shard.get-records.max-record-count: 10001 is not between 1 and 10000",
                        "source.max-consecutive-failures",
                        "source.quiet-shard.out-of-orderness",
                        "aws.endpoint: 'localhost:4568'",
                        "aws.credentials.provider.basic.secretkey");
    }

    @Test
    void refusesWhatIsNotAPositionOrATime() {
        Configuration options = new Configuration();
        options.setString("source.init.position", "NEWEST");
        assertThatThrownBy(() -> KinesisSourceSettings.of(FakeKinesis.STREAM_ARN, options))
                .hasMessageContaining("source.init.position");

        options.setString("source.init.position", "AT_TIMESTAMP");
        options.setString("source.init.timestamp", "yesterday");
        assertThatThrownBy(() -> KinesisSourceSettings.of(FakeKinesis.STREAM_ARN, options))
                .hasMessageContaining("'yesterday'");
    }
}
