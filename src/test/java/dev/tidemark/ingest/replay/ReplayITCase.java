package dev.tidemark.ingest.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.envelope.Envelope;
import dev.tidemark.ingest.EndOfReplay;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A replay on a real cluster: run to its end, stopped with a savepoint, run on after more has come. */
class ReplayITCase {
    private static final int PARALLELISM = 2;
    private static final int LINES = 1_000;

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            // accumulators come with the heartbeats
            .setConfiguration(
                    new Configuration().set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, Duration.ofMillis(200)))
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(PARALLELISM)
            .build());

    @TempDir
    private Path folder;

    @TempDir
    private Path savepoints;

    @Test
    void everyLineComesOnceOverTwoRuns() throws Exception {
        write("a.jsonl", 0);
        write("b.jsonl", 1);
        String savepoint = run(null, 2 * LINES);

        write("b.jsonl", 2);
        write("c.jsonl", 3);
        savepoint = run(savepoint, 2 * LINES);

        run(savepoint, 0);
    }

    private String run(String from, long lines) throws Exception {
        Configuration configuration = new Configuration();
        configuration.setString("pipeline.generic-types", "false");
        if (from != null) {
            configuration.setString("execution.state-recovery.path", from);
        }
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(PARALLELISM);
        env.fromSource(
                        new ReplayFiles(folder.toString(), "feed", new CreatedAt(), null),
                        ReplayEnd.watermarks(),
                        "replay")
                .uid("replay")
                .process(new Count())
                .returns(Types.LONG)
                .uid("count")
                .sinkTo(new DiscardingSink<>())
                .uid("nowhere");
        JobClient job = env.executeAsync();
        await().atMost(Duration.ofMinutes(2)).until(() -> accumulators(job)
                .getOrDefault(EndOfReplay.ACCUMULATOR, 0)
                .equals(PARALLELISM));
        assertThat(accumulators(job).get("lines")).isEqualTo(lines);
        return job.stopWithSavepoint(false, savepoints.toString(), SavepointFormatType.CANONICAL)
                .get();
    }

    private static Map<String, Object> accumulators(JobClient job) throws Exception {
        return job.getAccumulators().get();
    }

    private void write(String name, int number) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            text.append("{\"created_at\":\"2026-01-0%dT00:00:00Z\",\"n\":%d}\n".formatted(number + 1, i));
        }
        Files.writeString(folder.resolve(name), text);
    }

    private static final class CreatedAt implements EventClock {
        private static final long serialVersionUID = 1L;

        @Override
        public long eventTimeMicros(Envelope e) {
            return ReplayLine.of(e.body()).madeMicros();
        }
    }

    private static final class Count extends ProcessFunction<Envelope, Long> {
        private static final long serialVersionUID = 1L;
        private transient LongCounter lines;
        private transient EndOfReplay end;

        @Override
        public void open(OpenContext context) {
            lines = new LongCounter();
            getRuntimeContext().addAccumulator("lines", lines);
            end = new EndOfReplay();
            end.open(getRuntimeContext());
        }

        @Override
        public void processElement(Envelope e, Context ctx, Collector<Long> out) {
            if (ReplayEnd.isMark(e)) {
                end.reached();
            } else {
                lines.add(1);
                assertThat(new String(e.body(), StandardCharsets.UTF_8))
                        .startsWith("{")
                        .endsWith("}");
                out.collect(1L);
            }
        }
    }
}
