package dev.tidemark.delta;

import static dev.tidemark.delta.Tables.COUNTS;
import static dev.tidemark.delta.Tables.EVENTS;
import static dev.tidemark.delta.Tables.count;
import static dev.tidemark.delta.Tables.event;
import static dev.tidemark.delta.Tables.read;
import static dev.tidemark.delta.Tables.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.delta.CommitResult.Outcome;
import dev.tidemark.table.Column;
import dev.tidemark.table.ColumnType;
import dev.tidemark.table.TableRow;
import dev.tidemark.table.TableSpec;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table whose catalog entry gained columns since it was made. */
class SchemaGrowthTest {
    private static final TableSpec MORE_EVENTS = TableSpec.append("events", TableSpec.Layer.BRONZE)
            .column("id", ColumnType.LONG, "")
            .column("body", ColumnType.STRING, "")
            .column("day", ColumnType.DATE, "")
            .column("cost", ColumnType.MONEY, "")
            .column("tags", ColumnType.array(ColumnType.struct(Column.of("t", ColumnType.STRING, ""))), "")
            .key("id")
            .partitionBy("day")
            .build();

    private static final TableSpec MORE_COUNTS = TableSpec.upsert("counts", TableSpec.Layer.GOLD)
            .column("day", ColumnType.DATE, "")
            .column("channel", ColumnType.STRING, "")
            .column("n", ColumnType.LONG, "")
            .column("updated_at", ColumnType.TIMESTAMP, "")
            .column("share", ColumnType.decimal(9, 4), "")
            .key("day", "channel")
            .partitionBy("day")
            .build();

    @TempDir
    Path dir;

    private Lake lake;

    @BeforeEach
    void open() {
        lake = Lake.at(dir.toString());
    }

    @Test
    void oldRowsReadNullAndNewOnesHaveValues() throws IOException {
        lake.open(EVENTS).commitAppend(write(lake, EVENTS, event(1, 7)), "app", 1);

        DeltaTable grown = lake.open(MORE_EVENTS);

        assertThat(grown.version()).isEqualTo(2);
        assertThat(read(lake, "events")).containsExactly("[1, body of 1, 7, null, null]");
        TableRow row = TableRow.of(MORE_EVENTS, 2L, "b", 7, new BigDecimal("1.50"), new Object[] {new Object[] {"x"}});
        grown.commitAppend(write(lake, MORE_EVENTS, row), "app", 2);
        assertThat(read(lake, "events")).containsExactly("[1, body of 1, 7, null, null]", "[2, b, 7, 1.50, [[x]]]");
        assertThat(lake.read("events").where("cost", new BigDecimal("1.50")).toList())
                .hasSize(1);
        // what was written for the table as it was, and is committed only now, as after a restore
        grown.commitAppend(write(lake, EVENTS, event(3, 8)), "app", 3);
        assertThat(lake.read("events").where("id", 3L).toList()).hasSize(1);
        // the older version is as it was
        assertThat(lake.find("events", 1).orElseThrow().columns()).hasSize(3);
        // and opening it again changes nothing
        assertThat(Lake.at(dir.toString()).open(MORE_EVENTS).version()).isEqualTo(4);
        assertThat(grown.latestTransaction("app")).hasValue(3);
    }

    @Test
    void anUpsertedTableKeepsItsRowsAndSeesTheNewColumnAsAChange() throws IOException {
        lake.open(COUNTS).commitUpsert(List.of(count(1, "a", 5), count(1, "b", 6)), "app", 1);

        DeltaTable grown = Lake.at(dir.toString()).open(MORE_COUNTS);

        TableRow unchanged = TableRow.of(MORE_COUNTS, 1, "a", 5L, 99L, null);
        assertThat(grown.commitUpsert(List.of(unchanged), "app", 2).outcome()).isEqualTo(Outcome.UNCHANGED);
        TableRow changed = TableRow.of(MORE_COUNTS, 1, "a", 5L, 99L, new BigDecimal("0.2500"));
        grown.commitUpsert(List.of(changed), "app", 3);
        assertThat(read(lake, "counts")).containsExactly("[1, a, 5, 99, 0.2500]", "[1, b, 6, 0, null]");
    }

    @Test
    void anyOtherDifferenceIsRefusedByName() {
        lake.open(EVENTS);
        TableSpec inTheMiddle = TableSpec.append("events", TableSpec.Layer.BRONZE)
                .column("id", ColumnType.LONG, "")
                .column("cost", ColumnType.MONEY, "")
                .column("body", ColumnType.STRING, "")
                .column("day", ColumnType.DATE, "")
                .partitionBy("day")
                .build();
        assertThatThrownBy(() -> lake.open(inTheMiddle))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessageContaining(
                        "table events, column cost: decimal(18,2) in the catalog, but not there in the lake;"
                                + " a new column goes behind all others");
        TableSpec otherTypeToo = TableSpec.append("events", TableSpec.Layer.BRONZE)
                .column("id", ColumnType.INT, "")
                .column("body", ColumnType.STRING, "")
                .column("day", ColumnType.DATE, "")
                .column("cost", ColumnType.MONEY, "")
                .partitionBy("day")
                .build();
        assertThatThrownBy(() -> lake.open(otherTypeToo))
                .hasMessageContaining("table events, column id: int in the catalog, but bigint in the lake");
        lake.open(MORE_EVENTS);
        assertThatThrownBy(() -> lake.open(EVENTS))
                .hasMessageContaining("column cost: not there in the catalog, but decimal(18,2) in the lake");
        assertThat(lake.read("events").version()).isOne();
    }

    @Test
    void growingRacesWithCommits() throws Exception {
        DeltaTable old = lake.open(EVENTS);
        CyclicBarrier start = new CyclicBarrier(3);
        ExecutorService pool = Executors.newFixedThreadPool(3);
        try {
            List<Future<Long>> opened = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                opened.add(pool.submit(() -> {
                    start.await();
                    return Lake.at(dir.toString()).open(MORE_EVENTS).version();
                }));
            }
            Callable<Integer> commits = () -> {
                start.await();
                int n = 0;
                try {
                    for (; n < 20; n++) {
                        old.commitAppend(write(lake, EVENTS, event(n, 1)), "app", n);
                    }
                } catch (SchemaMismatchException e) {
                    // the older release learns that it is the older one
                    assertThat(e).hasMessageContaining("column cost: not there in the catalog");
                }
                return n;
            };
            int committed = pool.submit(commits).get();
            for (Future<Long> o : opened) {
                o.get();
            }
            assertThat(read(lake, "events")).hasSize(committed);
            assertThat(lake.read("events").version()).isEqualTo(committed + 1L);
            assertThat(lake.read("events").columns()).hasSize(5);
        } finally {
            pool.shutdown();
        }
    }
}
