package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.delta.Lake;
import dev.tidemark.delta.TableReader;
import dev.tidemark.generate.GeneratorOptions;
import dev.tidemark.generate.Traffic;
import dev.tidemark.generate.expected.ExpectedTable;
import dev.tidemark.generate.expected.ExpectedTables;
import dev.tidemark.table.Column;
import dev.tidemark.table.Values;
import dev.tidemark.testing.ProductCommand;
import dev.tidemark.testing.Said;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
    private static final int BOOKINGS = Math.max(500, 20 * FAULTS);

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    /** Written at every checkpoint in which a delivery came, each by a task of its own. */
    private static final List<String> WRITTEN = List.of("bronze_calendly_webhooks", "silver_booking_ledger");

    private static final String TASK_FAILED = "to FAILED";
    /** What depends on how far the live watermark has come, and so on when the test runs. */
    private static final Set<String> MOVING = Set.of("held_count", "is_final", "updated_at");

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
            Map<String, Set<String>> expected = expected(lake);
            await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> assertThat(
                            actual(lake, expected.keySet()))
                    .isEqualTo(expected));
            demo.destroy(); // SIGTERM, as Ctrl-C
            assertThat(demo.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(demo.exitValue()).as(log(kills)).isZero();
            assertThat(actual(lake, expected.keySet())).isEqualTo(expected);
            onceEach(lake, "bronze_calendly_webhooks", "source_position");
            onceEach(
                    lake,
                    "silver_fact_events",
                    "data_event",
                    "data_payload_uri",
                    "data_created_at",
                    "data_payload_updated_at");
            onceEach(lake, "silver_booking_ledger", "person_key", "change_number");
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
    private static Map<String, Set<String>> expected(Path lake) throws IOException {
        Properties p = progress(lake);
        Traffic traffic = new Traffic(GeneratorOptions.builder()
                .bookings(BOOKINGS)
                .days(10)
                .seed(1)
                .end(Instant.parse(p.getProperty("end")))
                .build());
        while (traffic.hasNext()) {
            traffic.next();
        }
        Map<String, Set<String>> tables = new LinkedHashMap<>();
        for (ExpectedTable table : ExpectedTables.ALL) {
            Set<String> rows = new TreeSet<>();
            for (Map<String, Object> row : table.rows(traffic.truth())) {
                Map<String, String> cells = new TreeMap<>();
                row.forEach((name, value) -> {
                    if (!MOVING.contains(name)) {
                        cells.put(name, value == null ? null : text(value));
                    }
                });
                rows.add(cells.toString());
            }
            tables.put(table.name(), rows);
        }
        return tables;
    }

    private static String text(Object value) {
        return value instanceof BigDecimal d ? d.toPlainString() : value.toString();
    }

    private static Map<String, Set<String>> actual(Path lake, Set<String> names) throws IOException {
        Map<String, Set<String>> tables = new LinkedHashMap<>();
        for (String name : names) {
            TableReader reader = Lake.at(lake.toString()).read(name);
            Set<String> rows = new TreeSet<>();
            for (Object[] row : reader.toList()) {
                Map<String, String> cells = new TreeMap<>();
                for (int i = 0; i < row.length; i++) {
                    Column c = reader.columns().get(i);
                    if (!MOVING.contains(c.name())) {
                        cells.put(c.name(), Values.format(c.type(), row[i]));
                    }
                }
                rows.add(cells.toString());
            }
            tables.put(name, rows);
        }
        return tables;
    }

    private static void onceEach(Path lake, String table, String... key) throws IOException {
        TableReader reader = Lake.at(lake.toString()).read(table);
        List<String> names = reader.columns().stream().map(Column::name).toList();
        Set<List<Object>> seen = new HashSet<>();
        for (Object[] row : reader.toList()) {
            List<Object> k = new ArrayList<>();
            for (String column : key) {
                k.add(row[names.indexOf(column)]);
            }
            assertThat(seen.add(k)).as("%s: %s twice", table, k).isTrue();
        }
    }
}
