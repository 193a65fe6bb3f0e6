package dev.tidemark.ingest.kinesis;

import static dev.tidemark.ingest.kinesis.FakeKinesis.shard;
import static dev.tidemark.ingest.kinesis.KinesisEnumeratorState.FROM_OLDEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.testutils.source.reader.TestingSplitEnumeratorContext;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;

class KinesisShardEnumeratorTest {
    private static final int MAX_FAILURES = 3;

    private final FakeKinesis kinesis = new FakeKinesis();
    private Context context = new Context(2);

    @Test
    void listsAllPagesAndSpreadsTheShardsOverTheReaders() throws Exception {
        kinesis.shardsPerPage = 2;
        IntStream.range(0, 5).forEach(i -> kinesis.shards.add(shard("shard-" + i)));
        start(KinesisEnumeratorState.startingAt(FROM_OLDEST));
        look();

        assertThat(kinesis.listRequests).hasSize(3);
        assertThat(kinesis.listRequests.get(1).streamARN()).isNull();
        assertThat(assigned())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(0, List.of("shard-0", "shard-2", "shard-4"), 1, List.of("shard-1", "shard-3")));
    }

    @Test
    void waitsForAllReaders() {
        kinesis.shards.add(shard("a"));
        KinesisShardEnumerator enumerator = enumerator(KinesisEnumeratorState.startingAt(FROM_OLDEST));
        enumerator.start();
        register(enumerator, 0);
        look();
        assertThat(assigned()).isEmpty();

        register(enumerator, 1);
        assertThat(assigned()).containsOnly(Map.entry(0, List.of("a")));
    }

    @Test
    void handsOutAChildWhenItsParentHasEnded() throws Exception {
        kinesis.shards.addAll(List.of(shard("a"), shard("b", "a"), shard("c", "a")));
        KinesisShardEnumerator enumerator = start(KinesisEnumeratorState.startingAt(FROM_OLDEST));
        look();
        assertThat(assigned()).containsOnly(Map.entry(0, List.of("a")));

        enumerator.handleSourceEvent(0, new ShardsFinished(List.of("a")));
        assertThat(assigned()).containsOnly(Map.entry(0, List.of("a", "b")), Map.entry(1, List.of("c")));
    }

    @Test
    void asksFromTheStartOnceAndForEverythingAfterThat() throws Exception {
        kinesis.shards.add(shard("a"));
        start(KinesisEnumeratorState.startingAt(1_000));
        look();
        look();

        assertThat(kinesis.listRequests.get(0).shardFilter().type()).isEqualTo(ShardFilterType.FROM_TIMESTAMP);
        assertThat(kinesis.listRequests.get(0).shardFilter().timestamp().toEpochMilli())
                .isEqualTo(1_000);
        assertThat(kinesis.listRequests.get(1).shardFilter()).isNull();
    }

    @Test
    void goesOnFromACheckpointWithoutHandingOutTwice() throws Exception {
        kinesis.shards.addAll(List.of(shard("a"), shard("b"), shard("c", "a")));
        KinesisShardEnumerator before = start(KinesisEnumeratorState.startingAt(FROM_OLDEST));
        look();
        KinesisEnumeratorState checkpoint = before.snapshotState(1);

        context = new Context(1);
        KinesisShardEnumerator after = enumerator(checkpoint);
        after.start();
        after.handleSourceEvent(0, new ShardsOwned(List.of("a", "b")));
        register(after, 0);
        look();
        assertThat(assigned()).isEmpty();

        after.handleSourceEvent(0, new ShardsFinished(List.of("a")));
        assertThat(assigned()).containsOnly(Map.entry(0, List.of("c")));
    }

    /** The readers fail and restore alone: the enumerator stays, and knows more than their checkpoint. */
    @Test
    void holdsBackAChildWhoseParentIsReadAgain() throws Exception {
        kinesis.shards.addAll(List.of(shard("a"), shard("b", "a")));
        KinesisShardEnumerator enumerator = start(KinesisEnumeratorState.startingAt(FROM_OLDEST));
        look();
        enumerator.handleSourceEvent(0, new ShardsFinished(List.of("a")));
        KinesisShardSplit child =
                context.getSplitAssignments().get(0).getAssignedSplits().get(1);
        context.getSplitAssignments().clear();

        enumerator.addSplitsBack(List.of(child), 0);
        enumerator.handleSourceEvent(0, new ShardsOwned(List.of("a")));
        enumerator.addReader(0);
        assertThat(assigned()).isEmpty();

        enumerator.handleSourceEvent(0, new ShardsFinished(List.of("a")));
        assertThat(assigned()).containsOnly(Map.entry(0, List.of("b")));
    }

    @Test
    void tellsReadersOfEventTimeOnceAllIsHandedOut() throws Exception {
        kinesis.shards.add(shard("a"));
        KinesisShardEnumerator enumerator = enumerator(KinesisEnumeratorState.startingAt(FROM_OLDEST));
        enumerator.start();
        register(enumerator, 0);
        look();
        assertThat(told()).as("reader 1 may still get a shard").isEmpty();

        register(enumerator, 1);
        assertThat(told()).isEqualTo(Map.of(0, List.of(List.of()), 1, List.of(List.of())));
        look();
        assertThat(told()).as("said once").isEqualTo(Map.of(0, List.of(List.of()), 1, List.of(List.of())));
    }

    /** A look that is under way when the job ends fails for want of its client: that is nobody's trouble. */
    @Test
    void aLookThatEndsAfterTheJobFailsNothing() throws Exception {
        KinesisShardEnumerator enumerator = start(KinesisEnumeratorState.startingAt(FROM_OLDEST));
        enumerator.close();

        kinesis.listFailures.add(ResourceNotFoundException.builder().build());
        look();
        assertThat(assigned()).isEmpty();
    }

    @Test
    void saysNothingOfEventTimeBeforeItHasLookedOrWhileLooksFail() throws Exception {
        start(KinesisEnumeratorState.startingAt(FROM_OLDEST));
        assertThat(told()).isEmpty();

        kinesis.listFailures.add(LimitExceededException.builder().build());
        look();
        assertThat(told()).isEmpty();
    }

    @Test
    void tellsAReaderThatBeginsAnewAgain() throws Exception {
        KinesisShardEnumerator enumerator = start(KinesisEnumeratorState.startingAt(FROM_OLDEST));
        kinesis.shards.add(shard("a"));
        look();
        enumerator.addReader(1);

        assertThat(told()).isEqualTo(Map.of(0, List.of(List.of()), 1, List.of(List.of(), List.of())));
    }

    @Test
    void anEndedShardHoldsEventTimeForTwoLooks() throws Exception {
        kinesis.shards.addAll(List.of(shard("a"), shard("b")));
        KinesisShardEnumerator enumerator = start(KinesisEnumeratorState.startingAt(FROM_OLDEST));
        look();
        enumerator.handleSourceEvent(1, new ShardsFinished(List.of("b")));
        kinesis.shards.add(shard("c", "b"));
        look();
        assertThat(assigned()).containsEntry(1, List.of("b", "c"));
        assertThat(told()).containsEntry(1, List.of(List.of()));

        look();
        assertThat(told()).isEqualTo(Map.of(0, List.of(List.of()), 1, List.of(List.of(), List.of("b"))));
    }

    @Test
    void outlivesSomeFailedLooks() throws Exception {
        kinesis.shards.add(shard("a"));
        start(KinesisEnumeratorState.startingAt(FROM_OLDEST));
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < MAX_FAILURES; i++) {
                kinesis.listFailures.add(LimitExceededException.builder().build());
                look();
            }
            look();
        }
        assertThat(assigned()).containsOnly(Map.entry(0, List.of("a")));
    }

    @Test
    void failsTheJobWhenLooksKeepFailing() throws Exception {
        start(KinesisEnumeratorState.startingAt(FROM_OLDEST));
        for (int i = 0; i <= MAX_FAILURES; i++) {
            kinesis.listFailures.add(
                    LimitExceededException.builder().message("too often").build());
        }
        assertThatThrownBy(() -> IntStream.rangeClosed(0, MAX_FAILURES).forEach(i -> look()))
                .hasStackTraceContaining(FakeKinesis.STREAM_ARN)
                .hasStackTraceContaining("4 in a row")
                .hasStackTraceContaining("too often");
    }

    @Test
    void failsTheJobAtOnceWhenThereIsNoSuchStream() throws Exception {
        start(KinesisEnumeratorState.startingAt(FROM_OLDEST));
        kinesis.listFailures.add(
                ResourceNotFoundException.builder().message("no such stream").build());

        assertThatThrownBy(this::look).hasStackTraceContaining("no such stream");
    }

    @Test
    void closesItsClient() throws Exception {
        start(KinesisEnumeratorState.startingAt(FROM_OLDEST)).close();

        assertThat(kinesis.closed).isTrue();
    }

    private KinesisShardEnumerator start(KinesisEnumeratorState state) {
        KinesisShardEnumerator enumerator = enumerator(state);
        enumerator.start();
        register(enumerator, 0);
        register(enumerator, 1);
        return enumerator;
    }

    private KinesisShardEnumerator enumerator(KinesisEnumeratorState state) {
        Configuration options = new Configuration().set(KinesisSourceOptions.MAX_FAILURES, MAX_FAILURES);
        return new KinesisShardEnumerator(context, FakeKinesis.settings(options), kinesis, state);
    }

    private void register(KinesisShardEnumerator enumerator, int reader) {
        context.registerReader(reader, "localhost");
        enumerator.addReader(reader);
    }

    private void look() {
        context.look();
    }

    /** Looks for shards when the test says so, and hands exceptions on, which fail the job in Flink's own context. */
    private static final class Context extends TestingSplitEnumeratorContext<KinesisShardSplit> {
        private Runnable call;

        Context(int parallelism) {
            super(parallelism);
        }

        @Override
        public <R> void callAsync(Callable<R> callable, BiConsumer<R, Throwable> handler, long delay, long period) {
            call = () -> {
                R result;
                try {
                    result = callable.call();
                } catch (Exception e) {
                    handler.accept(null, e);
                    return;
                }
                handler.accept(result, null);
            };
        }

        void look() {
            call.run();
        }
    }

    /** The shards of every word of event time, by reader. */
    private Map<Integer, List<List<String>>> told() {
        Map<Integer, List<List<String>>> words = new TreeMap<>();
        context.getSentEvents()
                .forEach((reader, events) -> words.put(
                        reader,
                        events.stream()
                                .map(event -> ((ShardsSucceeded) event).shardIds())
                                .toList()));
        return words;
    }

    private Map<Integer, List<String>> assigned() {
        Map<Integer, List<String>> shards = new TreeMap<>();
        context.getSplitAssignments()
                .forEach((reader, state) -> shards.put(
                        reader,
                        state.getAssignedSplits().stream()
                                .map(KinesisShardSplit::splitId)
                                .toList()));
        return shards;
    }
}
