package dev.tidemark.ingest.kinesis;

import static dev.tidemark.ingest.kinesis.FakeKinesis.shard;
import static dev.tidemark.ingest.kinesis.KinesisEnumeratorState.FROM_OLDEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShardLedgerTest {
    private final ShardLedger ledger = new ShardLedger(KinesisEnumeratorState.startingAt(FROM_OLDEST));

    @Test
    void readsAChildOnlyAfterBothItsParents() {
        ledger.discover(List.of(shard("merged", "a", "b"), shard("b"), shard("a")));
        assertThat(ready()).containsExactly("a", "b");

        assign("a", "b");
        assertThat(ready()).isEmpty();
        ledger.finished("b");
        assertThat(ready()).isEmpty();
        ledger.finished("a");
        assertThat(ready()).containsExactly("merged");
    }

    @Test
    void readsAChildWhoseParentLeftTheStreamBeforeTheStart() {
        ledger.discover(List.of(shard("child", "gone")));

        assertThat(ready()).containsExactly("child");
    }

    @Test
    void takesInAGrandchildThatIsListedBeforeItsParent() {
        ledger.discover(List.of(shard("a")));
        assign("a");
        ledger.discover(List.of(shard("grandchild", "child"), shard("child", "a"), shard("a")));
        ledger.finished("a");

        assertThat(ready()).containsExactly("child");
        assign("child");
        ledger.finished("child");
        assertThat(ready()).containsExactly("grandchild");
    }

    @Test
    void leavesOutShardsThatWereClosedBeforeTheStart() {
        ShardLedger late = new ShardLedger(KinesisEnumeratorState.startingAt(1_000));
        late.discover(List.of(shard("open", "old")));
        late.discover(List.of(shard("old"), shard("open", "old")));

        assertThat(late.ready()).extracting(KinesisShardSplit::splitId).containsExactly("open");
    }

    @Test
    void beginsTheFirstShardsAtTheStartAndLaterOnesAtTheirOldestRecord() {
        ShardLedger late = new ShardLedger(KinesisEnumeratorState.startingAt(1_000));
        late.discover(List.of(shard("a")));
        late.discover(List.of(shard("a"), shard("b", "a")));

        assertThat(late.state().shards())
                .extracting(known -> known.split().position())
                .containsExactly(ShardPosition.atTimestamp(1_000), ShardPosition.TRIM_HORIZON);
    }

    @Test
    void forgetsAFinishedShardOnceTheStreamAndItsChildrenDo() {
        ledger.discover(List.of(shard("a"), shard("b", "a")));
        assign("a");
        ledger.finished("a");
        ledger.discover(List.of(shard("b", "a")));
        assertThat(known()).as("the child waits for it").containsExactly("a", "b");

        assign("b");
        ledger.discover(List.of(shard("a"), shard("b", "a")));
        assertThat(known()).as("the stream still lists it").containsExactly("a", "b");

        ledger.discover(List.of(shard("b", "a")));
        assertThat(known()).containsExactly("b");
    }

    @Test
    void refusesToLoseAShardThatLeftBeforeItWasRead() {
        ledger.discover(List.of(shard("a"), shard("b", "a")));
        assign("a");

        assertThatThrownBy(() -> ledger.discover(List.of(shard("a"))))
                .isInstanceOf(TrimmedPositionException.class)
                .hasMessageContaining("b (TRIM_HORIZON)")
                .hasMessageContaining("retention");
    }

    @Test
    void refusesAStreamThatSharesNoShardWithTheCheckpoint() {
        ledger.discover(List.of(shard("a")));
        assign("a");
        ledger.finished("a");

        assertThatThrownBy(() -> ledger.discover(List.of(shard("z", "y"))))
                .isInstanceOf(TrimmedPositionException.class)
                .hasMessageContaining("a");
    }

    @Test
    void takesBackWhatAFailedReaderHad() {
        ledger.discover(List.of(shard("a"), shard("b"), shard("c", "b")));
        assign("a", "b");
        ledger.returned(KinesisShardSplit.unread("a", Set.of(), ShardPosition.TRIM_HORIZON));
        ledger.returned(KinesisShardSplit.unread("b", Set.of(), ShardPosition.SHARD_END));

        assertThat(ready()).containsExactly("a", "c");
    }

    @Test
    void goesOnFromItsState() {
        ledger.discover(List.of(shard("a"), shard("b", "a"), shard("c", "b")));
        assign("a");
        ledger.finished("a");
        ShardLedger restored = new ShardLedger(ledger.state());

        assertThat(restored.state()).isEqualTo(ledger.state());
        assertThat(restored.ready()).extracting(KinesisShardSplit::splitId).containsExactly("b");
    }

    private List<String> ready() {
        return ledger.ready().stream().map(KinesisShardSplit::splitId).toList();
    }

    private List<String> known() {
        return ledger.state().shards().stream()
                .map(shard -> shard.split().splitId())
                .toList();
    }

    private void assign(String... shardIds) {
        List.of(shardIds).forEach(ledger::assigned);
    }
}
