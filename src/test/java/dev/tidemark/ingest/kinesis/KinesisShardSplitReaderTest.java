package dev.tidemark.ingest.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.kinesis.model.AccessDeniedException;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

@Timeout(60)
class KinesisShardSplitReaderTest {
    private static final int MAX_FAILURES = 3;
    /** The value of {@link #now} while the clock of the machine is used. */
    private static final long NEVER = -1;

    private static final KinesisShardSplit FROM_OLDEST =
            KinesisShardSplit.unread("a", Set.of(), ShardPosition.TRIM_HORIZON);

    private final FakeKinesis kinesis = new FakeKinesis();
    private final ShardLag lag = new ShardLag(new UnregisteredMetricsGroup(), "fake");
    private final AtomicLong now = new AtomicLong(NEVER);
    private final KinesisShardSplitReader reader = new KinesisShardSplitReader(
            kinesis,
            FakeKinesis.settings(new Configuration()
                    .set(KinesisSourceOptions.POLL_INTERVAL, Duration.ofMillis(1))
                    .set(KinesisSourceOptions.MAX_RECORDS, 10)
                    .set(KinesisSourceOptions.MAX_FAILURES, MAX_FAILURES)),
            lag,
            () -> now.get() == NEVER ? Instant.now() : Instant.ofEpochMilli(now.get()));
    private final List<String> records = new ArrayList<>();
    private final List<ShardItem> progress = new ArrayList<>();
    private final List<String> progressOf = new ArrayList<>();
    private final Set<String> finished = new HashSet<>();

    @Test
    void readsAllRecordsOfAnEndedShardInOrder() {
        kinesis.put("a", "k", 25);
        kinesis.end("a");
        add(FROM_OLDEST);
        fetchUntil(() -> finished.contains("a"));

        assertThat(records)
                .isEqualTo(IntStream.range(0, 25).mapToObj(i -> "k:" + i).toList());
        assertThat(lag.max()).isZero();
    }

    @Test
    void goesOnAfterTheLastRecordRead() {
        kinesis.put("a", "k", 5);
        kinesis.end("a");
        add(readUpTo(ShardPosition.after("s2"), Instant.now()));
        fetchUntil(() -> finished.contains("a"));

        assertThat(records).containsExactly("k:3", "k:4");
    }

    @Test
    void renewsAnExpiredIteratorWhereItWas() {
        kinesis.put("a", "k", 12);
        add(FROM_OLDEST);
        fetchUntil(() -> records.size() == 10);
        kinesis.readFailures.add(ExpiredIteratorException.builder().build());
        fetchUntil(() -> records.size() == 12);

        assertThat(records).doesNotHaveDuplicates();
        assertThat(kinesis.iteratorRequests).hasSize(2);
        assertThat(kinesis.iteratorRequests.get(1).shardIteratorType())
                .isEqualTo(ShardIteratorType.AFTER_SEQUENCE_NUMBER);
    }

    @Test
    void backsOffWhenThrottledAndGoesOn() {
        kinesis.put("a", "k", 1);
        for (int i = 0; i < MAX_FAILURES; i++) {
            kinesis.readFailures.add(throttled());
        }
        add(FROM_OLDEST);
        fetchUntil(() -> records.size() == 1);

        // at least half of 200, 400 and 800 ms
        long waited = kinesis.readNanos.get(MAX_FAILURES) - kinesis.readNanos.get(0);
        assertThat(Duration.ofNanos(waited)).isGreaterThanOrEqualTo(Duration.ofMillis(700 - 10));
        assertThat(kinesis.iteratorRequests).as("the iterator is still good").hasSize(1);
    }

    @Test
    void failsAfterTooManyFailuresInARow() {
        for (int i = 0; i <= MAX_FAILURES; i++) {
            kinesis.readFailures.add(throttled());
        }
        add(FROM_OLDEST);

        assertThatThrownBy(() -> fetchUntil(() -> false))
                .hasMessageContaining("Reading a of " + FakeKinesis.STREAM_ARN)
                .hasMessageContaining("4 in a row")
                .hasRootCauseInstanceOf(ProvisionedThroughputExceededException.class);
    }

