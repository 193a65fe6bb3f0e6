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
import dev.tidemark.ingest.kinesis.StreamDefinition;
import dev.tidemark.ingest.kinesis.StreamDefinitions;
import dev.tidemark.local.LocalKinesis;
import dev.tidemark.testing.ExpectedLake;
import dev.tidemark.testing.LakeReading;
import dev.tidemark.testing.LocalS3;
import dev.tidemark.topology.Feeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

                ExpectedLake expected = new ExpectedLake(traffic);
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofSeconds(1))
                        .untilAsserted(() -> expected.assertGold(lake));
                assertThat(cluster.rest()
                                .get("/jobs/" + second + "/checkpoints")
                                .path("latest")
                                .path("restored")
                                .path("external_path")
                                .asText())
                        .isEqualTo(savepoint);
                cluster.rest().stop(second, folder.resolve("savepoints"));
                expected.assertGold(lake);
                assertThat(lake.count("bronze_calendly_webhooks")).isGreaterThanOrEqualTo(bodies.size() + REPEATED);
                ExpectedLake.assertEachOnce(lake);
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
}
