package dev.tidemark.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.delta.CommitInfo;
import dev.tidemark.delta.Lake;
import dev.tidemark.delta.Tables;
import dev.tidemark.delta.TransactionId;
import dev.tidemark.table.TableSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which versions of a lake's tables belong together, whatever the job and others commit. */
class LakeCutTest {
    private static final String JOB = "tidemark/one";
    private static final List<TableSpec> TABLES = List.of(Tables.EVENTS, Tables.COUNTS);

    @TempDir
    private Path folder;

    private Lake lake;

    @BeforeEach
    void open() {
        lake = Lake.at(folder.toString());
    }

    @Test
    void aCommitTellsItsCheckpoint() throws Exception {
        append(1, 7);

        CommitInfo made = lake.commit("events", 0);
        CommitInfo commit = lake.commit("events", 1);

        assertThat(made.transactionApp()).isNull();
        assertThat(made.transaction()).isEqualTo(-1);
        assertThat(commit.version()).isEqualTo(1);
        assertThat(commit.transactionApp()).isEqualTo(JOB);
        assertThat(commit.transaction()).isEqualTo(7);
        assertThat(commit.timestampMillis()).isGreaterThanOrEqualTo(made.timestampMillis());
        assertThat(made.timestampMillis()).isPositive();
    }

    @Test
    void aLakeThatIsNotThereHasNothing() throws Exception {
        for (LakeCut cut : List.of(LakeCut.newest(lake, TABLES), LakeCut.beforeNewest(lake, TABLES))) {
            assertThat(cut.versions()).isEmpty();
            assertThat(cut.checkpoint()).isZero();
            assertThat(cut.table(Tables.EVENTS)).isEmpty();
        }
    }

    @Test
    void theNewestIsTheNewestOfEveryTable() throws Exception {
        append(1, 1);
        upsert(1, 1);
        append(2, 2);

        LakeCut cut = LakeCut.newest(lake, TABLES);

        assertThat(cut.versions()).isEqualTo(Map.of("events", 2L, "counts", 1L));
        assertThat(cut.checkpoint()).isEqualTo(2);
        assertThat(cut.table(Tables.EVENTS).orElseThrow().toList()).hasSize(2);
    }

    @Test
    void theOneBeforeLeavesOutWhatIsBeingCommitted() throws Exception {
        append(1, 1);
        upsert(1, 1);
        append(2, 2);

        LakeCut cut = LakeCut.beforeNewest(lake, TABLES);

        assertThat(cut.versions()).isEqualTo(Map.of("events", 1L, "counts", 1L));
        assertThat(cut.checkpoint()).isEqualTo(1);
    }

    @Test
    void aTableWithoutRowsInTheNewestCheckpointStays() throws Exception {
        append(1, 1);
        upsert(1, 2);
        append(2, 5);
        upsert(2, 5);

        assertThat(LakeCut.beforeNewest(lake, TABLES).versions()).isEqualTo(Map.of("events", 1L, "counts", 1L));
    }

    @Test
    void whatTheNewestCheckpointHasNotCommittedIsBehind() throws Exception {
        append(1, 4);
        upsert(1, 4);
        assertThat(LakeCut.newest(lake, TABLES).behind(lake)).isEmpty();

        append(2, 5);
        assertThat(LakeCut.newest(lake, TABLES).behind(lake)).containsExactly("counts");
    }

    @Test
    void upkeepOnTopOfTheNewestCheckpointIsLeftOutWithIt() throws Exception {
        append(1, 1);
        upsert(1, 1);
        upsert(2, 2);
        upkeep("counts", 3);

        assertThat(LakeCut.newest(lake, TABLES).checkpoint()).isEqualTo(2);
        LakeCut cut = LakeCut.beforeNewest(lake, TABLES);

        assertThat(cut.versions()).isEqualTo(Map.of("events", 1L, "counts", 1L));
        assertThat(Tables.texts(cut.table(Tables.COUNTS).orElseThrow().toList()))
                .containsExactly("[1, a, 1, 0]");
    }

