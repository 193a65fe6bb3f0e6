package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.generate.GeneratorOptions;
import dev.tidemark.generate.Traffic;
import dev.tidemark.testing.ExpectedLake;
import dev.tidemark.testing.LakeReading;
import dev.tidemark.testing.ProductCommand;
import dev.tidemark.testing.Said;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Disturbs the demo while deliveries stream in, again and again: kills its process with SIGKILL, or takes a table's folders
 * away for a moment so that single tasks fail and start again. In the end the numbers are those that the generator reckons,
 * and every delivery is there once.
 *
 * <p>{@code -Dtidemark.chaos.faults=N} sets how often, {@code -Dtidemark.chaos.seed=N} at which moments.
 */
class ChaosITCase {
    private static final int FAULTS = Integer.getInteger("tidemark.chaos.faults", 10);
    private static final long SEED = Long.getLong("tidemark.chaos.seed", 1);
    /** Enough that deliveries still come when the last fault strikes. */
    private static final int BOOKINGS = Math.max(500, 50 * FAULTS);

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    /** Written at every checkpoint in which a delivery came, each by a task of its own. */
    private static final List<String> WRITTEN = List.of("bronze_calendly_webhooks", "silver_booking_ledger");

    private static final String TASK_FAILED = "to FAILED";

    @TempDir
    Path folder;

    @Test
    void disturbedAtRandomMomentsItEndsWithTheNumbersOfAnUndisturbedRun() throws Exception {
        Path lake = folder.resolve("lake");
        Random random = new Random(SEED);
        int kills = 0;
        int failedTasks = 0;
        Process demo = start(lake, 0);
        try {
            for (int fault = 0; fault < FAULTS; fault++) {
                awaitDeliveries(demo, kills, lake, 1 + random.nextInt(60));
                // the first time it is killed, so that every later start goes on from what a kill left
                if (fault == 0 || random.nextBoolean()) {
                    demo.destroyForcibly().waitFor();
                    kills++;
                    demo = start(lake, kills);
                } else if (failATask(lake, WRITTEN.get(random.nextInt(WRITTEN.size())), demo, kills)) {
                    failedTasks++;
                }
                System.out.printf(
                        "%d of %d faults, seed %d: %d kills, %d tasks failed, %d deliveries sent%n",
                        fault + 1, FAULTS, SEED, kills, failedTasks, acknowledged(lake));
            }
            int run = kills;
            Process last = demo;
            await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(() -> {
                assertThat(last.isAlive()).as(log(run)).isTrue();
                return isAllSent(run);
            });
            assertThat(FAULTS < 4 || failedTasks > 0).as("tasks failed").isTrue();
            ExpectedLake expected = expected(lake);
            LakeReading reading = new LakeReading(lake);
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> expected.assertGold(reading));
            demo.destroy(); // SIGTERM, as Ctrl-C
            assertThat(demo.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(demo.exitValue()).as(log(kills)).isZero();
            expected.assertGold(reading);
            ExpectedLake.assertEachOnce(reading);
            Said verified = Said.by(() -> Main.run("verify", "--lake=" + lake));
            assertThat(verified.status()).as(verified.text()).isZero();
        } finally {
            demo.destroyForcibly().waitFor();
        }
    }

    /** Waits until so many more deliveries are acknowledged, or none are left. */
    private void awaitDeliveries(Process demo, int run, Path lake, int more) throws IOException {
        long target = acknowledged(lake) + more;
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            assertThat(demo.isAlive()).as(log(run)).isTrue();
            return acknowledged(lake) >= target || isAllSent(run);
        });
    }

    /**
     * Puts files where a table's partitions are until a task has failed of it, then the partitions back.
     *
     * @return false if there was nothing left to write
     */
    private boolean failATask(Path lake, String table, Process demo, int run) throws IOException {
        long failed = failures(run);
        List<Path> partitions = partitions(lake.resolve(table));
        for (Path p : partitions) {
            Files.move(p, away(p));
            Files.createFile(p);
        }
        try {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
                assertThat(demo.isAlive()).as(log(run)).isTrue();
                return failures(run) > failed || isAllSent(run);
            });
        } finally {
            for (Path p : partitions) {
                Files.delete(p);
                Files.move(away(p), p);
            }
        }
        return failures(run) > failed;
    }

    private static List<Path> partitions(Path table) throws IOException {
        if (!Files.isDirectory(table)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(table)) {
            return files.filter(Files::isDirectory)
                    .filter(f -> f.getFileName().toString().contains("="))
                    .toList();
        }
    }

    private static Path away(Path partition) {
        return partition.resolveSibling("_away_" + partition.getFileName());
    }

    private long failures(int run) throws IOException {
        return log(run).lines().filter(line -> line.contains(TASK_FAILED)).count();
    }

    private Process start(Path lake, int run) throws IOException {
        return ProductCommand.of(
                        "demo",
                        "--lake=" + lake,
                        "--port=0",
                        "--ui-port=0",
                        "--dashboard-port=0",
                        "--bookings=" + BOOKINGS,
                        "--days=10",
                        "--rate=40")
                .redirectErrorStream(true)
                .redirectOutput(logFile(run).toFile())
                .start();
    }

    private Path logFile(int run) {
        return folder.resolve("demo-" + run + ".log");
    }

    private String log(int run) throws IOException {
        return Files.exists(logFile(run)) ? Files.readString(logFile(run)) : "(no output)";
    }

    private boolean isAllSent(int run) throws IOException {
        return log(run).contains("all sample traffic is sent");
    }

    private static Properties progress(Path lake) throws IOException {
        Properties p = new Properties();
        Path file = lake.resolve("_demo").resolve("traffic.properties");
        if (Files.exists(file)) {
            try (Reader in = Files.newBufferedReader(file)) {
                p.load(in);
            }
        }
        return p;
    }

    private static long acknowledged(Path lake) throws IOException {
        return Long.parseLong(progress(lake).getProperty("acknowledged", "0"));
    }

    /** What an undisturbed run must end with: the oracle's rows after the whole traffic. */
    private static ExpectedLake expected(Path lake) throws IOException {
        Properties p = progress(lake);
        return new ExpectedLake(new Traffic(GeneratorOptions.builder()
                .bookings(BOOKINGS)
                .days(10)
                .seed(1)
                .end(Instant.parse(p.getProperty("end")))
                .build()));
    }
}
