package dev.tidemark.delta.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.delta.Lake;
import dev.tidemark.delta.LakeOptions;
import dev.tidemark.delta.Tables;
import dev.tidemark.table.Catalog;
import dev.tidemark.table.TableRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.client.program.ClusterClient;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectClusterClient;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The sink in a real job: each number becomes an event, and two changes of a key of its own and a deletion of another. */
class DeltaSinkITCase {
    private static final Catalog CATALOG = new Catalog(List.of(Tables.EVENTS, Tables.COUNTS));
    private static final Duration SOON = Duration.ofSeconds(60);
    /** Far longer than any of these jobs: only an end, a stop or a restart can commit what waits. */
    private static final CommitCadence HOURLY = new CommitCadence(Duration.ofHours(1), Duration.ofHours(1));

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(2)
            .build());

    @TempDir
    Path dir;

    @Test
    void aBoundedJobCommitsItsLastCheckpoint() throws Exception {
        // far longer than the job: only the checkpoint at the end can commit
        Configuration config = config(Duration.ofHours(1));
        client(config, CommitCadence.EVERY_CHECKPOINT, 5_000, Double.MAX_VALUE, Long.MAX_VALUE)
                .getJobExecutionResult()
                .get(SOON.toSeconds(), TimeUnit.SECONDS);
        assertAllRowsOnce(5_000);
    }

    @ParameterizedTest
    @MethodSource("cadences")
    void aFailureInBetweenLosesAndDoublesNothing(CommitCadence cadence) throws Exception {
        Configuration config = config(Duration.ofMillis(100));
        FailOnce.FAILED.set(false);
        client(config, cadence, 5_000, 2_000, 3_000).getJobExecutionResult().get(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(FailOnce.FAILED).isTrue();
        assertAllRowsOnce(5_000);
        assertThat(lake().read("events").version()).isGreaterThan(1);
    }

    @ParameterizedTest
    @MethodSource("cadences")
    void aStoppedJobGoesOnFromItsSavepointUnderANewId(
            CommitCadence cadence, @InjectClusterClient ClusterClient<?> cluster) throws Exception {
        Configuration config = config(Duration.ofMillis(100));
        JobClient first = client(config, cadence, 6_000, 1_500, Long.MAX_VALUE);
        await().atMost(SOON).until(() -> lake().find("events").isPresent() && rows("events") > 0);
        String savepoint = first.stopWithSavepoint(
                        false, dir.resolve("savepoints").toUri().toString(), SavepointFormatType.CANONICAL)
                .get(SOON.toSeconds(), TimeUnit.SECONDS);
        await().atMost(SOON)
                .until(() -> cluster.getJobStatus(first.getJobID()).get().isGloballyTerminalState());
        // what the savepoint holds is committed by now, and nothing else ever will be
        int committed = rows("events");
        assertThat(committed).isLessThan(6_000);
        assertThat(rows("counts")).as("both layers as of one checkpoint").isEqualTo(committed);

        config.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        JobClient second = client(config, cadence, 6_000, Double.MAX_VALUE, Long.MAX_VALUE);
        second.getJobExecutionResult().get(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(second.getJobID()).isNotEqualTo(first.getJobID());
        assertAllRowsOnce(6_000);
    }

    static List<CommitCadence> cadences() {
        return List.of(CommitCadence.EVERY_CHECKPOINT, HOURLY);
    }

    private Configuration config(Duration checkpointInterval) {
        Configuration config = new Configuration();
        config.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpointInterval);
        config.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                dir.resolve("checkpoints").toUri().toString());
        config.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        config.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3);
        config.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
        config.set(PipelineOptions.GENERIC_TYPES, false);
        config.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        return config;
    }

    private JobClient client(
            Configuration config, CommitCadence cadence, long numbers, double numbersPerSecond, long failAt)
            throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
        env.setParallelism(2);
        DataStream<Long> source = env.fromSource(
                        new DataGeneratorSource<>(
                                n -> n, numbers, RateLimiterStrategy.perSecond(numbersPerSecond), Types.LONG),
                        WatermarkStrategy.noWatermarks(),
                        "numbers")
                .uid("numbers");
        TableRowTypeInfo rows = new TableRowTypeInfo(CATALOG);
        String lake = dir.resolve("lake").toString();
        DataStream<Committable> committables = source.keyBy(n -> n)
                .flatMap(new FailOnce(failAt))
                .returns(rows)
                .uid("make-rows")
                .transform(
                        "write-rows",
                        CommittableTypeInfo.INSTANCE,
                        new DeltaWriterFactory(lake, CATALOG, LakeOptions.DEFAULT))
                .uid("write-rows");
        committables
                .transform(
                        "commit-tables",
                        Types.VOID,
                        new DeltaCommitterFactory(lake, CATALOG, LakeOptions.DEFAULT, cadence, "test"))
                .uid("commit-tables")
                .setParallelism(1)
                .setMaxParallelism(1);
        return env.executeAsync("sink test");
    }

    private Lake lake() {
        return Lake.at(dir.resolve("lake").toString());
    }

    private int rows(String table) throws IOException {
        return lake().read(table).toList().size();
    }

    private void assertAllRowsOnce(int numbers) throws IOException {
        List<Long> all = LongStream.range(0, numbers).boxed().toList();
        assertThat(sorted("events", 0)).isEqualTo(all);
        assertThat(sorted("counts", 2)).isEqualTo(all);
    }

    private List<Long> sorted(String table, int column) throws IOException {
        return lake().read(table).toList().stream()
                .map(r -> (Long) r[column])
                .sorted()
                .toList();
    }

    /** Makes the rows of a number, and fails the first time it sees a certain one. */
    static final class FailOnce implements FlatMapFunction<Long, TableRow> {
        static final AtomicBoolean FAILED = new AtomicBoolean();

        private static final long serialVersionUID = 1L;
        private final long failAt;

        FailOnce(long failAt) {
            this.failAt = failAt;
        }

        @Override
        public void flatMap(Long n, Collector<TableRow> out) {
            if (n == failAt && FAILED.compareAndSet(false, true)) {
                throw new IllegalStateException("the failure of this test");
            }
            out.collect(Tables.event(n, (int) (n % 3)));
            out.collect(Tables.count((int) (n % 3), "channel " + n, 0));
            out.collect(Tables.count((int) (n % 3), "channel " + n, n));
            out.collect(Tables.noCount((int) (n % 3), "no channel " + n));
        }
    }
}
