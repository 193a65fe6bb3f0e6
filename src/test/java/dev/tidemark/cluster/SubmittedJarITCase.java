package dev.tidemark.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.audit.Verification;
import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.delta.Lake;
import dev.tidemark.delta.LakeOptions;
import dev.tidemark.gateway.LocalGateway;
import dev.tidemark.gateway.WebhookSender;
import dev.tidemark.generate.GeneratorOptions;
import dev.tidemark.generate.ReferenceFiles;
import dev.tidemark.generate.Traffic;
import dev.tidemark.generate.expected.ExpectedTable;
import dev.tidemark.generate.expected.ExpectedTables;
import dev.tidemark.ingest.kinesis.StreamDefinition;
import dev.tidemark.ingest.kinesis.StreamDefinitions;
import dev.tidemark.local.LocalKinesis;
import dev.tidemark.testing.LakeReading;
import dev.tidemark.testing.LocalS3;
import dev.tidemark.topology.Feeds;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The application jar itself, on a cluster that knows nothing of the product: uploaded and started by REST, configured by
 * property groups, its secrets in a secrets manager, webhooks over the gateway and Kinesis, everything else on S3.
 */
@Timeout(900)
class SubmittedJarITCase {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String SIGNING_KEY = "a signing key for the tests";
    private static final String PEPPER = "a pepper for the tests";
    private static final String SIGNING_KEY_ARN = "arn:aws:secretsmanager:us-east-1:000000000000:secret:signing-keys";
    private static final String PEPPER_ARN = "arn:aws:secretsmanager:us-east-1:000000000000:secret:pepper";
    /** So many deliveries of the first run are sent again in the second. */
    private static final int REPEATED = 5;
    /** What depends on how far the live watermark has come, and so on when the test runs. */
    private static final Set<String> MOVING = Set.of("held_count", "is_final", "updated_at");

    @TempDir
    private Path folder;

