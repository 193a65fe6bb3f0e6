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
import dev.tidemark.testing.Said;
import java.io.File;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the demo with SIGKILL while deliveries stream in, again and again, and lets it go on: in the end the numbers are
 * those that the generator reckons, and every delivery is there once.
 *
 * <p>{@code -Dtidemark.kills=N} sets how often.
 */
class DemoKillITCase {
    private static final int KILLS = Integer.getInteger("tidemark.kills", 10);
    private static final int BOOKINGS = 500;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    /** What depends on how far the live watermark has come, and so on when the test runs. */
    private static final Set<String> MOVING = Set.of("held_count", "is_final", "updated_at");

    @TempDir
    Path folder;

    @Test
    void killedAtRandomMomentsItEndsWithTheNumbersOfAnUndisturbedRun() throws Exception {
        Path lake = folder.resolve("lake");
        Random random = new Random();
        long acknowledged = 0;
        for (int i = 0; i < KILLS; i++) {
            int run = i;
            Process demo = start(lake, run);
            try {
                long target = acknowledged + 1 + random.nextInt(60);
                await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
                    assertThat(demo.isAlive()).as(log(run)).isTrue();
                    return acknowledged(lake) >= target || isAllSent(run);
                });
            } finally {
                demo.destroyForcibly().waitFor();
            }
            acknowledged = acknowledged(lake);
        }
        Process demo = start(lake, KILLS);
        try {
            await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(() -> {
                assertThat(demo.isAlive()).as(log(KILLS)).isTrue();
                return isAllSent(KILLS);
            });
            Map<String, Set<String>> expected = expected(lake);
            await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> assertThat(
                            actual(lake, expected.keySet()))
                    .isEqualTo(expected));
            demo.destroy(); // SIGTERM, as Ctrl-C
            assertThat(demo.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(demo.exitValue()).as(log(KILLS)).isZero();
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

    private Process start(Path lake, int run) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Dtidemark.home=" + Path.of("").toAbsolutePath(),
                "-Dlog4j2.configurationFile="
                        + Path.of("flink-conf/log4j2-console.properties").toAbsolutePath()));
        for (String p : List.of("java.util", "java.lang", "java.util.concurrent", "java.net", "java.nio")) {
            command.add("--add-opens=java.base/" + p + "=ALL-UNNAMED");
        }
        command.addAll(List.of(
                "-cp",
                String.join(
                        File.pathSeparator,
                        "target/classes",
                        Files.readString(Path.of("target/classpath-runtime.txt")),
                        Files.readString(Path.of("target/classpath-provided.txt"))),
                "dev.tidemark.cli.Main",
                "demo",
                "--lake",
                lake.toString(),
                "--port",
                "0",
                "--ui-port",
                "0",
                "--dashboard-port",
                "0",
                "--bookings",
                String.valueOf(BOOKINGS),
                "--days",
                "10",
                "--rate",
                "40"));
        return new ProcessBuilder(command)
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
