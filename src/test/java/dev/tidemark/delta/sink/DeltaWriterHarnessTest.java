package dev.tidemark.delta.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.delta.LakeOptions;
import dev.tidemark.delta.Tables;
import dev.tidemark.table.Catalog;
import dev.tidemark.table.RowCodec;
import dev.tidemark.table.TableRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeltaWriterHarnessTest {
    private static final Catalog CATALOG = new Catalog(List.of(Tables.EVENTS, Tables.COUNTS));

    @TempDir
    Path dir;

    private OneInputStreamOperatorTestHarness<TableRow, Committable> harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.setup(CommittableSerializer.INSTANCE);
        harness.open();
    }

    private OneInputStreamOperatorTestHarness<TableRow, Committable> harness() throws Exception {
        return new OneInputStreamOperatorTestHarness<>(
                new DeltaWriterFactory(dir.toString(), CATALOG, LakeOptions.DEFAULT), new TableRowSerializer(CATALOG));
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void handsOnFilesAtTheBarrier() throws Exception {
        process(Tables.event(1, 1), Tables.event(2, 2), Tables.event(3, 1));
        assertThat(harness.extractOutputValues()).isEmpty();
        harness.prepareSnapshotPreBarrier(1);
        assertThat(harness.extractOutputValues()).singleElement().satisfies(c -> {
            assertThat(c.table()).isEqualTo("events");
            assertThat(c.files()).extracting(f -> f.rows()).containsExactlyInAnyOrder(2L, 1L);
        });
        harness.prepareSnapshotPreBarrier(2);
        assertThat(harness.extractOutputValues()).hasSize(1);
    }

    @Test
    void manySlotsShareTheHeapForFilesThatAreBeingWritten() throws Exception {
        assertThat(filesOfOneDay(1)).isEqualTo(1);
        // so many that the share of each is a few bytes
        assertThat(filesOfOneDay(1 << 30)).isGreaterThan(1);
    }

    private int filesOfOneDay(int slots) throws Exception {
        try (OneInputStreamOperatorTestHarness<TableRow, Committable> crowded = harness()) {
            crowded.getEnvironment()
                    .getTaskManagerInfo()
                    .getConfiguration()
                    .set(TaskManagerOptions.NUM_TASK_SLOTS, slots);
            crowded.setup(CommittableSerializer.INSTANCE);
            crowded.open();
            for (int i = 0; i < 5_000; i++) {
                crowded.processElement(Tables.event(i, 1), 0);
            }
            crowded.prepareSnapshotPreBarrier(1);
            return crowded.extractOutputValues().get(0).files().size();
        }
    }

    @Test
    void foldsChangesByKeyUntilTheBarrier() throws Exception {
        process(
                Tables.count(1, "a", 1),
                Tables.count(1, "b", 1),
                Tables.count(1, "a", 2),
                Tables.noCount(1, "b"),
                Tables.noCount(1, "c"),
                Tables.count(1, "c", 3));
        harness.prepareSnapshotPreBarrier(1);
        assertThat(harness.extractOutputValues()).hasSize(1);
        assertThat(harness.extractOutputValues().get(0).decodeChanges(new RowCodec(Tables.COUNTS)))
                .containsExactly(Tables.count(1, "a", 2), Tables.noCount(1, "b"), Tables.count(1, "c", 3));
    }

    @Test
    void handsOnWhatIsLeftAtTheEndOfTheInput() throws Exception {
        process(Tables.event(1, 1), Tables.count(1, "a", 1));
        harness.getOperator().finish();
        assertThat(harness.extractOutputValues())
                .extracting(Committable::table)
                .containsExactlyInAnyOrder("events", "counts");
        harness.prepareSnapshotPreBarrier(1);
        assertThat(harness.extractOutputValues()).hasSize(2);
    }

    @Test
    void aFailedAttemptLeavesNoOpenFile() throws Exception {
        process(Tables.event(1, 1));
        assertThat(dataFiles()).isOne();
        harness.getOperator().close();
        assertThat(dataFiles()).isZero();
    }

    @Test
    void aFailedAttemptWhoseFilesCannotBeRemovedIsClosedAllTheSame() throws Exception {
        process(Tables.event(1, 1), Tables.event(2, 2));
        List<Path> partitions;
        try (Stream<Path> all = Files.list(dir.resolve("events"))) {
            partitions =
                    all.filter(p -> p.getFileName().toString().contains("=")).toList();
        }
        assertThat(partitions).hasSize(2);
        Path away = dir.resolve("away");
        Files.move(partitions.get(0), away);
        Files.createFile(partitions.get(0)); // nothing is inside any more, and nothing can be removed from it

        harness.getOperator().close();

        assertThat(dataFiles()).as("what is out of reach").isOne();
    }

    @Test
    void refusesRowsThatItCannotWrite() {
        assertThatThrownBy(() -> process(new TableRow("nowhere", new Object[0], false)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nowhere");
        assertThatThrownBy(() -> process(TableRow.deletion(Tables.EVENTS, 1L, null, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a deletion of a row of table events");
    }

    private void process(TableRow... rows) throws Exception {
        for (TableRow r : rows) {
            harness.processElement(r, 0);
        }
    }

    private long dataFiles() throws IOException {
        try (Stream<Path> all = Files.walk(dir)) {
            return all.filter(f -> f.toString().endsWith(".parquet")).count();
        }
    }
}
