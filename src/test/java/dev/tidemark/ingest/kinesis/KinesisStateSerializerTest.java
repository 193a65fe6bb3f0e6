package dev.tidemark.ingest.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KinesisStateSerializerTest {
    private final KinesisShardSplitSerializer splits = new KinesisShardSplitSerializer();
    private final KinesisEnumeratorStateSerializer states = new KinesisEnumeratorStateSerializer();

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
        assertThatThrownBy(() -> splits.deserialize(version, splits.serialize(KinesisStates.SPLIT)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("format " + version);
        assertThatThrownBy(() -> states.deserialize(version, states.serialize(KinesisStates.STATE)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("format " + version);
    }
}
