package dev.tidemark.cli;

import static dev.tidemark.delta.Tables.COUNTS;
import static dev.tidemark.delta.Tables.EVENTS;
import static dev.tidemark.delta.Tables.count;
import static dev.tidemark.delta.Tables.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.delta.DeltaTable;
import dev.tidemark.delta.Lake;
import dev.tidemark.delta.Tables;
import dev.tidemark.testing.SparkCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Spark looks after an appended and an upserted table, in a JVM of its own, while a job commits to both. */
@Timeout(600)
class SparkUpkeepITCase {
    private static final String JOB = "job";
    private static final int COMPACTED_DAY = 1;
    private static final int DELETED_DAY = 2;
    private static final int OPEN_DAY = 3;
    private static final int SMALL_FILES = 5;
    private static final List<String> UPKEEP = List.of("SET TBLPROPERTIES", "OPTIMIZE", "DELETE");

    @TempDir
    private Path folder;

    private Lake lake;
    private DeltaTable events;
    private DeltaTable counts;
    private long commits;

    @BeforeEach
    void open() throws IOException {
        lake = Lake.at(folder.resolve("lake").toString());
        events = lake.open(EVENTS);
        counts = lake.open(COUNTS);
        // days that the job is done with, in small files
        for (int i = 0; i < SMALL_FILES; i++) {
            commits++;
            for (int day : List.of(COMPACTED_DAY, DELETED_DAY)) {
                events.commitAppend(Tables.write(lake, EVENTS, event(closedEvent(i, day), day)), JOB + day, commits);
                counts.commitAppend(Tables.write(lake, COUNTS, count(day, "closed " + i, i)), JOB + day, commits);
            }
        }
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @Test
    void nothingIsLostOrDoubledWhileSparkLooksAfterTheTables() throws Exception {
        long closed = commits;
        List<Path> orphans = List.of(orphan("events"), orphan("counts"));
        Path log = folder.resolve("spark.log");
        Process spark = SparkCommand.of(
                        "SparkUpkeep",
                        folder.resolve("spark").toString(),
                        LocalDate.ofEpochDay(COMPACTED_DAY).toString(),
                        LocalDate.ofEpochDay(DELETED_DAY).toString(),
                        folder.resolve("lake/events").toString(),
                        folder.resolve("lake/counts").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            do {
                commit();
            } while (!spark.waitFor(300, TimeUnit.MILLISECONDS));
        } finally {
            spark.destroyForcibly().waitFor();
        }
        assertThat(spark.exitValue()).as(Files.readString(log)).isZero();
        commit();

        List<Object[]> allEvents = new ArrayList<>();
        List<Object[]> allCounts = new ArrayList<>();
        for (int i = 0; i < SMALL_FILES; i++) {
            allEvents.add(event(closedEvent(i, COMPACTED_DAY), COMPACTED_DAY).values());
            allCounts.add(count(COMPACTED_DAY, "closed " + i, i).values());
        }
        allCounts.add(count(OPEN_DAY, "even", commits - commits % 2).values());
        allCounts.add(count(OPEN_DAY, "odd", commits - 1 + commits % 2).values());
        for (long id = closed + 1; id <= commits; id++) {
            allEvents.add(event(id, OPEN_DAY).values());
        }
        assertThat(Tables.read(lake, "events")).isEqualTo(Tables.texts(allEvents));
        assertThat(Tables.read(lake, "counts")).isEqualTo(Tables.texts(allCounts));
        for (String table : List.of("events", "counts")) {
            assertThat(commitsBetweenUpkeep(table)).as(table).isPositive();
            assertThat(lake.open(table.equals("events") ? EVENTS : COUNTS).latestTransaction(JOB))
                    .hasValue(commits);
        }
        assertThat(orphans).as("vacuumed").noneMatch(Files::exists);
    }

    private void commit() throws IOException {
        commits++;
        events.commitAppend(Tables.write(lake, EVENTS, event(commits, OPEN_DAY)), JOB, commits);
        counts.commitUpsert(List.of(count(OPEN_DAY, commits % 2 == 0 ? "even" : "odd", commits)), JOB, commits);
    }

    /** The event of one of the small files: its id is none that the job gives later. */
    private static long closedEvent(int file, int day) {
        return -1 - file - (long) day * SMALL_FILES;
    }

    /** A file that no version names, old enough for a vacuum. */
    private Path orphan(String table) throws IOException {
        Path file = folder.resolve("lake")
                .resolve(table)
                .resolve("day=" + LocalDate.ofEpochDay(COMPACTED_DAY))
                .resolve("orphan.parquet");
        Files.writeString(file, "of a writer that died");
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    }

    /** How many commits of the job stand between the first and the last of Spark's, each of which must be there. */
    private long commitsBetweenUpkeep(String table) throws IOException {
        List<String> log = new ArrayList<>();
        try (Stream<Path> files =
                Files.list(folder.resolve("lake").resolve(table).resolve("_delta_log"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                log.add(Files.readString(file));
            }
        }
        List<Integer> upkeep = new ArrayList<>();
        for (String operation : UPKEEP) {
            int before = upkeep.size();
            for (int i = 0; i < log.size(); i++) {
                if (log.get(i).contains("\"operation\":\"" + operation + "\"")) {
                    upkeep.add(i);
                }
            }
            assertThat(upkeep).as("%s of %s", operation, table).hasSizeGreaterThan(before);
        }
        int first = upkeep.stream().mapToInt(Integer::intValue).min().orElseThrow();
        int last = upkeep.stream().mapToInt(Integer::intValue).max().orElseThrow();
        return log.subList(first, last).stream()
                .filter(commit -> commit.contains("\"appId\":\"" + JOB + "\""))
                .count();
    }
}
