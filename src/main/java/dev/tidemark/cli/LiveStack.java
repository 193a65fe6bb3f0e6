package dev.tidemark.cli;

import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.domain.bookings.WebhookSecrets;
import dev.tidemark.gateway.DeliveryListener;
import dev.tidemark.gateway.LocalGateway;
import dev.tidemark.ingest.kinesis.StreamDefinition;
import dev.tidemark.ingest.kinesis.StreamDefinitions;
import dev.tidemark.local.LocalKinesis;
import dev.tidemark.topology.Feeds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;

/**
 * The whole product on this machine: local Kinesis, gateway, and the job on a mini cluster, in that order, so that
 * nothing is taken before it can be kept. What must survive a restart is in the lake.
 */
final class LiveStack implements AutoCloseable {
    private final LocalKinesis kinesis;
    private final LocalGateway gateway;
    private final LocalJob job;
    private final String signingKey;

    private LiveStack(LocalKinesis kinesis, LocalGateway gateway, LocalJob job, String signingKey) {
        this.kinesis = kinesis;
        this.gateway = gateway;
        this.job = job;
        this.signingKey = signingKey;
    }

    /**
     * Starts everything.
     *
     * @param values configuration keys; the stream and the endpoint are set here
     * @param folder where the local Kinesis and the signing key are kept
     * @param gatewayPort the gateway's port, 0 for a free one
     */
    static LiveStack start(
            LakeFolder lake,
            Path folder,
            Map<String, String> values,
            byte[] pepper,
            Configuration flink,
            int gatewayPort,
            DeliveryListener listener,
            Progress progress)
            throws Exception {
        StreamDefinition stream = StreamDefinitions.read(Home.path().resolve("kinesis/streams.json"))
                .ofFeed(Feeds.WEBHOOKS)
                .orElseThrow(() -> new CommandFailure("kinesis/streams.json has no stream for " + Feeds.WEBHOOKS));
        Files.createDirectories(folder);
        String signingKey = SecretFile.readOrMake(folder.resolve("signing-key"));
        progress.say("starting the local Kinesis (the first time this installs it)");
        LocalKinesis kinesis = LocalKinesis.builder()
                .home(Home.path())
                .persistTo(folder.resolve("kinesis"))
                .progress(line -> {})
                .start();
        LocalGateway gateway = null;
        try {
            kinesis.ensureStream(stream);
            values.put("lake.location", lake.location());
            values.put("webhooks.stream-arn", kinesis.streamArn(stream.name()));
            values.put("webhooks.kinesis-endpoint", kinesis.endpoint().toString());
            // who tries it out does not want to wait for the morning
            values.putIfAbsent("spend.schedule", "every 15 min");
            TidemarkConfig config = TidemarkConfig.parse(values);
            progress.say("starting the gateway");
            gateway = LocalGateway.builder(kinesis.endpoint(), stream.name())
                    .port(gatewayPort)
                    .listener(listener)
                    .start();
            progress.say(
                    "starting the Flink job" + (lake.newestState().isPresent() ? " from its last checkpoint" : ""));
            LocalJob job = LocalJob.start(
                    lake, flink, Feeds.live(config, null), config, new WebhookSecrets(List.of(signingKey), pepper));
            return new LiveStack(kinesis, gateway, job, signingKey);
        } catch (Exception e) {
            if (gateway != null) {
                gateway.close();
            }
            kinesis.close();
            throw e;
        }
    }

    LocalGateway gateway() {
        return gateway;
    }

    LocalJob job() {
        return job;
    }

    String signingKey() {
        return signingKey;
    }

    /** Takes nothing more, stops the job with a savepoint, and keeps what Kinesis holds. */
    @Override
    public void close() throws Exception {
        gateway.close();
        try {
            job.stop();
        } finally {
            kinesis.close();
        }
    }
}
