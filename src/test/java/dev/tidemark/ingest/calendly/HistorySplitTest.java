package dev.tidemark.ingest.calendly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HistorySplitTest {
    /** Written by release 0.1.0; must be readable by every later one. Never written again. */
    private static final Path V1 = Path.of("src/test/resources/state/HistorySplit.v1.bin");

    private final HistorySplit.Serializer serializer = new HistorySplit.Serializer();

    static Stream<HistorySplit> splits() {
        return Stream.of(HistorySplit.ASSIGNED, HistorySplit.nothingRead(), everything());
    }

    @ParameterizedTest
    @MethodSource("splits")
    void readsWhatItWrites(HistorySplit split) throws IOException {
        assertThat(serializer.deserialize(1, serializer.serialize(split))).isEqualTo(split);
    }

    @Test
    void readsTheStateOfRelease010() throws IOException {
        assertThat(serializer.deserialize(1, Files.readAllBytes(V1))).isEqualTo(everything());
    }

    @Test
    void refusesTheStateOfANewerRelease() {
        assertThatThrownBy(() -> serializer.deserialize(2, new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("newer release");
    }

    private static HistorySplit everything() {
        Sweep sweep = new Sweep(7, true, 1_000, 2_000, 3_000, 4_000, Set.of("E-1", "E-\u00e9"), 5);
        return new HistorySplit(
                7, false, sweep, Map.of("a", new Seen(-1, 2, 3), "b", new Seen(4, HistoryJson.NONE, 5)));
    }
}
