package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.generate.GeneratorOptions;
import dev.tidemark.testing.GeneratedFolder;
import dev.tidemark.testing.LakeReading;
import dev.tidemark.testing.ProductCommand;
import dev.tidemark.testing.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a replay with SIGKILL while it commits, several times, and lets it go on: nothing is lost, nothing doubles.
 *
 * <p>{@code -Dtidemark.replay-kills=N} sets how often.
 */
@Timeout(900)
class ReplayKillITCase {
    private static final int KILLS = Integer.getInteger("tidemark.replay-kills", 3);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** The tables of a checkpoint are committed one after the other: a kill strikes between any two of them. */
    private static final List<String> WATCHED = List.of(
            "bronze_calendly_webhooks",
            "silver_fact_events",
            "silver_booking_ledger",
            "quarantine",
            "gold_daily_bookings_by_channel",
            "gold_hourly_bookings_by_channel");

    @TempDir
    private Path temp;

    @Test
    void killedAtRandomMomentsItEndsWithEveryDeliveryOnce() throws Exception {
        GeneratedFolder input = GeneratedFolder.write(
                temp.resolve("in"),
                GeneratorOptions.builder().bookings(5_000).days(20).build());
        long seed = System.nanoTime();
        Random random = new Random(seed);
        LakeReading lake = new LakeReading(temp.resolve("lake"));
        for (int kill = 0; kill < KILLS; kill++) {
            Process replay = start(input.path(), kill);
            try {
                // the first time as soon as anything is there, so that at least this kill strikes half-way
                String table = WATCHED.get(kill == 0 ? 0 : random.nextInt(WATCHED.size()));
                long commits = kill == 0 ? 1 : commits(table) + 1 + random.nextInt(2);
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> commits(table) >= commits || !replay.isAlive());
                if (kill == 0) {
                    assertThat(replay.isAlive())
                            .as("%s, seed %d", log(kill), seed)
                            .isTrue();
                }
            } finally {
                replay.destroyForcibly().waitFor();
            }
            if (kill == 0) {
                assertThat(lake.rows("bronze_calendly_webhooks"))
                        .as("killed half-way, seed %d", seed)
                        .hasSizeLessThan(input.counts().get("deliveries").intValue());
            }
        }

        Process replay = start(input.path(), KILLS);
        try {
            assertThat(replay.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            replay.destroyForcibly().waitFor();
        }

        assertThat(replay.exitValue()).as("%s, seed %d", log(KILLS), seed).isZero();
        input.assertGold(lake);
        input.assertDeliveries(lake);
        input.assertSpend(lake);
        Said verified = Said.by(() -> Main.run("verify", "--lake=" + temp.resolve("lake")));
        assertThat(verified.status()).as(verified.text()).isZero();
    }

    private Process start(Path input, int run) throws IOException {
        return ProductCommand.of(
                        "replay",
                        "--input=" + input,
                        "--lake=" + temp.resolve("lake"),
                        "--parallelism=2",
                        // every other run leaves files to the next one that are written and not committed
                        "-Dlake.bronze-commit-interval=" + (run % 2 == 0 ? "0 s" : "1500 ms"),
                        "-Dlake.silver-commit-interval=" + (run % 2 == 0 ? "0 s" : "700 ms"),
                        "--flink=execution.checkpointing.interval=300ms",
                        // the buffers between the operators would hold all of the input before the first checkpoint
                        "--flink=taskmanager.memory.network.min=16mb",
                        "--flink=taskmanager.memory.network.max=16mb")
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("replay-" + run + ".log").toFile())
                .start();
    }

    private String log(int run) throws IOException {
        return Files.readString(temp.resolve("replay-" + run + ".log"));
    }

    /** The newest version of a table; -1 for none. */
    private long commits(String table) throws IOException {
        Path log = temp.resolve("lake").resolve(table).resolve("_delta_log");
        if (!Files.isDirectory(log)) {
            return -1;
        }
        try (Stream<Path> files = Files.list(log)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(n -> n.matches("\\d{20}\\.json"))
                    .mapToLong(n -> Long.parseLong(n.substring(0, 20)))
                    .max()
                    .orElse(-1);
        }
    }
}
