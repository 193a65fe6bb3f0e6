package dev.tidemark;

import dev.tidemark.config.ConfigException;
import dev.tidemark.config.JobProperties;
import dev.tidemark.config.Secrets;
import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.domain.bookings.WebhookSecrets;
import dev.tidemark.ingest.calendly.CalendlyToken;
import dev.tidemark.topology.Feeds;
import dev.tidemark.topology.Pipeline;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The entry point on a Flink cluster and on Managed Service for Apache Flink: reads the configuration, builds the graph,
 * executes it. Checkpointing, parallelism and the state backend belong to the cluster and are not touched.
 *
 * <p>On MSF the configuration is the property group {@code Tidemark}; elsewhere {@code --config FILE}.
 */
public final class TidemarkJob {
    private TidemarkJob() {}

    public static void main(String[] args) throws Exception {
        TidemarkConfig config = TidemarkConfig.parse(JobProperties.load(args));
        List<String> problems = new ArrayList<>();
        if (config.streamArn() == null) {
            problems.add("'webhooks.stream-arn' is missing; set it to the ARN of the Kinesis stream of the webhooks");
        }
        Secrets secrets = new Secrets(System.getenv(), Secrets.secretsManager());
        List<String> signingKeys = secrets.signingKeys(config.signingKeysSecret(), problems);
        byte[] pepper = secrets.pepper(config.pepperSecret(), problems);
        String token = secrets.calendlyToken(config.calendlyTokenSecret(), problems);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        Feeds feeds = Feeds.live(config, token == null ? null : new CalendlyToken(token));
        Pipeline.build(env, feeds, config, new WebhookSecrets(signingKeys, pepper));
        env.execute("tidemark");
    }
}