    @Test
    void theJarGivesTheNumbersAndGoesOnFromASavepoint() throws Exception {
        GeneratorOptions options = GeneratorOptions.builder()
                .bookings(60)
                .days(5)
                .seed(11)
                .end(Instant.now().truncatedTo(ChronoUnit.SECONDS))
                .build();
        Traffic traffic = new Traffic(options);
        List<byte[]> bodies = new ArrayList<>();
        while (traffic.hasNext()) {
            bodies.add(traffic.next().body());
        }
        int half = bodies.size() / 2;
        StreamDefinition stream = StreamDefinitions.read(Path.of("kinesis/streams.json"))
                .ofFeed(Feeds.WEBHOOKS)
                .orElseThrow();
        try (LocalSecrets secrets = new LocalSecrets(Map.of(SIGNING_KEY_ARN, SIGNING_KEY, PEPPER_ARN, PEPPER));
                LocalKinesis kinesis = LocalKinesis.builder().start();
                FlinkCluster cluster = FlinkCluster.start(
                        folder.resolve("cluster"),
                        Map.of(
                                "AWS_REGION", "us-east-1",
                                "AWS_ACCESS_KEY_ID", "test",
                                "AWS_SECRET_ACCESS_KEY", "test",
                                "AWS_ENDPOINT_URL_SECRETS_MANAGER",
                                        secrets.address().toString()))) {
            kinesis.ensureStream(stream);
            Map<String, String> values = configuration(kinesis, stream, options);
            String groups = propertyGroups(values);
            LakeReading lake = new LakeReading(Lake.at(
                    values.get("lake.location"),
                    LakeOptions.DEFAULT.withS3(LocalS3.get().settings())));
            try (LocalGateway gateway =
                    LocalGateway.builder(kinesis.endpoint(), stream.name()).start()) {
                String jar = cluster.rest().upload(ApplicationJar.file());
                String first = cluster.rest().run(jar, null, "--config", groups);
                send(gateway, bodies.subList(0, half));
                await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> assertThat(
                                lake.count("bronze_calendly_webhooks"))
                        .isGreaterThanOrEqualTo(half));
                String savepoint = cluster.rest().stop(first, folder.resolve("savepoints"));

                send(gateway, bodies.subList(half - REPEATED, bodies.size()));
                String second = cluster.rest().run(jar, savepoint, "--config", groups);

                Map<String, List<Map<String, String>>> expected = expected(traffic);
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofSeconds(1))
                        .untilAsserted(() -> assertGold(lake, expected));
                assertThat(cluster.rest()
                                .get("/jobs/" + second + "/checkpoints")
                                .path("latest")
                                .path("restored")
                                .path("external_path")
                                .asText())
                        .isEqualTo(savepoint);
                cluster.rest().stop(second, folder.resolve("savepoints"));
                assertGold(lake, expected);
                assertOnceEach(lake, bodies.size());
                assertThat(new Verification(TidemarkConfig.parse(values), PEPPER.getBytes(UTF_8))
                                .run()
                                .differences())
                        .isEmpty();
            } catch (Exception | AssertionError e) {
                throw new AssertionError("the cluster's logs:\n" + cluster.logs(), e);
            }
        }
    }

    /** The keys of the job; what it reads is put where they say. */
    private Map<String, String> configuration(LocalKinesis kinesis, StreamDefinition stream, GeneratorOptions options)
            throws IOException {
        String bucket = LocalS3.get().newBucket();
        Path references = folder.resolve("references");
        new ReferenceFiles(options).write(references);
        try (S3Client s3 = LocalS3.get().client();
                Stream<Path> files = Files.walk(references)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                s3.putObject(r -> r.bucket(bucket).key("in/" + references.relativize(file)), file);
            }
        }
        return Map.of(
                "lake.location",
                "s3://" + bucket + "/lake",
                "webhooks.stream-arn",
                kinesis.streamArn(stream.name()),
                "webhooks.kinesis-endpoint",
                kinesis.endpoint().toString(),
                "spend.location",
                "s3://" + bucket + "/in/ad-spend",
                "event-types.location",
                "s3://" + bucket + "/in/event-types.json",
                "s3.endpoint",
                LocalS3.get().address().toString(),
                "s3.path-style",
                "true",
                "secrets.signing-keys-arn",
                SIGNING_KEY_ARN,
                "secrets.person-key-pepper-arn",
                PEPPER_ARN);
    }

    /** The keys as the service hands them to an application. */
    private String propertyGroups(Map<String, String> values) throws IOException {
        Path file = folder.resolve("application_properties.json");
        new ObjectMapper()
                .writeValue(file.toFile(), List.of(Map.of("PropertyGroupId", "Tidemark", "PropertyMap", values)));
        return file.toString();
    }

    private static void send(LocalGateway gateway, List<byte[]> bodies) throws InterruptedException {
        try (WebhookSender sender =
                WebhookSender.builder(gateway.url(), SIGNING_KEY).concurrency(8).build()) {
            assertThat(sender.send(bodies.iterator(), 0)).isEqualTo(bodies.size());
        }
    }

    /** What all of the traffic must come to, by the generator's own reckoning. */
    private static Map<String, List<Map<String, String>>> expected(Traffic traffic) {
        Map<String, List<Map<String, String>>> tables = new TreeMap<>();
        for (ExpectedTable table : ExpectedTables.ALL) {
            List<Map<String, String>> rows = new ArrayList<>();
            for (Map<String, Object> row : table.rows(traffic.truth())) {
                Map<String, String> cells = new TreeMap<>();
                row.forEach((name, value) -> cells.put(name, text(value)));
                cells.keySet().removeAll(MOVING);
                rows.add(cells);
            }
            tables.put(table.name(), rows);
        }
        return tables;
    }

    private static String text(Object value) {
        if (value == null) {
            return null;
        }
        return value instanceof BigDecimal d ? d.toPlainString() : value.toString();
    }

    private static void assertGold(LakeReading lake, Map<String, List<Map<String, String>>> expected)
            throws IOException {
        for (Map.Entry<String, List<Map<String, String>>> table : expected.entrySet()) {
            assertThat(table.getValue()).as(table.getKey()).isNotEmpty();
            LakeReading.assertSameRows(
                    table.getKey(), lake.rows(table.getKey(), MOVING.toArray(String[]::new)), table.getValue());
        }
    }

    /** Every record of Kinesis is there once, and every fact, though some were sent twice and the job was stopped. */
    private static void assertOnceEach(LakeReading lake, int bodies) throws IOException {
        assertThat(lake.rows("bronze_calendly_webhooks")).hasSizeGreaterThanOrEqualTo(bodies + REPEATED);
        assertUnique(lake, "bronze_calendly_webhooks", "source_position");
        assertUnique(
                lake,
                "silver_fact_events",
                "data_event",
                "data_payload_uri",
                "data_created_at",
                "data_payload_updated_at");
        assertUnique(lake, "silver_booking_ledger", "person_key", "change_number");
        assertUnique(lake, "silver_fact_marketing", "spend_date", "channel", "revision");
    }

    private static void assertUnique(LakeReading lake, String table, String... key) throws IOException {
        Set<Map<String, String>> seen = new HashSet<>();
        for (Map<String, String> row : lake.rows(table)) {
            Map<String, String> values = new HashMap<>(row);
            values.keySet().retainAll(Set.of(key));
            assertThat(seen.add(values)).as("%s: %s twice", table, values).isTrue();
        }
        assertThat(seen).as(table).isNotEmpty();
    }
}
