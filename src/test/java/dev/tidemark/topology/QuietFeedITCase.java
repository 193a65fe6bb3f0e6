package dev.tidemark.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.audit.Verification;
import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.Samples;
import dev.tidemark.domain.bookings.WebhookSecrets;
import dev.tidemark.envelope.Envelope;
import dev.tidemark.envelope.EnvelopeCodec;
import dev.tidemark.envelope.WebhookSignature;
import dev.tidemark.local.LocalKinesis;
import dev.tidemark.testing.LakeReading;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;

/** The live job on a local Kinesis that falls silent: time goes on, by the clock and no faster. */
@Timeout(300)
class QuietFeedITCase {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration SOON = Duration.ofSeconds(3);
    private static final String DAILY = "gold_daily_bookings_by_channel";
    private static final String KEY = "a signing key for the tests";
    private static final String STREAM = "quiet";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void withoutAnyFurtherWebhookAMeetingIsHeldOnceItIsOverAndNotBefore() throws Exception {
        try (LocalKinesis kinesis = LocalKinesis.builder().start()) {
            kinesis.ensureStream(STREAM, 1);
            JobClient job = start(kinesis);
            LakeReading lake = new LakeReading(folder.resolve("lake"));
            String later = put(kinesis, Duration.ofHours(2));
            await().atMost(PATIENCE).until(() -> !statuses(lake, later).isEmpty());
            Instant end = Instant.now().plus(SOON);
            String soon = put(kinesis, SOON);

            await().atMost(PATIENCE).until(() -> statuses(lake, soon).contains("held"));
            assertThat(Instant.now()).as("not held before it was over").isAfter(end);
            await().atMost(PATIENCE).until(() -> lake.sum(DAILY, "held_count") == 1);
            assertThat(lake.sum(DAILY, "bookings_count")).isEqualTo(2);
            assertThat(statuses(lake, later)).containsExactly("booked");
            assertThat(lake.rows(DAILY)).extracting(row -> row.get("is_final")).containsOnly("false");
            assertThat(new Verification(
                                    TidemarkConfig.parse(Map.of(
                                            "lake.location",
                                            folder.resolve("lake").toString())),
                                    null)
                            .run()
                            .differences())
                    .isEmpty();
            job.cancel().get();
            // its cluster ends with it, so that its status can't be asked for any more
            job.getJobExecutionResult().handle((result, canceled) -> null).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** With one shard, some subtasks of the source have none. */
    private JobClient start(LocalKinesis kinesis) throws Exception {
        TidemarkConfig config = TidemarkConfig.parse(Map.of(
                "lake.location",
                folder.resolve("lake").toString(),
                "watermark.out-of-orderness",
                "1 s",
                "webhooks.stream-arn",
                kinesis.streamArn(STREAM),
                "webhooks.kinesis-endpoint",
                kinesis.endpoint().toString()));
        Configuration flink = GlobalConfiguration.loadConfiguration("flink-conf");
        flink.set(CoreOptions.DEFAULT_PARALLELISM, 3);
        StreamExecutionEnvironment env = LocalEnvironment.create(flink, folder.resolve("state"), Optional.empty());
        Pipeline.build(env, Feeds.live(config, null), config, new WebhookSecrets(List.of(KEY), new byte[32]));
        return env.executeAsync();
    }

    /** The states of a booking in the order of its ledger. */
    private static List<String> statuses(LakeReading lake, String invitee) throws IOException {
        return lake.rows("silver_booking_ledger").stream()
                .filter(row -> invitee.equals(row.get("booking_id")))
                .sorted(Comparator.comparingLong(row -> Long.parseLong(row.get("change_number"))))
                .map(row -> row.get("status_after"))
                .toList();
    }

    /** Puts the webhook of a new booking as the gateway would; returns the id of its invitee. */
    private static String put(LocalKinesis kinesis, Duration untilEnd) throws IOException {
        Instant now = Instant.now();
        ObjectNode webhook = (ObjectNode) JSON.readTree(Samples.body("04_invitee_created_facebook"));
        webhook.put("created_at", now.toString());
        ObjectNode payload = (ObjectNode) webhook.get("payload");
        String event = "https://api.calendly.com/scheduled_events/" + UUID.randomUUID();
        String invitee = UUID.randomUUID().toString();
        payload.put("uri", event + "/invitees/" + invitee);
        payload.put("event", event);
        payload.put("email", UUID.randomUUID() + "@example.test");
        payload.put("created_at", now.toString());
        payload.put("updated_at", now.toString());
        ObjectNode meeting = (ObjectNode) payload.get("scheduled_event");
        meeting.put("uri", event);
        meeting.put("created_at", now.toString());
        meeting.put("updated_at", now.toString());
        meeting.put("start_time", now.toString());
        meeting.put("end_time", now.plus(untilEnd).toString());
        byte[] body = webhook.toString().getBytes(UTF_8);
        long receivedAtMicros = ReportingTime.micros(now);
        byte[] record = new EnvelopeCodec(Feeds.WEBHOOKS)
                .encode(new Envelope(
                        Feeds.WEBHOOKS,
                        UUID.randomUUID().toString(),
                        receivedAtMicros,
                        new WebhookSignature(KEY).sign(now.getEpochSecond(), body),
                        body,
                        "",
                        receivedAtMicros,
                        Envelope.Origin.PUSHED,
                        null));
        kinesis.client()
                .putRecord(r -> r.streamName(STREAM).partitionKey(invitee).data(SdkBytes.fromByteArray(record)))
                .join();
        return invitee;
    }
}
