package dev.tidemark.ingest.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.local.LocalKinesis;
import dev.tidemark.testing.FaultyStore;
import dev.tidemark.testing.FaultyStore.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * A Kinesis that throttles, expires iterators, breaks, cuts connections and answers late, whose shards split and merge
 * while the source reads and is killed: each record once, in the order of its key.
 *
 * <p>{@code -Dtidemark.kinesis-kills=N} sets how often the source's task is killed, {@code -Dtidemark.kinesis-seed=N} the
 * order of things.
 */
@Timeout(600)
class KinesisFaultsITCase {
    private static final int KILLS = Integer.getInteger("tidemark.kinesis-kills", 6);
    private static final long SEED = Long.getLong("tidemark.kinesis-seed", 1);
    private static final int RECORDS_A_ROUND = 160;
    private static final int MOST_SHARDS = 5;
    private static final int PERCENT_FAULTS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Any request may meet these; expired iterators only reads. */
    private static final List<Fault> FAULTS =
            List.of(Fault.THROTTLED, Fault.BROKEN, Fault.CUT, Fault.ANSWER_LOST, Fault.ANSWER_CUT, Fault.SLOW);

    private static final String READ = "GetRecords";

    @RegisterExtension
    private static final MiniClusterExtension FLINK =
            new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
                    .setNumberTaskManagers(1)
                    .setNumberSlotsPerTaskManager(2)
                    .build());

    /** How often the source's task is still to fail; each failure takes one off. */
    private static final AtomicInteger TO_KILL = new AtomicInteger();

    /** The last number of each key, as the state has it. */
    private static final Map<String, Integer> LAST = new ConcurrentHashMap<>();

    private static final Queue<String> WRONG = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path checkpoints;

    @Test
    void eachRecordOnceInTheOrderOfItsKeyWhateverHappens() throws Exception {
        Random random = new Random(SEED);
        Random ofFaults = new Random(SEED);
        try (LocalKinesis kinesis = LocalKinesis.builder().start();
                FaultyStore proxy = new FaultyStore(kinesis.endpoint())) {
            NumberedStream numbers = new NumberedStream(kinesis, "numbers", 2);
            proxy.plan((method, operation) -> {
                synchronized (ofFaults) {
                    if (ofFaults.nextInt(100) >= PERCENT_FAULTS) {
                        return Fault.NONE;
                    }
                    int n = ofFaults.nextInt(FAULTS.size() + 1);
                    return n < FAULTS.size()
                            ? FAULTS.get(n)
                            : operation.equals(READ) ? Fault.EXPIRED_ITERATOR : Fault.NONE;
                }
            });
            JobClient job = start(kinesis, proxy);
            for (int kill = 0; kill < KILLS; kill++) {
                numbers.put(RECORDS_A_ROUND / 2);
                reshard(numbers, random);
                TO_KILL.set(1);
                numbers.put(RECORDS_A_ROUND / 2);
                // the next record that is read kills, be it one that was put just now
                await().atMost(PATIENCE).until(() -> TO_KILL.get() == 0);
                if (random.nextBoolean()) {
                    awaitAll(numbers);
                }
            }
            awaitAll(numbers);
            job.cancel().get();

            for (Fault fault : FAULTS) {
                assertThat(proxy.count(fault)).as("%s", fault).isPositive();
            }
            assertThat(proxy.count(Fault.EXPIRED_ITERATOR)).isPositive();
        }
    }

    private static void reshard(NumberedStream numbers, Random random) {
        List<Shard> open = numbers.openShards();
        if (open.size() < MOST_SHARDS && (open.size() < 2 || random.nextBoolean())) {
            numbers.split(open.get(random.nextInt(open.size())));
        } else {
            int left = random.nextInt(open.size() - 1);
            numbers.merge(open.get(left), open.get(left + 1));
        }
    }

    private static void awaitAll(NumberedStream numbers) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(WRONG).as("seed %d", SEED).isEmpty();
            assertThat(new TreeMap<>(LAST)).as("seed %d", SEED).isEqualTo(numbers.last());
        });
    }

    private JobClient start(LocalKinesis kinesis, FaultyStore proxy) throws Exception {
        Configuration conf = new Configuration()
                .set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(200))
                .set(
                        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                        checkpoints.toUri().toString());
        conf.setString("restart-strategy.type", "fixed-delay");
        conf.setString("restart-strategy.fixed-delay.attempts", String.valueOf(Integer.MAX_VALUE));
        conf.setString("restart-strategy.fixed-delay.delay", "50 ms");
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(conf);
        env.setParallelism(2);
        KinesisStreamsSource<NumberedRecord> source = KinesisStreamsSource.<NumberedRecord>builder()
                .setStreamArn(kinesis.streamArn("numbers"))
                .setSourceConfig(new Configuration()
                        .set(KinesisSourceOptions.ENDPOINT, proxy.address().toString())
                        .set(KinesisSourceOptions.ACCESS_KEY_ID, LocalKinesis.ACCESS_KEY_ID)
                        .set(KinesisSourceOptions.SECRET_KEY, LocalKinesis.SECRET_KEY)
                        .set(KinesisSourceOptions.DISCOVERY_INTERVAL, Duration.ofMillis(200))
                        .set(KinesisSourceOptions.POLL_INTERVAL, Duration.ofMillis(50))
                        .set(KinesisSourceOptions.MAX_RECORDS, 7))
                .setDeserializationSchema(new NumberedRecordSchema())
                .build();
        env.fromSource(source, WatermarkStrategy.noWatermarks(), "read-numbers")
                .uid("read-numbers")
                .map(new Killed())
                .returns(TypeInformation.of(NumberedRecord.class))
                .keyBy(record -> record.key, Types.STRING)
                .process(new InOrder())
                .uid("in-order")
                .sinkTo(new DiscardingSink<>());
        return env.executeAsync();
    }

    /** Fails the source's task, to which it is chained, when it is asked to. */
    private static final class Killed extends RichMapFunction<NumberedRecord, NumberedRecord> {
        private static final long serialVersionUID = 1L;

        @Override
        public NumberedRecord map(NumberedRecord record) {
            if (TO_KILL.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                throw new IllegalStateException("killed by the test");
            }
            return record;
        }
    }

    /** Knows the last number of each key in its state, so that a record lost or doubled by a restart is seen. */
    private static final class InOrder extends KeyedProcessFunction<String, NumberedRecord, String> {
        private static final long serialVersionUID = 1L;
        private transient ValueState<Integer> last;

        @Override
        public void open(OpenContext context) {
            last = getRuntimeContext().getState(new ValueStateDescriptor<>("last", Types.INT));
        }

        @Override
        public void processElement(NumberedRecord record, Context context, Collector<String> out) throws Exception {
            int expected = last.value() == null ? 0 : last.value() + 1;
            if (record.number != expected) {
                WRONG.add(record.key + ":" + record.number + " came, expected " + expected);
            }
            last.update(record.number);
            LAST.put(record.key, record.number);
        }
    }
}
