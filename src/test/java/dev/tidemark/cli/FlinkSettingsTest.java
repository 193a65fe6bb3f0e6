package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

class FlinkSettingsTest {
    @Test
    void aShortReplayTakesNoCheckpointAtItsStart() {
        Configuration flink = new Configuration();

        FlinkSettings.replay(flink, Map.of());

        assertThat(flink.get(CheckpointingOptions.CHECKPOINTING_INTERVAL)).isEqualTo(Duration.ofMinutes(2));
        assertThat(flink.get(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS))
                .isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void whatTheUserAskedForWins() {
        Configuration flink = new Configuration();

        FlinkSettings.replay(flink, Map.of("execution.checkpointing.interval", "300 ms"));

        assertThat(flink.get(CheckpointingOptions.CHECKPOINTING_INTERVAL)).isEqualTo(Duration.ofMillis(300));
        assertThat(flink.get(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS))
                .isEqualTo(Duration.ofMillis(150));

        FlinkSettings.replay(flink, Map.of("execution.checkpointing.min-pause", "7 s"));

        assertThat(flink.get(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS))
                .isEqualTo(Duration.ofSeconds(7));
    }
}
