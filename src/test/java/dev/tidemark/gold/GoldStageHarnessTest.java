package dev.tidemark.gold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.contract.CellKey;
import dev.tidemark.contract.GoldFact;
import dev.tidemark.contract.GoldTable;
import dev.tidemark.contract.GroupKey;
import dev.tidemark.table.ColumnType;
import dev.tidemark.table.TableRow;
import dev.tidemark.table.TableSpec;
import dev.tidemark.table.TableSpec.Layer;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Local sums and groups of cells between checkpoints, over a table of a total and a highest value. */
class GoldStageHarnessTest {
    private static final List<GoldTable> TABLES = List.of(new Tally());
    /** A group closes that many seconds after 1970. */
    private static final long CLOSES = 100;

    private KeyedOneInputStreamOperatorTestHarness<GroupKey, Contribution, TableRow> groups;
    private OneInputStreamOperatorTestHarness<Contribution, Contribution> local;

    @AfterEach
    void close() throws Exception {
        if (groups != null) {
            groups.close();
        }
        if (local != null) {
            local.close();
        }
    }

    @Test
    void localSumsAreHeldBackUntilTheBarrier() throws Exception {
        openLocal();
        local.processElement(contribution(1, "a", 1, 5));
        local.processElement(contribution(1, "a", 2, 3));
        local.processElement(contribution(1, "b", 1, 1));
        local.processElement(contribution(2, "a", 1, 1));
        assertThat(local.extractOutputValues()).isEmpty();

        local.getOneInputOperator().prepareSnapshotPreBarrier(1);

        assertThat(local.extractOutputValues().stream().map(GoldStageHarnessTest::text))
                .containsExactlyInAnyOrder("1 a 3 5", "1 b 1 1", "2 a 1 1");
        local.getOneInputOperator().prepareSnapshotPreBarrier(2);
        assertThat(local.extractOutputValues()).hasSize(3);
    }

    @Test
    void localSumsOfNothingGoOnSoThatTheRowIsLookedAt() throws Exception {
        openLocal();
        local.processElement(contribution(1, "a", 1, GoldTable.NO_MAXIMUM));
        local.processElement(contribution(1, "a", -1, GoldTable.NO_MAXIMUM));

        local.getOneInputOperator().prepareSnapshotPreBarrier(1);

        assertThat(local.extractOutputValues()).hasSize(1);
    }

    @Test
    void localSumsGoOnAtTheEndOfTheInput() throws Exception {
        openLocal();
        local.processElement(contribution(1, "a", 1, 5));

        local.endInput();

        assertThat(local.extractOutputValues()).hasSize(1);
    }

    @Test
    void localSumsDoNotChangeWhatTheyWereGiven() throws Exception {
        openLocal();
        StreamRecord<Contribution> first = contribution(1, "a", 1, 5);
        local.processElement(first);
        local.processElement(contribution(1, "a", 1, 9));

        assertThat(text(first.getValue())).isEqualTo("1 a 1 5");
    }

