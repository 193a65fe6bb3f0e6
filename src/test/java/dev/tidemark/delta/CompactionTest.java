package dev.tidemark.delta;

import static dev.tidemark.delta.Tables.COUNTS;
import static dev.tidemark.delta.Tables.EVENTS;
import static dev.tidemark.delta.Tables.count;
import static dev.tidemark.delta.Tables.event;
import static dev.tidemark.delta.Tables.read;
import static dev.tidemark.delta.Tables.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.delta.kernel.Operation;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.Row;
import io.delta.kernel.utils.CloseableIterable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactionTest {
    private static final int DAYS = 3;

    @TempDir
    Path dir;

    private Lake lake;

    @BeforeEach
    void open() {
        lake = Lake.at(dir.toString());
    }

    private static Compaction ofAll(Lake lake) {
        return new Compaction(lake, Duration.ZERO, Instant.now().plusSeconds(60));
    }

    @Test
    void smallFilesOfAPartitionBecomeOne() throws IOException {
        DeltaTable table = lake.open(EVENTS);
        for (int i = 0; i < 30; i++) {
            table.commitAppend(write(lake, EVENTS, event(i, i % DAYS)), "app", i);
        }
        List<String> rows = read(lake, "events");

        Compaction.Result result = ofAll(lake).run(EVENTS).orElseThrow();

        assertThat(result.filesBefore()).isEqualTo(30);
        assertThat(result.filesAfter()).isEqualTo(DAYS);
        assertThat(result.partitions()).isEqualTo(DAYS);
        assertThat(lake.read("events").files()).hasSize(DAYS);
        assertThat(read(lake, "events")).isEqualTo(rows);
        // readers of changes see none, and the rows' statistics are there
        assertThat(Files.readAllLines(dir.resolve("events/_delta_log/00000000000000000031.json")))
                .filteredOn(l -> l.startsWith("{\"add\"") || l.startsWith("{\"remove\""))
                .hasSize(30 + DAYS)
                .allMatch(l -> l.contains("\"dataChange\":false"));
        assertThat(lake.read("events").where("id", 0L).files()).hasSize(1);
        assertThat(ofAll(lake).run(EVENTS).orElseThrow().partitions()).isZero();
        // the job that knows nothing of it goes on
        table.commitAppend(write(lake, EVENTS, event(30, 0)), "app", 30);
        assertThat(read(lake, "events")).hasSize(31);
        assertThat(ofAll(lake).run(COUNTS)).isEmpty();
    }

    @Test
    void partitionsThatAreStillWrittenAreLeftAlone() throws IOException {
        DeltaTable table = lake.open(EVENTS);
        for (int i = 0; i < 4; i++) {
            table.commitAppend(write(lake, EVENTS, event(i, 1)), "app", i);
        }
        Compaction.Result result = new Compaction(lake, Duration.ofHours(1), Instant.now())
                .run(EVENTS)
                .orElseThrow();
        assertThat(result.partitions()).isZero();
        assertThat(result.filesAfter()).isEqualTo(4);
        assertThat(result.open()).isEqualTo(1);
    }

    @Test
    void aRunningJobGoesOnAndEveryRowIsThereOnce() throws Exception {
        DeltaTable events = lake.open(EVENTS);
        DeltaTable counts = lake.open(COUNTS);
        int commits = 30;
        ExecutorService pool = Executors.newFixedThreadPool(3);
        try {
            Future<Void> job = pool.submit(() -> {
                for (int i = 0; i < commits; i++) {
                    events.commitAppend(write(lake, EVENTS, event(i, i % DAYS)), "app", i);
                    counts.commitUpsert(List.of(count(i % DAYS, "a", i), count(i % 2, "b" + i, i)), "app", i);
                    // a second file in a partition that is upserted, as another engine's insert makes it
                    counts.commitAppend(write(lake, COUNTS, count(i % DAYS, "inserted " + i, i)), "insert", i);
                }
                return null;
            });
            List<Future<Integer>> compactions = new ArrayList<>();
            for (int c = 0; c < 2; c++) {
                compactions.add(pool.submit(() -> {
                    int rewritten = 0;
                    while (!job.isDone()) {
                        Lake own = Lake.at(dir.toString());
                        rewritten += ofAll(own).run(EVENTS).orElseThrow().partitions();
                        rewritten += ofAll(own).run(COUNTS).orElseThrow().partitions();
                    }
                    return rewritten;
                }));
            }
            job.get();
            int rewritten = 0;
            for (Future<Integer> c : compactions) {
                rewritten += c.get();
            }
            assertThat(rewritten).isPositive();
        } finally {
            pool.shutdown();
        }
        List<String> expectedEvents = new ArrayList<>();
        List<String> expectedCounts = new ArrayList<>();
        for (int i = 0; i < commits; i++) {
            expectedEvents.add("[" + i + ", body of " + i + ", " + i % DAYS + "]");
            expectedCounts.add("[" + i % 2 + ", b" + i + ", " + i + ", 0]");
            expectedCounts.add("[" + i % DAYS + ", inserted " + i + ", " + i + ", 0]");
            if (i >= commits - DAYS) {
                expectedCounts.add("[" + i % DAYS + ", a, " + i + ", 0]");
            }
        }
        expectedEvents.sort(null);
        expectedCounts.sort(null);
        Lake after = Lake.at(dir.toString());
        assertThat(read(after, "events")).isEqualTo(expectedEvents);
        assertThat(read(after, "counts")).isEqualTo(expectedCounts);
        assertThat(after.open(EVENTS).latestTransaction("app")).hasValue(commits - 1L);
        ofAll(after).run(EVENTS);
        assertThat(after.read("events").files()).hasSize(DAYS);
        // what was replaced, and what lost its race, goes; nothing that is live
        Vacuum vacuum = new Vacuum(after, Duration.ZERO, Instant.now().plusSeconds(3600));
        vacuum.delete(vacuum.find("events").orElseThrow());
        vacuum.delete(vacuum.find("counts").orElseThrow());
        assertThat(read(after, "events")).isEqualTo(expectedEvents);
        assertThat(read(after, "counts")).isEqualTo(expectedCounts);
    }

    /** Others change the table's properties, remove rows and files: the job's commits go on top. */
    @Test
    void othersChangesDoNotBreakAJob() throws IOException {
        DeltaTable events = lake.open(EVENTS);
        DeltaTable counts = lake.open(COUNTS);
        for (int i = 0; i < 3; i++) {
            events.commitAppend(write(lake, EVENTS, event(i, 1)), "app", i);
            counts.commitUpsert(List.of(count(1, "a", i), count(1, "b", i)), "app", i);
        }
        Lake others = Lake.at(dir.toString());
        for (String table : List.of("events", "counts")) {
            TableManager.loadSnapshot(others.tableLocation(table))
                    .build(others.engine())
                    .buildUpdateTableTransaction("another engine", Operation.MANUAL_UPDATE)
                    .withTablePropertiesAdded(Map.of("delta.logRetentionDuration", "interval 20 days"))
                    .build(others.engine())
                    .commit(others.engine(), CloseableIterable.emptyIterable());
        }
        events.commitAppend(write(lake, EVENTS, event(3, 1)), "app", 3);
        counts.commitUpsert(List.of(count(1, "a", 3)), "app", 3);

        // DELETE FROM events WHERE id = 1; DELETE FROM counts WHERE channel = 'b'
        Row file = others.read("events").where("id", 1L).files().get(0);
        TableLog.openOrCreate(others, new TableLayout(EVENTS))
                .commit(Operation.WRITE, List.of(KernelActions.remove(file)), TransactionId.of("others", 1), true);
        others.open(COUNTS).commitUpsert(List.of(Tables.noCount(1, "b")), "others", 1);
        events.commitAppend(write(lake, EVENTS, event(4, 1)), "app", 4);
        counts.commitUpsert(List.of(count(1, "a", 4)), "app", 4);

        ofAll(others).run(EVENTS);
        new Vacuum(others, Duration.ZERO, Instant.now().plusSeconds(3600))
                .delete(new Vacuum(others, Duration.ZERO, Instant.now().plusSeconds(3600))
                        .find("counts")
                        .orElseThrow());
        events.commitAppend(write(lake, EVENTS, event(5, 1)), "app", 5);
        counts.commitUpsert(List.of(count(1, "a", 5)), "app", 5);

        assertThat(read(lake, "events"))
                .containsExactly(
                        "[0, body of 0, 1]",
                        "[2, body of 2, 1]",
                        "[3, body of 3, 1]",
                        "[4, body of 4, 1]",
                        "[5, body of 5, 1]");
        assertThat(read(lake, "counts")).containsExactly("[1, a, 5, 0]");
    }
}