    @Test
    void failsAtOnceWhenRepeatingCannotHelp() {
        for (RuntimeException hopeless : List.of(
                ResourceNotFoundException.builder().build(),
                AccessDeniedException.builder().build(),
                InvalidArgumentException.builder().build())) {
            kinesis.readFailures.add(hopeless);
            add(FROM_OLDEST);
            assertThatThrownBy(() -> fetchUntil(() -> false)).hasMessageContaining("1 in a row");
        }
    }

    @Test
    void waitsForAStartThatIsStillInTheFutureForKinesis() {
        kinesis.put("a", "k", 1);
        kinesis.refuseIterator = request -> kinesis.iteratorRequests.size() < 3
                ? InvalidArgumentException.builder().build()
                : null;
        add(KinesisShardSplit.unread("a", Set.of(), ShardPosition.atTimestamp(1_000)));
        fetchUntil(() -> records.size() == 1);

        assertThat(kinesis.iteratorRequests)
                .allSatisfy(request -> assertThat(request.timestamp()).isEqualTo(Instant.ofEpochMilli(1_000)));
    }

    @Test
    void refusesAPositionThatIsOlderThanTheRetention() {
        kinesis.put("a", "k", 5);
        add(readUpTo(ShardPosition.after("s2"), Instant.now().minus(Duration.ofHours(25))));

        assertThatThrownBy(() -> fetchUntil(() -> false))
                .isInstanceOf(TrimmedPositionException.class)
                .hasMessageContaining("a of " + FakeKinesis.STREAM_ARN)
                .hasMessageContaining("AFTER_SEQUENCE_NUMBER s2")
                .hasMessageContaining("24 hours");
        assertThat(records).isEmpty();
    }

    @Test
    void acceptsAnOldPositionThatIsStillKept() {
        kinesis.put("a", "k", 5);
        kinesis.retentionHours = 168;
        add(readUpTo(ShardPosition.after("s2"), Instant.now().minus(Duration.ofHours(25))));
        fetchUntil(() -> records.size() == 2);

        assertThat(records).containsExactly("k:3", "k:4");
    }

    @Test
    void saysOfAQuietShardOnceASecondUpToWhenItWasRead() {
        now.set(10_000);
        add(FROM_OLDEST);
        fetchUntil(() -> !progress.isEmpty());
        for (long later : new long[] {10_300, 10_999, 11_000, 11_500, 12_000}) {
            now.set(later);
            int reads = kinesis.readNanos.size();
            fetchUntil(() -> kinesis.readNanos.size() > reads);
        }

        assertThat(progress)
                .containsExactly(new ShardItem(null, 10_000), new ShardItem(null, 11_000), new ShardItem(null, 12_000));
    }

    @Test
    void meansTheTimeBeforeItAskedNotThatOfTheAnswer() {
        now.set(10_000);
        kinesis.onRead = () -> now.set(15_000);
        add(FROM_OLDEST);
        fetchUntil(() -> !progress.isEmpty());

        assertThat(progress.get(0)).isEqualTo(new ShardItem(null, 10_000));
    }

    @Test
    void saysNothingOfAShardThatLags() {
        kinesis.put("a", "k", 25);
        add(FROM_OLDEST);
        fetchUntil(() -> records.size() == 25);
        assertThat(progress).isEmpty();

        fetchUntil(() -> !progress.isEmpty());
    }

    @Test
    void saysNothingOfAShardThatIsNotTheEndYetThoughNothingCame() {
        kinesis.behindMillis = 1L;
        add(FROM_OLDEST);
        fetchUntil(() -> kinesis.readNanos.size() == 5);
        assertThat(progress).isEmpty();

        kinesis.behindMillis = null;
        fetchUntil(() -> !progress.isEmpty());
    }

    @Test
    void saysNothingOfAShardThatCannotBeRead() {
        for (int i = 0; i < MAX_FAILURES; i++) {
            kinesis.readFailures.add(throttled());
        }
        add(FROM_OLDEST);
        fetchUntil(() -> kinesis.readNanos.size() == MAX_FAILURES);
        assertThat(progress).isEmpty();

        fetchUntil(() -> !progress.isEmpty());
    }