    @Test
    void localSumsAreLetGoBeforeTheyFillTheMemory() throws Exception {
        openLocal();
        for (int i = 0; i < 50_000; i++) {
            local.processElement(contribution(i, "a", 1, 1));
        }

        assertThat(local.getOutput()).hasSize(50_000);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void groupsAreRenderedBeforeEachBarrierIfTheyChanged(boolean onDisk) throws Exception {
        open(backend(onDisk), null);
        groups.processElement(contribution(1, "a", 1, 5));
        groups.processElement(contribution(1, "a", 1, 4));
        groups.processElement(contribution(2, "b", 7, 1));
        assertThat(rows()).isEmpty();

        assertThat(checkpoint(1)).containsExactlyInAnyOrder("1 a 2 5", "2 b 7 1");
        assertThat(checkpoint(2)).isEmpty();

        groups.processElement(contribution(1, "c", 1, 1));
        assertThat(checkpoint(3)).containsExactly("1 c 1 1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEmptyCellIsTakenBackAndForgotten(boolean onDisk) throws Exception {
        open(backend(onDisk), null);
        groups.processElement(contribution(1, "a", 1, 5));
        checkpoint(1);

        groups.processElement(contribution(1, "a", -1, GoldTable.NO_MAXIMUM));
        assertThat(checkpoint(2)).containsExactly("1 a deleted");
        if (!onDisk) { // a backend on disk does not know how many entries it has
            assertThat(groups.numKeyedStateEntries()).isZero();
        }

        groups.processElement(contribution(1, "a", 1, 3));
        assertThat(checkpoint(3)).containsExactly("1 a 1 3");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsTakenBackAndAddedAgainIsNotWrittenAgain(boolean onDisk) throws Exception {
        open(backend(onDisk), null);
        groups.processElement(contribution(1, "a", 1, 5));
        groups.processElement(contribution(1, "b", 1, 5));
        groups.processElement(contribution(1, "c", 1, 5));
        groups.processElement(contribution(1, "c", -1, GoldTable.NO_MAXIMUM));
        assertThat(checkpoint(1)).containsExactlyInAnyOrder("1 a 1 5", "1 b 1 5");

        groups.processElement(contribution(1, "a", -1, GoldTable.NO_MAXIMUM));
        groups.processElement(contribution(1, "a", 1, 5));
        assertThat(checkpoint(2)).isEmpty();

        groups.processElement(contribution(1, "a", -1, GoldTable.NO_MAXIMUM));
        groups.processElement(contribution(1, "a", 1, 5));
        groups.processElement(contribution(1, "b", 1, 5));
        assertThat(checkpoint(3)).containsExactly("1 b 2 5");
        if (!onDisk) {
            assertThat(groups.numKeyedStateEntries()).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void groupsGoOnAfterARestart(boolean onDisk) throws Exception {
        open(backend(onDisk), null);
        groups.processElement(contribution(1, "a", 1, 5));
        checkpoint(1);
        OperatorSubtaskState snapshot = groups.snapshot(1, 1);
        groups.processElement(contribution(1, "a", 100, 100));
        groups.close();

        open(backend(onDisk), snapshot);
        assertThat(checkpoint(2)).isEmpty();
        groups.processElement(contribution(1, "a", 1, 4));
        groups.processElement(contribution(1, "b", 1, 4));
        assertThat(checkpoint(3)).containsExactlyInAnyOrder("1 a 2 5", "1 b 1 4");

        groups.processWatermark(CLOSES * 1_000);
        assertThat(checkpoint(4)).containsExactlyInAnyOrder("1 a 2 5 closed", "1 b 1 4 closed");
    }

    @Test
    void aGroupIsRenderedOnceMoreWhenItsWindowCloses() throws Exception {
        open(backend(false), null);
        groups.processElement(contribution(1, "a", 1, 5));
        groups.processElement(contribution(1, "b", 1, 5));
        checkpoint(1);

        groups.processWatermark(CLOSES * 1_000 - 1);
        assertThat(checkpoint(2)).isEmpty();

        groups.processWatermark(CLOSES * 1_000);
        assertThat(checkpoint(3)).containsExactlyInAnyOrder("1 a 1 5 closed", "1 b 1 5 closed");
        assertThat(checkpoint(4)).isEmpty();
    }

    @Test
    void aCellThatEmptiesWhileTheWindowClosesIsTakenBack() throws Exception {
        open(backend(false), null);
        groups.processElement(contribution(1, "a", 1, 5));
        groups.processElement(contribution(1, "b", 1, 5));
        checkpoint(1);

        groups.processElement(contribution(1, "a", -1, GoldTable.NO_MAXIMUM));
        groups.processWatermark(CLOSES * 1_000);

        assertThat(checkpoint(2)).containsExactlyInAnyOrder("1 a deleted", "1 b 1 5 closed");
    }

    @Test
    void aClosedGroupThatChangesAfterARestartIsClosedAgain() throws Exception {
        open(backend(false), null);
        groups.processElement(contribution(1, "a", 1, 5));
        groups.processWatermark(CLOSES * 1_000);
        checkpoint(1);
        OperatorSubtaskState snapshot = groups.snapshot(1, 1);
        groups.close();

        open(backend(false), snapshot);
        groups.processElement(contribution(1, "a", 1, 5));
        checkpoint(2);
        groups.processWatermark(CLOSES * 1_000 + 1);

        assertThat(checkpoint(3)).containsExactly("1 a 2 5 closed");
    }

    @Test
    void whatChangedIsRenderedAtTheEndOfTheInput() throws Exception {
        open(backend(false), null);
        groups.processElement(contribution(1, "a", 1, 5));

        groups.endInput();

        assertThat(rows()).containsExactly("1 a 1 5");
    }

    private static StateBackend backend(boolean onDisk) {
        return onDisk ? new EmbeddedRocksDBStateBackend() : new HashMapStateBackend();
    }

    private void openLocal() throws Exception {
        local = new OneInputStreamOperatorTestHarness<>(new SumLocally(TABLES));
        local.open();
    }

    private void open(StateBackend backend, OperatorSubtaskState restored) throws Exception {
        groups = new KeyedOneInputStreamOperatorTestHarness<>(
                new AggregateGroups(TABLES), Contribution::group, TypeInformation.of(GroupKey.class));
        groups.setStateBackend(backend);
        groups.setup();
        if (restored != null) {
            groups.initializeState(restored);
        }
        groups.open();
    }

    private List<String> checkpoint(long id) throws Exception {
        groups.getOutput().clear();
        groups.getOneInputOperator().prepareSnapshotPreBarrier(id);
        return rows();
    }

    private List<String> rows() {
        return groups.extractOutputValues().stream()
                .map(r -> r.values()[0] + " " + r.values()[1] + " "
                        + (r.delete() ? "deleted" : r.values()[2] + " " + r.values()[3] + r.values()[4]))
                .toList();
    }

    private static StreamRecord<Contribution> contribution(long group, String channel, long count, long highest) {
        return new StreamRecord<>(
                new Contribution(new GroupKey("tally", group), CellKey.channel(channel), new long[] {count, highest}));
    }

    private static String text(Contribution c) {
        return c.group().number() + " " + c.cell().channel() + " " + c.amounts()[0] + " " + c.amounts()[1];
    }

    /** Counts, and keeps the highest. */
    private static final class Tally implements GoldTable {
        private static final long serialVersionUID = 1L;
        private static final TableSpec SPEC = TableSpec.upsert("tally", Layer.GOLD)
                .column("number", ColumnType.LONG, "group")
                .column("channel", ColumnType.STRING, "cell")
                .column("count", ColumnType.LONG, "sum")
                .column("highest", ColumnType.LONG, "maximum")
                .column("state", ColumnType.STRING, "closed or nothing")
                .key("number", "channel")
                .build();

        @Override
        public TableSpec spec() {
            return SPEC;
        }

        @Override
        public Measure[] measures() {
            return new Measure[] {Measure.SUM, Measure.MAX};
        }

        @Override
        public void contribute(GoldFact fact, Contributions out) {}

        @Override
        public long changesAtMicros(long groupNumber, long watermarkMicros) {
            long closes = CLOSES * 1_000_000;
            return closes > watermarkMicros ? closes : Long.MAX_VALUE;
        }

        @Override
        public boolean isPartOf(Object[] row, long group, CellKey cell) {
            return row[0].equals(group) && row[1].equals(cell.channel());
        }

        @Override
        public void render(Group group, Consumer<TableRow> out) {
            for (CellKey cell : group.toRender()) {
                long[] a = group.cells().get(cell);
                boolean closed = group.watermarkMicros() >= CLOSES * 1_000_000;
                out.accept(
                        a == null
                                ? TableRow.deletion(SPEC, group.number(), cell.channel(), null, null, null)
                                : TableRow.of(
                                        SPEC, group.number(), cell.channel(), a[0], a[1], closed ? " closed" : ""));
            }
        }
    }
}
