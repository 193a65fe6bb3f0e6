package dev.tidemark.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.HeartbeatManagerOptions;

/** Flink's settings for local runs: {@code flink-conf/config.yaml}, and what a command adds. */
final class FlinkSettings {
    private FlinkSettings() {}

    static Configuration load() {
        Path folder = Home.path().resolve("flink-conf");
        if (!Files.exists(folder.resolve("config.yaml"))) {
            throw new CommandFailure(
                    "there is no " + folder.resolve("config.yaml") + "; run ./tidemark from its folder");
        }
        return GlobalConfiguration.loadConfiguration(folder.toString());
    }

    /**
     * A replay is after throughput, not freshness; and its end is told by heartbeat, so that comes often. Its last
     * checkpoint waits until all meetings are decided, 7 min for ten million.
     *
     * @param own what the user asked for, by Flink's keys; it wins
     */
    static void replay(Configuration flink, Map<String, String> own) {
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMinutes(2));
        flink.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, Duration.ofDays(1));
        flink.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, Duration.ofMillis(500));
        own.forEach(flink::setString);
        if (!own.containsKey(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS.key())) {
            // without a pause the first one is taken at once, of next to nothing
            flink.set(
                    CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS,
                    flink.get(CheckpointingOptions.CHECKPOINTING_INTERVAL).dividedBy(2));
        }
    }

    /** As many subtasks as there are pairs of cores: each keeps two threads busy, one that reads and one that follows. */
    static int replayParallelism() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }
}
