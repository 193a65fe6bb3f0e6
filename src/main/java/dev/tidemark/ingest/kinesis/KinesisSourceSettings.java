package dev.tidemark.ingest.kinesis;

import dev.tidemark.ingest.kinesis.KinesisSourceOptions.InitialPosition;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/**
 * The options of one source, parsed once.
 *
 * @param streamArn the stream
 * @param region its region, in the form {@code eu-west-1}
 * @param endpoint another endpoint than the region's, or null
 * @param accessKeyId fixed credentials, or null for the default provider chain
 * @param secretKey the secret of the fixed credentials, or null
 * @param initialTimestamp only for AT_TIMESTAMP, else null
 * @param quietOutOfOrderness how far behind the time of reading a quiet shard's watermark stays, or null for no watermark
 */
record KinesisSourceSettings(
        String streamArn,
        String region,
        URI endpoint,
        String accessKeyId,
        String secretKey,
        InitialPosition initialPosition,
        Instant initialTimestamp,
        Duration discoveryInterval,
        Duration pollInterval,
        int maxRecords,
        int maxFailures,
        Duration quietOutOfOrderness)
        implements Serializable {
    private static final Pattern STREAM_ARN =
            Pattern.compile("arn:[a-z0-9-]+:kinesis:([a-z0-9-]+):\\d{12}:stream/([a-zA-Z0-9_.-]+)");
    private static final int KINESIS_MAX_RECORDS = 10_000;

    /** @throws IllegalArgumentException naming everything that is wrong, a line each */
    static KinesisSourceSettings of(String streamArn, Configuration options) {
        List<String> problems = new ArrayList<>();
        Matcher arn = STREAM_ARN.matcher(streamArn == null ? "" : streamArn);
        boolean arnFits = arn.matches();
        if (!arnFits) {
            problems.add("stream ARN: '" + streamArn
                    + "' is not of the form arn:aws:kinesis:<region>:<12 digits>:stream/<name>");
        }
        InitialPosition position = valid(options, KinesisSourceOptions.INITIAL_POSITION, problems);
        Instant timestamp = timestamp(options, position, problems);
        Duration discovery = positive(options, KinesisSourceOptions.DISCOVERY_INTERVAL, problems);
        Duration poll = positive(options, KinesisSourceOptions.POLL_INTERVAL, problems);
        int maxRecords = between(options, KinesisSourceOptions.MAX_RECORDS, KINESIS_MAX_RECORDS, problems);
        int maxFailures = between(options, KinesisSourceOptions.MAX_FAILURES, Integer.MAX_VALUE, problems);
        Duration quiet = positive(options, KinesisSourceOptions.QUIET_OUT_OF_ORDERNESS, problems);
        URI endpoint = endpoint(options, problems);
        String accessKeyId = options.get(KinesisSourceOptions.ACCESS_KEY_ID);
        String secretKey = options.get(KinesisSourceOptions.SECRET_KEY);
        if ((accessKeyId == null) != (secretKey == null)) {
            problems.add(KinesisSourceOptions.ACCESS_KEY_ID.key() + " and " + KinesisSourceOptions.SECRET_KEY.key()
                    + ": set both, or none of them for the default provider chain");
        }
        String region = options.get(KinesisSourceOptions.REGION);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("Kinesis source:\n" + String.join("\n", problems));
        }
        return new KinesisSourceSettings(
                streamArn,
                region == null ? arn.group(1) : region,
                endpoint,
                accessKeyId,
                secretKey,
                position,
                timestamp,
                discovery,
                poll,
                maxRecords,
                maxFailures,
                quiet);
    }

    /** The stream's name, the last part of its ARN. */
    String streamName() {
        return streamArn.substring(streamArn.lastIndexOf('/') + 1);
    }

    private static <T> T valid(Configuration options, ConfigOption<T> option, List<String> problems) {
        try {
            return options.get(option);
        } catch (IllegalArgumentException e) {
            problems.add(option.key() + ": " + e.getMessage());
            return option.defaultValue();
        }
    }

    private static Instant timestamp(Configuration options, InitialPosition position, List<String> problems) {
        String text = options.get(KinesisSourceOptions.INITIAL_TIMESTAMP);
        String key = KinesisSourceOptions.INITIAL_TIMESTAMP.key();
        if ((position == InitialPosition.AT_TIMESTAMP) != (text != null)) {
            problems.add(key + ": goes with " + KinesisSourceOptions.INITIAL_POSITION.key() + "=AT_TIMESTAMP; "
                    + (text == null ? "set it" : "remove it"));
            return null;
        }
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            problems.add(key + ": '" + text + "' is not an instant such as 2026-01-31T08:00:00Z");
            return null;
        }
    }

    private static Duration positive(Configuration options, ConfigOption<Duration> option, List<String> problems) {
        Duration value = valid(options, option, problems);
        if (value != null && value.toMillis() < 1) {
            problems.add(option.key() + ": " + value + " is not at least one millisecond");
        }
        return value;
    }

    private static int between(Configuration options, ConfigOption<Integer> option, int max, List<String> problems) {
        int value = valid(options, option, problems);
        if (value < 1 || value > max) {
            problems.add(option.key() + ": " + value + " is not between 1 and " + max);
        }
        return value;
    }

    private static URI endpoint(Configuration options, List<String> problems) {
        String text = options.get(KinesisSourceOptions.ENDPOINT);
        if (text == null) {
            return null;
        }
        if (!text.matches("https?://\\S+")) {
            problems.add(KinesisSourceOptions.ENDPOINT.key() + ": '" + text + "' is not an http or https URL");
            return null;
        }
        return URI.create(text);
    }

    /** Without the secret: this ends up in logs. */
    @Override
    public String toString() {
        return streamArn + " from " + initialPosition + (endpoint == null ? "" : " at " + endpoint);
    }
}
