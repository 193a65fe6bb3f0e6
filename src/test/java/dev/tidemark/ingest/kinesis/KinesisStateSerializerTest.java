package dev.tidemark.ingest.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.ingest.kinesis.KinesisEnumeratorState.KnownShard;
import dev.tidemark.ingest.kinesis.KinesisEnumeratorState.Status;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints of released versions must be readable for ever: the stored bytes are never written anew. */
class KinesisStateSerializerTest {
    private static final KinesisShardSplit SPLIT = new KinesisShardSplit(
            "shardId-000000000007",
            Set.of("shardId-000000000003", "shardId-000000000004"),
            ShardPosition.after("49680426566066798572162526350969807385770306513598939154"),
            1_772_359_200_123_456L,
            1_772_359_200_999L);
    private static final KinesisEnumeratorState STATE = new KinesisEnumeratorState(
            true,
            1_772_359_100_000L,
            List.of(
                    new KnownShard(
                            KinesisShardSplit.unread(
                                    "shardId-000000000003", Set.of(), ShardPosition.atTimestamp(1_772_359_100_000L)),
                            Status.FINISHED),
                    new KnownShard(
                            KinesisShardSplit.unread("shardId-000000000004", Set.of(), ShardPosition.TRIM_HORIZON),
                            Status.ASSIGNED),
                    new KnownShard(SPLIT, Status.WAITING)));

    private final KinesisShardSplitSerializer splits = new KinesisShardSplitSerializer();
    private final KinesisEnumeratorStateSerializer states = new KinesisEnumeratorStateSerializer();

    @Test
    void readsAStoredSplitOfVersion1() throws IOException {
        assertThat(splits.deserialize(1, stored("KinesisShardSplit.v1.bin"))).isEqualTo(SPLIT);
    }

    @Test
    void readsAStoredEnumeratorStateOfVersion1() throws IOException {
        assertThat(states.deserialize(1, stored("KinesisEnumeratorState.v1.bin")))
                .isEqualTo(STATE);
    }

    @Test
    void stillWritesVersion1() throws IOException {
        assertThat(splits.getVersion()).isEqualTo(1);
        assertThat(splits.serialize(SPLIT)).isEqualTo(stored("KinesisShardSplit.v1.bin"));
        assertThat(states.getVersion()).isEqualTo(1);
        assertThat(states.serialize(STATE)).isEqualTo(stored("KinesisEnumeratorState.v1.bin"));
    }

    @ParameterizedTest
    @EnumSource(ShardPosition.Kind.class)
    void keepsEveryKindOfPosition(ShardPosition.Kind kind) throws IOException {
        ShardPosition position =
                switch (kind) {
                    case AFTER_SEQUENCE_NUMBER -> ShardPosition.after("12");
                    case AT_TIMESTAMP -> ShardPosition.atTimestamp(-1);
                    case TRIM_HORIZON -> ShardPosition.TRIM_HORIZON;
                    case SHARD_END -> ShardPosition.SHARD_END;
                };
        KinesisShardSplit split = KinesisShardSplit.unread("a", Set.of(), position);

        assertThat(splits.deserialize(1, splits.serialize(split))).isEqualTo(split);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void refusesAVersionItDoesNotKnow(int version) {
        assertThatThrownBy(() -> splits.deserialize(version, splits.serialize(SPLIT)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("format " + version);
        assertThatThrownBy(() -> states.deserialize(version, states.serialize(STATE)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("format " + version);
    }

    private static byte[] stored(String name) throws IOException {
        try (InputStream in = KinesisStateSerializerTest.class.getResourceAsStream("/state/" + name)) {
            return in.readAllBytes();
        }
    }
}