    @Test
    void saysNothingOfAShardThatHasEnded() {
        kinesis.end("a");
        add(FROM_OLDEST);
        fetchUntil(() -> finished.contains("a"));

        assertThat(progress).as("what came after is in its children").isEmpty();
    }

    @Test
    void saysNothingOfAPausedShard() {
        KinesisShardSplit other = KinesisShardSplit.unread("b", Set.of(), ShardPosition.TRIM_HORIZON);
        now.set(10_000);
        add(FROM_OLDEST, other);
        reader.pauseOrResumeSplits(List.of(FROM_OLDEST), List.of());
        fetchUntil(() -> progress.size() == 1);
        now.set(20_000);
        fetchUntil(() -> progress.size() == 2);
        assertThat(progressOf).containsExactly("b", "b");

        reader.pauseOrResumeSplits(List.of(), List.of(FROM_OLDEST));
        fetchUntil(() -> progress.size() == 3);
        assertThat(progressOf).containsExactly("b", "b", "a");
    }

    @Test
    void readsNothingOfAPausedShardAndAllOfTheOther() {
        KinesisShardSplit other = KinesisShardSplit.unread("b", Set.of(), ShardPosition.TRIM_HORIZON);
        kinesis.put("a", "paused", 30);
        kinesis.put("b", "k", 30);
        add(FROM_OLDEST, other);
        reader.pauseOrResumeSplits(List.of(FROM_OLDEST), List.of());
        fetchUntil(() -> records.size() == 30);
        assertThat(records).allMatch(record -> record.startsWith("k:"));

        reader.pauseOrResumeSplits(List.of(), List.of(FROM_OLDEST));
        fetchUntil(() -> records.size() == 60);
        assertThat(records).doesNotHaveDuplicates();
    }

    /** The answer of a request that was out when the pause came is kept for later. */
    @Test
    void losesNothingToAPauseBetweenQuestionAndAnswer() {
        kinesis.put("a", "k", 30);
        add(FROM_OLDEST);
        while (records.size() < 30) {
            fetch();
            reader.pauseOrResumeSplits(List.of(FROM_OLDEST), List.of());
            reader.wakeUp();
            fetch();
            reader.pauseOrResumeSplits(List.of(), List.of(FROM_OLDEST));
        }
        assertThat(records)
                .isEqualTo(IntStream.range(0, 30).mapToObj(i -> "k:" + i).toList());
    }

    @Test
    void reportsHowFarItIsBehind() {
        kinesis.put("a", "k", 25);
        add(FROM_OLDEST);
        fetchUntil(() -> records.size() == 10);
        assertThat(lag.max()).isEqualTo(1_000);

        fetchUntil(() -> records.size() == 25);
        assertThat(lag.max()).isZero();
    }

    @Test
    void closesItsClient() {
        reader.close();

        assertThat(kinesis.closed).isTrue();
    }

    private static RuntimeException throttled() {
        return ProvisionedThroughputExceededException.builder().build();
    }

    private static KinesisShardSplit readUpTo(ShardPosition position, Instant readUpTo) {
        return new KinesisShardSplit("a", Set.of(), position, KinesisShardSplit.NONE, readUpTo.toEpochMilli());
    }

    private void add(KinesisShardSplit... splits) {
        reader.handleSplitsChanges(new SplitsAddition<>(List.of(splits)));
    }

    private void fetchUntil(BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            fetch();
        }
    }

    private void fetch() {
        RecordsWithSplitIds<ShardItem> batch = reader.fetch();
        String shardId;
        while ((shardId = batch.nextSplit()) != null) {
            ShardItem item;
            while ((item = batch.nextRecordFromSplit()) != null) {
                if (item.record() == null) {
                    progress.add(item);
                    progressOf.add(shardId);
                } else {
                    records.add(item.record().data().asUtf8String());
                }
            }
        }
        finished.addAll(batch.finishedSplits());
    }
}
