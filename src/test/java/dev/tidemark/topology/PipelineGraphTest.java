package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.domain.bookings.WebhookSecrets;
import dev.tidemark.ingest.calendly.CalendlyToken;
import dev.tidemark.ingest.replay.EventClock;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The graph itself: every operator named, no Kryo, rows written where they are made. */
class PipelineGraphTest {
    @TempDir
    Path folder;

    @Test
    void theListOfUidsIsUnderReview() throws Exception {
        // a renamed uid loses its operator's state in every savepoint: change the file only on purpose
        try (InputStream in = getClass().getResourceAsStream("/topology/uids.txt")) {
            String reviewed = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(String.join("\n", Operators.uids())).isEqualTo(reviewed.strip());
        }
    }

    @Test
    void theGraphIsMadeWithoutKryoAndGeneratedUids() {
        JobGraph graph = graph(Feeds.replay(folder, config(), e -> EventClock.NONE, null, true));

        assertThat(graph.getVerticesSortedTopologicallyFromSources()).isNotEmpty();
    }

    @Test
    void theLiveGraphIsMadeToo() {
        JobGraph graph = graph(Feeds.live(config(), new CalendlyToken("token")));

        assertThat(graph.getVerticesSortedTopologicallyFromSources()).isNotEmpty();
    }

    /** A managed service refuses a program that sets what the service owns: checkpoints, parallelism, state backend. */
    @Test
    void theJobChangesNoSettingOfItsEnvironment() {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
        List<Map<String, String>> before = settings(env);

        Pipeline.build(
                env,
                Feeds.live(config(), new CalendlyToken("token")),
                config(),
                new WebhookSecrets(List.of("key"), new byte[32]));

        assertThat(settings(env)).isEqualTo(before);
    }

    private static List<Map<String, String>> settings(StreamExecutionEnvironment env) {
        return List.of(
                new Configuration((Configuration) env.getConfiguration()).toMap(),
                env.getConfig().toConfiguration().toMap(),
                env.getCheckpointConfig().toConfiguration().toMap());
    }

    @Test
    void writersAreChainedToWhatMakesTheirRows() {
        List<String> tasks = graph(Feeds.replay(folder, config(), e -> EventClock.NONE, null, true))
                .getVerticesSortedTopologicallyFromSources()
                .stream()
                .map(JobVertex::getName)
                .toList();

        assertThat(tasks).anySatisfy(t -> assertThat(t)
                .contains("read-calendly-webhooks")
                .contains("accept-webhook")
                .contains("write-bronze"));
        assertThat(tasks).anySatisfy(t -> assertThat(t)
                .contains("follow-bookings")
                .contains("write-silver")
                .contains("sum-bookings-locally"));
        assertThat(tasks)
                .anySatisfy(t -> assertThat(t).contains("aggregate-groups").contains("write-gold"));
    }

    private JobGraph graph(Feeds feeds) {
        Configuration conf = new Configuration();
        LocalEnvironment.requireTypedState(conf);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(conf);
        Pipeline.build(env, feeds, config(), new WebhookSecrets(List.of("key"), new byte[32]));
        return env.getStreamGraph().getJobGraph();
    }

    private TidemarkConfig config() {
        return TidemarkConfig.parse(Map.of(
                "lake.location",
                folder.toString(),
                "webhooks.stream-arn",
                "arn:aws:kinesis:us-east-1:000000000000:stream/s",
                "webhooks.kinesis-endpoint",
                "http://127.0.0.1:1"));
    }
}