    @Test
    void upkeepOnTopOfAnOlderCheckpointStays() throws Exception {
        append(1, 1);
        upsert(1, 1);
        upkeep("counts", 2);
        append(2, 2);

        assertThat(LakeCut.beforeNewest(lake, TABLES).versions()).isEqualTo(Map.of("events", 1L, "counts", 2L));
    }

    @Test
    void theFirstCheckpointHasNothingBeforeIt() throws Exception {
        append(1, 1);
        upsert(1, 1);

        LakeCut cut = LakeCut.beforeNewest(lake, TABLES);

        assertThat(cut.table(Tables.EVENTS).orElseThrow().toList()).isEmpty();
        assertThat(cut.table(Tables.COUNTS).orElseThrow().toList()).isEmpty();
        assertThat(cut.checkpoint()).isZero();
    }

    @Test
    void whileATableWaitsTheOthersAreCutWhereAllAreComplete() throws Exception {
        append(1, 1);
        upsert(1, 1);
        upsertAhead(2, 2, 1);
        upsertAhead(3, 3, 1);

        for (LakeCut cut : List.of(LakeCut.newest(lake, TABLES), LakeCut.beforeNewest(lake, TABLES))) {
            assertThat(cut.versions()).isEqualTo(Map.of("events", 1L, "counts", 1L));
            assertThat(cut.checkpoint()).isEqualTo(1);
        }
    }

    @Test
    void whatWaitedIsCompleteAtItsCommit() throws Exception {
        append(1, 1);
        upsert(1, 1);
        upsertAhead(2, 2, 1);
        upsertAhead(3, 3, 1);
        append(2, 4);

        assertThat(LakeCut.newest(lake, TABLES).versions()).isEqualTo(Map.of("events", 2L, "counts", 3L));
        // counts may have yet to come of 4, and 3 was ahead of events
        LakeCut cut = LakeCut.beforeNewest(lake, TABLES);
        assertThat(cut.versions()).isEqualTo(Map.of("events", 1L, "counts", 1L));
        assertThat(cut.checkpoint()).isEqualTo(1);

        upsert(4, 4);
        upsertAhead(5, 5, 4);
        assertThat(LakeCut.newest(lake, TABLES).versions()).isEqualTo(Map.of("events", 2L, "counts", 4L));
    }

    @Test
    void beforeTheFirstCommitOfATableThatWaitsThereIsNothing() throws Exception {
        lake.open(Tables.EVENTS);
        upsertAhead(1, 1, 0);

        LakeCut cut = LakeCut.newest(lake, TABLES);

        assertThat(cut.versions()).isEqualTo(Map.of("events", 0L, "counts", 0L));
        assertThat(cut.checkpoint()).isZero();
    }

    private void upsertAhead(long n, long checkpoint, long complete) throws IOException {
        lake.open(Tables.COUNTS)
                .commitUpsert(List.of(Tables.count(1, "a", n)), new TransactionId(JOB, checkpoint, complete));
    }

    private void append(long id, long checkpoint) throws IOException {
        lake.open(Tables.EVENTS).commitAppend(Tables.write(lake, Tables.EVENTS, Tables.event(id, 1)), JOB, checkpoint);
    }

    private void upsert(long n, long checkpoint) throws IOException {
        lake.open(Tables.COUNTS).commitUpsert(List.of(Tables.count(1, "a", n)), JOB, checkpoint);
    }

    /** A commit without a transaction that changes no row, as other engines make them. */
    private void upkeep(String table, long version) throws IOException {
        Files.writeString(
                folder.resolve(table).resolve("_delta_log").resolve("%020d.json".formatted(version)),
                "{\"commitInfo\":{\"timestamp\":1,\"operation\":\"OPTIMIZE\",\"operationParameters\":{}}}\n");
    }
}
