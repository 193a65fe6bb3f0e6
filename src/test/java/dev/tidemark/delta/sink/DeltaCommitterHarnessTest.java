package dev.tidemark.delta.sink;

import static dev.tidemark.delta.Tables.COUNTS;
import static dev.tidemark.delta.Tables.EVENTS;
import static dev.tidemark.delta.Tables.count;
import static dev.tidemark.delta.Tables.event;
import static dev.tidemark.delta.Tables.noCount;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.delta.Lake;
import dev.tidemark.delta.LakeOptions;
import dev.tidemark.delta.Tables;
import dev.tidemark.table.Catalog;
import dev.tidemark.table.ColumnType;
import dev.tidemark.table.RowCodec;
import dev.tidemark.table.TableRow;
import dev.tidemark.table.TableSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.base.VoidSerializer;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeltaCommitterHarnessTest {
    private static final Catalog CATALOG = new Catalog(List.of(EVENTS, COUNTS));

    private static final TableSpec SILVER = TableSpec.append("silver", TableSpec.Layer.SILVER)
            .column("id", ColumnType.LONG, "")
            .build();

    private static final Catalog THREE_LAYERS = new Catalog(List.of(EVENTS, SILVER, COUNTS));

    /** Bronze and Silver every 30 s. */
    private static final CommitCadence RARELY = new CommitCadence(Duration.ofSeconds(30), Duration.ofSeconds(30));

    private static final String STORED_GENERATION = "dff18f18-a641-4818-8319-65915df918ad";

    @TempDir
    Path dir;

    private final List<OneInputStreamOperatorTestHarness<Committable, Void>> harnesses = new ArrayList<>();
    private Lake lake;

    @BeforeEach
    void open() {
        lake = Lake.at(dir.toString());
    }

    @AfterEach
    void close() throws Exception {
        for (OneInputStreamOperatorTestHarness<Committable, Void> h : harnesses) {
            h.close();
        }
    }

    @Test
    void tablesAreThereFromTheStart() throws Exception {
        start();
        assertThat(lake.read("events").toList()).isEmpty();
        assertThat(lake.read("counts").toList()).isEmpty();
    }

    @Test
    void commitsWhenTheCheckpointIsCompleteAndOnce() throws Exception {
        OneInputStreamOperatorTestHarness<Committable, Void> harness = start();
        harness.processElement(events(1, 2), 0);
        harness.processElement(events(3), 0);
        harness.processElement(counts(count(1, "a", 1)), 0);
        harness.snapshot(1, 0);
        harness.processElement(events(4), 0);
        assertThat(Tables.read(lake, "events")).isEmpty();
        harness.notifyOfCompletedCheckpoint(1);
        assertThat(Tables.read(lake, "events")).hasSize(3);
        assertThat(Tables.read(lake, "counts")).hasSize(1);
        assertThat(lake.read("events").version())
                .as("one commit for all writers")
                .isEqualTo(1);
        harness.notifyOfCompletedCheckpoint(1);
        assertThat(lake.read("events").version()).isEqualTo(1);
    }

    @Test
    void commitsWhatEarlierCheckpointsLeft() throws Exception {
        OneInputStreamOperatorTestHarness<Committable, Void> harness = start();
        harness.processElement(counts(count(1, "a", 1), count(1, "b", 1)), 0);
        harness.snapshot(1, 0);
        harness.processElement(counts(count(1, "a", 2), noCount(1, "b")), 0);
        harness.processElement(events(1), 0);
        harness.snapshot(2, 0);
        harness.processElement(events(2), 0);
        harness.snapshot(3, 0);
        harness.notifyOfCompletedCheckpoint(2);
        assertThat(Tables.read(lake, "counts")).containsExactly("[1, a, 2, 0]");
        assertThat(lake.read("counts").version()).isEqualTo(1);
        assertThat(Tables.read(lake, "events")).hasSize(1);
        harness.notifyOfCompletedCheckpoint(3);
        assertThat(Tables.read(lake, "events")).hasSize(2);
    }

    @Test
    void restoredPendingRowsAreCommittedOnce() throws Exception {
        OneInputStreamOperatorTestHarness<Committable, Void> failed = start();
        failed.processElement(events(1, 2), 0);
        failed.processElement(counts(count(1, "a", 1)), 0);
        OperatorSubtaskState one = failed.snapshot(1, 0);
        failed.processElement(events(3), 0);
        // the checkpoint completed, but the job died before it heard of it: the restart commits
        restore(one, 1);
        assertThat(Tables.read(lake, "events")).hasSize(2);
        assertThat(Tables.read(lake, "counts")).hasSize(1);
        // and died again: nothing is doubled
        OneInputStreamOperatorTestHarness<Committable, Void> again = restore(one, 1);
        assertThat(lake.read("events").version()).isEqualTo(1);
        again.processElement(events(3), 0);
        again.snapshot(2, 0);
        again.notifyOfCompletedCheckpoint(2);
        assertThat(Tables.read(lake, "events")).hasSize(3);
    }

    @Test
    void aCheckpointTakenBeforeTheCommitOfTheOneBeforeDoublesNothing() throws Exception {
        OneInputStreamOperatorTestHarness<Committable, Void> failed = start();
        failed.processElement(events(1), 0);
        failed.snapshot(1, 0);
        failed.processElement(events(2), 0);
        OperatorSubtaskState two = failed.snapshot(2, 0);
        // the state of 2 still holds the files of 1, which are committed only now
        failed.notifyOfCompletedCheckpoint(1);
        assertThat(Tables.read(lake, "events")).hasSize(1);
        restore(two, 2);
        assertThat(Tables.read(lake, "events")).containsExactly("[1, body of 1, 1]", "[2, body of 2, 1]");
    }

    @Test
    void anOlderCheckpointThanTheTablesHoldIsRefused() throws Exception {
        OneInputStreamOperatorTestHarness<Committable, Void> harness = start();
        harness.processElement(events(1), 0);
        OperatorSubtaskState one = harness.snapshot(1, 0);
        harness.notifyOfCompletedCheckpoint(1);
        harness.processElement(events(2), 0);
        harness.snapshot(2, 0);
        harness.notifyOfCompletedCheckpoint(2);
        assertThatThrownBy(() -> restore(one, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("table events holds the rows of checkpoint 2")
                .hasMessageContaining("the older checkpoint 1");
        assertThat(Tables.read(lake, "events")).hasSize(2);
    }

    @Test
    void aStartWithoutStateIsAnotherGeneration() throws Exception {
        for (int run = 0; run < 2; run++) {
            OneInputStreamOperatorTestHarness<Committable, Void> harness = start();
            harness.processElement(events(run), 0);
            harness.snapshot(1, 0);
            harness.notifyOfCompletedCheckpoint(1);
        }
        assertThat(Tables.read(lake, "events")).hasSize(2);
    }

    @Test
    void whatAWriterFinishedAfterTheLastRowsIsInTheLastCheckpoint() throws Exception {
        OneInputStreamOperatorTestHarness<Committable, Void> harness = start();
        harness.processElement(events(1), 0);
        harness.getOperator().finish();
        harness.snapshot(9, 0);
        harness.notifyOfCompletedCheckpoint(9);
        assertThat(Tables.read(lake, "events")).hasSize(1);
    }

    @Test
    void aLayerWaitsForItsInterval() throws Exception {
        OneInputStreamOperatorTestHarness<Committable, Void> harness = start(RARELY, CATALOG);
        checkpoint(harness, 1, 0);
        assertThat(Tables.read(lake, "events")).as("the first is due at once").hasSize(1);
        checkpoint(harness, 2, 10_000);
        checkpoint(harness, 3, 29_999);
        assertThat(Tables.read(lake, "counts")).containsExactly("[1, a, 3, 0]");
        assertThat(Tables.read(lake, "events")).hasSize(1);
        checkpoint(harness, 4, 30_000);
        assertThat(Tables.read(lake, "events")).hasSize(4);
        assertThat(lake.read("events").version())
                .as("three checkpoints in one commit")
                .isEqualTo(2);
        assertThat(lake.commit("events", 2).transaction()).isEqualTo(4);
    }

    @Test
    void aCommitTellsUpToWhichCheckpointAllTablesAreComplete() throws Exception {
        OneInputStreamOperatorTestHarness<Committable, Void> harness = start(RARELY, CATALOG);
        for (int i = 1; i <= 4; i++) {
            checkpoint(harness, i, (i - 1) * 10_000L);
        }
        List<Long> complete = new ArrayList<>();
        for (long version = 1; version <= 4; version++) {
            assertThat(lake.commit("counts", version).transaction()).isEqualTo(version);
            complete.add(lake.commit("counts", version).complete());
        }
        assertThat(complete).containsExactly(1L, 1L, 1L, 4L);
        assertThat(lake.commit("events", 2).complete()).isEqualTo(4);
    }

    @Test
    void aQuietStreamIsCommittedAtTheFirstCheckpointAfterItsInterval() throws Exception {
        OneInputStreamOperatorTestHarness<Committable, Void> harness = start(RARELY, CATALOG);
        checkpoint(harness, 1, 0);
        checkpoint(harness, 2, 1_000);
        harness.setProcessingTime(31_000);
        harness.snapshot(3, 31_000);
        harness.notifyOfCompletedCheckpoint(3);
        assertThat(Tables.read(lake, "events")).hasSize(2);
        // and after a long silence nothing waits
        checkpoint(harness, 4, 90_000);
        assertThat(Tables.read(lake, "events")).hasSize(3);
    }

    @Test
    void whatWaitsAtAFailureIsCommittedOnceByTheRestart() throws Exception {
        OneInputStreamOperatorTestHarness<Committable, Void> failed = start(RARELY, CATALOG);
        checkpoint(failed, 1, 0);
        checkpoint(failed, 2, 1_000);
        OperatorSubtaskState three = checkpoint(failed, 3, 2_000);
        assertThat(Tables.read(lake, "events")).hasSize(1);

        restore(three, 3, RARELY, CATALOG);
        assertThat(Tables.read(lake, "events")).hasSize(3);
        assertThat(lake.read("events").version()).isEqualTo(2);
        // died again while it restarted, and goes on without waiting
        OneInputStreamOperatorTestHarness<Committable, Void> again = restore(three, 3);
        assertThat(lake.read("events").version()).isEqualTo(2);
        checkpoint(again, 4, 0);
        assertThat(Tables.read(lake, "events"))
                .containsExactly("[1, body of 1, 1]", "[2, body of 2, 1]", "[3, body of 3, 1]", "[4, body of 4, 1]");
    }

    @Test
    void aFileThatIsGoneBeforeItsCommitIsNamedAndNothingIsCommitted() throws Exception {
        OneInputStreamOperatorTestHarness<Committable, Void> failed = start(RARELY, THREE_LAYERS);
        failed.processElement(silver(1), 0);
        checkpoint(failed, 1, 0);
        Committable lost = silver(2);
        failed.processElement(lost, 0);
        OperatorSubtaskState two = checkpoint(failed, 2, 1_000);
        delete(lost);

        assertThatThrownBy(() -> restore(two, 2, RARELY, THREE_LAYERS))
                .hasMessageContaining(
                        "table silver: the data file " + lost.files().get(0).path())
                .hasMessageContaining("checkpoint 2")
                .hasMessageContaining("is gone")
                .hasMessageContaining("start from a newer checkpoint")
                .hasMessageContaining("--retain");
        assertThat(transactions("events")).as("Bronze, which comes first").containsExactly(1L);
    }

    @Test
    void aFileThatWasCommittedMayBeGone() throws Exception {
        OneInputStreamOperatorTestHarness<Committable, Void> failed = start();
        Committable compacted = events(1);
        failed.processElement(compacted, 0);
        OperatorSubtaskState one = failed.snapshot(1, 0);
        failed.notifyOfCompletedCheckpoint(1);
        delete(compacted);

        restore(one, 1);

        assertThat(transactions("events")).containsExactly(1L);
    }

    @Test
    void nothingWaitsAtTheEndOfTheInput() throws Exception {
        OneInputStreamOperatorTestHarness<Committable, Void> harness = start(RARELY, CATALOG);
        checkpoint(harness, 1, 0);
        checkpoint(harness, 2, 1_000);
        harness.getOperator().finish();
        checkpoint(harness, 3, 2_000);
        assertThat(Tables.read(lake, "events")).hasSize(3);
        assertThat(lake.commit("counts", 3).complete()).isEqualTo(3);
    }

    @Test
    void aSlowLayerTakesTheFasterOnesAlong() throws Exception {
        OneInputStreamOperatorTestHarness<Committable, Void> harness =
                start(new CommitCadence(Duration.ofSeconds(50), Duration.ofSeconds(20)), THREE_LAYERS);
        for (int i = 1; i <= 6; i++) {
            harness.processElement(silver(i), 0);
            checkpoint(harness, i, (i - 1) * 10_000L);
        }
        assertThat(transactions("silver")).containsExactly(1L, 3L, 5L, 6L);
        assertThat(transactions("events")).containsExactly(1L, 6L);
        assertThat(lake.commit("silver", 3).complete()).isEqualTo(1);
        assertThat(lake.commit("silver", 4).complete()).isEqualTo(6);
    }

    @Test
    void refusesToStartOnATableThatIsNotTheCatalogs() {
        lake.open(TableSpec.append("events", TableSpec.Layer.BRONZE)
                .column("id", ColumnType.STRING, "")
                .build());
        assertThatThrownBy(this::start).hasMessageContaining("table events, column id: bigint in the catalog");
    }

    @Test
    void aRefusedStartFailsOnlyWhenNoTableIsBeingMadeAnyMore() throws Exception {
        lake.open(TableSpec.append("events", TableSpec.Layer.BRONZE)
                .column("id", ColumnType.STRING, "")
                .build());
        List<TableSpec> tables = new ArrayList<>(List.of(EVENTS));
        for (int i = 0; i < 50; i++) {
            tables.add(TableSpec.append("more_" + i, TableSpec.Layer.BRONZE)
                    .column("id", ColumnType.LONG, "")
                    .build());
        }
        OneInputStreamOperatorTestHarness<Committable, Void> harness = harness(new Catalog(tables));
        assertThatThrownBy(harness::open).hasMessageContaining("table events");
        for (TableSpec t : tables.subList(1, tables.size())) {
            assertThat(Files.exists(dir.resolve(t.name()).resolve("_delta_log")))
                    .as(t.name())
                    .isTrue();
        }
    }

    @Test
    void refusesToRunWithoutCheckpoints() throws Exception {
        OneInputStreamOperatorTestHarness<Committable, Void> harness = harness();
        harness.getEnvironment().getJobConfiguration().removeConfig(CheckpointingOptions.CHECKPOINTING_INTERVAL);
        assertThatThrownBy(harness::open)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("execution.checkpointing.interval");
    }

    @Test
    void aTableThatLeftTheCatalogWithRowsPendingIsNamed() throws Exception {
        OneInputStreamOperatorTestHarness<Committable, Void> harness = start();
        harness.processElement(Committable.ofFiles("gone", List.of()), 0);
        harness.snapshot(1, 0);
        assertThatThrownBy(() -> harness.notifyOfCompletedCheckpoint(1)).hasMessageContaining("'gone'");
    }

    @Test
    void todaysCodeRestoresVersion1() throws Exception {
        OneInputStreamOperatorTestHarness<Committable, Void> harness = harness();
        harness.setRestoredCheckpointId(4);
        harness.initializeState(Path.of(getClass()
                        .getResource("/state/operators/delta-committer-v1.bin")
                        .toURI())
                .toString());
        harness.open();
        assertThat(Tables.read(lake, "counts")).containsExactly("[20000, a, 2, 0]", "[20001, c, 3, 0]");
        assertThat(lake.open(COUNTS).latestTransaction("test/" + STORED_GENERATION))
                .hasValue(4);
    }

    private Committable events(long... ids) throws IOException {
        List<Object[]> rows = new ArrayList<>();
        for (long id : ids) {
            rows.add(event(id, 1).values());
        }
        return Committable.ofFiles("events", Tables.write(lake, EVENTS, rows));
    }

    private Committable silver(long id) throws IOException {
        List<Object[]> rows = new ArrayList<>();
        rows.add(new Object[] {id});
        return Committable.ofFiles("silver", Tables.write(lake, SILVER, rows));
    }

    private void delete(Committable committable) throws IOException {
        Files.delete(dir.resolve(committable.table())
                .resolve(URI.create(committable.files().get(0).path()).getPath()));
    }

    /** An event and a count come, and the checkpoint completes. */
    private OperatorSubtaskState checkpoint(
            OneInputStreamOperatorTestHarness<Committable, Void> harness, long id, long millis) throws Exception {
        harness.setProcessingTime(millis);
        harness.processElement(events(id), 0);
        harness.processElement(counts(count(1, "a", id)), 0);
        OperatorSubtaskState state = harness.snapshot(id, millis);
        harness.notifyOfCompletedCheckpoint(id);
        return state;
    }

    private List<Long> transactions(String table) throws IOException {
        List<Long> transactions = new ArrayList<>();
        for (long v = 1; v <= lake.read(table).version(); v++) {
            transactions.add(lake.commit(table, v).transaction());
        }
        return transactions;
    }

    private static Committable counts(TableRow... changes) throws IOException {
        return Committable.ofChanges(COUNTS, new RowCodec(COUNTS), List.of(changes));
    }

    private OneInputStreamOperatorTestHarness<Committable, Void> harness() throws Exception {
        return harness(CATALOG);
    }

    private OneInputStreamOperatorTestHarness<Committable, Void> harness(Catalog catalog) throws Exception {
        return harness(catalog, CommitCadence.EVERY_CHECKPOINT);
    }

    private OneInputStreamOperatorTestHarness<Committable, Void> harness(Catalog catalog, CommitCadence cadence)
            throws Exception {
        OneInputStreamOperatorTestHarness<Committable, Void> harness = new OneInputStreamOperatorTestHarness<>(
                new DeltaCommitterFactory(dir.toString(), catalog, LakeOptions.DEFAULT, cadence, "test"),
                CommittableSerializer.INSTANCE);
        harness.getEnvironment()
                .getJobConfiguration()
                .set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(1));
        harness.setup(VoidSerializer.INSTANCE);
        harnesses.add(harness);
        return harness;
    }

    private OneInputStreamOperatorTestHarness<Committable, Void> start() throws Exception {
        OneInputStreamOperatorTestHarness<Committable, Void> harness = harness();
        harness.open();
        return harness;
    }

    private OneInputStreamOperatorTestHarness<Committable, Void> start(CommitCadence cadence, Catalog catalog)
            throws Exception {
        OneInputStreamOperatorTestHarness<Committable, Void> harness = harness(catalog, cadence);
        harness.open();
        return harness;
    }

    private OneInputStreamOperatorTestHarness<Committable, Void> restore(OperatorSubtaskState state, long checkpointId)
            throws Exception {
        return restore(state, checkpointId, CommitCadence.EVERY_CHECKPOINT, CATALOG);
    }

    private OneInputStreamOperatorTestHarness<Committable, Void> restore(
            OperatorSubtaskState state, long checkpointId, CommitCadence cadence, Catalog catalog) throws Exception {
        OneInputStreamOperatorTestHarness<Committable, Void> harness = harness(catalog, cadence);
        harness.setRestoredCheckpointId(checkpointId);
        harness.initializeState(state);
        harness.open();
        return harness;
    }
}
