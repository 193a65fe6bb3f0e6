package dev.tidemark.ingest.calendly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HistorySplitTest {
    private final HistorySplit.Serializer serializer = new HistorySplit.Serializer();

    static Stream<HistorySplit> splits() {
        return Stream.of(HistorySplit.ASSIGNED, HistorySplit.nothingRead(), HistoryStates.everything());
    }

    @ParameterizedTest
    @MethodSource("splits")
    void readsWhatItWrites(HistorySplit split) throws IOException {
        assertThat(serializer.deserialize(1, serializer.serialize(split))).isEqualTo(split);
    }

    @Test
    void refusesTheStateOfANewerRelease() {
        assertThatThrownBy(() -> serializer.deserialize(2, new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("newer release");
    }
}
