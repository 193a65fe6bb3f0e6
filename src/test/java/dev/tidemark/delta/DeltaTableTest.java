package dev.tidemark.delta;

import static dev.tidemark.delta.Tables.ALL_TYPES;
import static dev.tidemark.delta.Tables.COUNTS;
import static dev.tidemark.delta.Tables.EVENTS;
import static dev.tidemark.delta.Tables.allTypes;
import static dev.tidemark.delta.Tables.count;
import static dev.tidemark.delta.Tables.event;
import static dev.tidemark.delta.Tables.noCount;
import static dev.tidemark.delta.Tables.read;
import static dev.tidemark.delta.Tables.texts;
import static dev.tidemark.delta.Tables.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.delta.CommitResult.Outcome;
import dev.tidemark.table.ColumnType;
import dev.tidemark.table.TableRow;
import dev.tidemark.table.TableSpec;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeltaTableTest {
    private static final String APP = "test-app";

    @TempDir
    Path dir;

    private Lake lake;

    @BeforeEach
    void open() {
        lake = Lake.at(dir.toString());
    }

    @Test
    void everyTypeComesBackAsItWasWritten() throws IOException {
        DeltaTable table = lake.open(ALL_TYPES);
        Object[] nulls = new Object[ALL_TYPES.width()];
        nulls[0] = 99L;
        Object[] empty = allTypes(3, 20_001);
        empty[9] = new Object[0];
        empty[11] = new Object[] {null, null};
        List<Object[]> rows = List.of(allTypes(1, 20_000), allTypes(2, 20_001), empty, nulls);

        CommitResult result = table.commitAppend(write(lake, ALL_TYPES, rows), APP, 1);

        assertThat(result.outcome()).isEqualTo(Outcome.COMMITTED);
        assertThat(result.rows()).isEqualTo(4);
        assertThat(result.filesAdded()).isEqualTo(3);
        assertThat(read(lake, "all_types")).isEqualTo(texts(rows));
        assertThat(lake.read("all_types").columns().stream()
                        .map(c -> c.name() + " " + c.type())
                        .toList())
                .isEqualTo(ALL_TYPES.columns().stream()
                        .map(c -> c.name() + " " + c.type())
                        .toList());
    }

    @Test
    void aValueOfTheWrongClassIsRefusedByName() {
        assertThatThrownBy(() -> write(lake, EVENTS, List.<Object[]>of(new Object[] {1L, 5, 20_000})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("table events, column body (string): can't write 5 of java.lang.Integer");
        TableSpec money = TableSpec.append("money", TableSpec.Layer.SILVER)
                .column("amount", ColumnType.MONEY, "")
                .build();
        assertThatThrownBy(() -> write(lake, money, List.<Object[]>of(new Object[] {new BigDecimal("1.234")})))
                .hasMessageContaining("table money, column amount (decimal(18,2))");
    }

    @Test
    void partitionValuesOfAllKindsComeBack() throws IOException {
        TableSpec odd = TableSpec.upsert("odd", TableSpec.Layer.GOLD)
                .column("s", ColumnType.STRING, "")
                .column("d", ColumnType.DATE, "")
                .column("m", ColumnType.MONEY, "")
                .column("t", ColumnType.TIMESTAMP, "")
                .column("n", ColumnType.LONG, "")
                .key("s", "d", "m", "t")
                .partitionBy("s", "d", "m", "t")
                .build();
        List<TableRow> rows = new ArrayList<>();
        long n = 0;
        for (String s : new String[] {
            "plain", "a/b", "50%", "a b", "%2F", "x=y", "\u00e4\u20ac\ud83d\ude00", "..", "'\"\\", null
        }) {
            rows.add(TableRow.of(odd, s, 20_000, new BigDecimal("-1.50"), 1_700_000_000_123_456L, n++));
        }
        rows.add(TableRow.of(odd, null, null, null, null, n++));
        DeltaTable table = lake.open(odd);
        table.commitUpsert(rows, APP, 1);
        List<Object[]> stored = rows.stream().map(TableRow::values).toList();
        assertThat(read(lake, "odd")).isEqualTo(texts(stored));
        for (Object[] row : stored) {
            TableReader one = lake.read("odd").where("s", row[0]).where("d", row[1]);
            assertThat(texts(one.toList())).isEqualTo(texts(List.<Object[]>of(row)));
            assertThat(one.files()).hasSize(1);
        }
        // read from the log by another writer and matched by key again: no row twice
        Lake other = Lake.at(dir.toString());
        assertThat(other.open(odd).commitUpsert(rows, APP, 2).outcome()).isEqualTo(Outcome.UNCHANGED);
        List<TableRow> doubled = rows.stream()
                .map(r -> {
                    Object[] v = r.values().clone();
                    v[4] = (Long) v[4] * 2;
                    return TableRow.of(odd, v);
                })
                .toList();
        other.open(odd).commitUpsert(doubled, APP, 3);
        assertThat(read(lake, "odd"))
                .isEqualTo(texts(doubled.stream().map(TableRow::values).toList()));
    }

    @Test
    void anEmptyStringIsStoredAsNullInAPartitionColumn() throws IOException {
        TableSpec table = TableSpec.upsert("t", TableSpec.Layer.GOLD)
                .column("p", ColumnType.STRING, "")
                .column("n", ColumnType.LONG, "")
                .key("p")
                .partitionBy("p")
                .build();
        DeltaTable t = lake.open(table);
        t.commitUpsert(List.of(TableRow.of(table, "", 1L)), APP, 1);
        t.commitUpsert(List.of(TableRow.of(table, "", 2L)), APP, 2);
        assertThat(read(lake, "t")).containsExactly("[null, 2]");
    }

    @Test
    void aReplayedAppendIsSkipped() throws IOException {
        DeltaTable table = lake.open(EVENTS);
        List<DataFile> files = write(lake, EVENTS, event(1, 1));
        assertThat(table.commitAppend(files, APP, 5).outcome()).isEqualTo(Outcome.COMMITTED);
        assertThat(table.commitAppend(files, APP, 5).outcome()).isEqualTo(Outcome.ALREADY_COMMITTED);
        assertThat(table.commitAppend(files, APP, 4).outcome()).isEqualTo(Outcome.ALREADY_COMMITTED);
        DeltaTable afterRestart = Lake.at(dir.toString()).open(EVENTS);
        assertThat(afterRestart.commitAppend(files, APP, 5).outcome()).isEqualTo(Outcome.ALREADY_COMMITTED);
        assertThat(afterRestart.latestTransaction(APP)).hasValue(5);
        assertThat(afterRestart.latestTransaction("other")).isEmpty();
        assertThat(read(lake, "events")).hasSize(1);
    }

    @Test
    void aTwinUnderTheSameIdCommitsNothingTwice() throws IOException {
        DeltaTable one = lake.open(EVENTS);
        DeltaTable twin = Lake.at(dir.toString()).open(EVENTS);
        assertThat(one.commitAppend(write(lake, EVENTS, event(1, 1)), APP, 7).outcome())
                .isEqualTo(Outcome.COMMITTED);
        assertThat(twin.commitAppend(write(lake, EVENTS, event(1, 1)), APP, 7).outcome())
                .isEqualTo(Outcome.ALREADY_COMMITTED);
        DeltaTable counts = lake.open(COUNTS);
        DeltaTable countsTwin = Lake.at(dir.toString()).open(COUNTS);
        counts.commitUpsert(List.of(count(1, "a", 1)), APP, 7);
        assertThat(countsTwin.commitUpsert(List.of(count(1, "a", 2)), APP, 7).outcome())
                .isEqualTo(Outcome.ALREADY_COMMITTED);
        assertThat(read(lake, "counts")).containsExactly("[1, a, 1, 0]");
    }

    @Test
    void upsertReplacesByKeyAndRemovesByKey() throws IOException {
        DeltaTable table = lake.open(COUNTS);
        table.commitUpsert(List.of(count(1, "a", 1), count(1, "b", 1), count(2, "a", 1)), APP, 1);
        CommitResult second = table.commitUpsert(
                List.of(count(1, "a", 2), count(1, "c", 9), noCount(1, "b"), noCount(1, "nowhere"), count(1, "c", 3)),
                APP,
                2);
        assertThat(second.filesAdded()).isOne();
        assertThat(second.filesRemoved()).isOne();
        assertThat(read(lake, "counts")).containsExactly("[1, a, 2, 0]", "[1, c, 3, 0]", "[2, a, 1, 0]");
        assertThat(texts(lake.find("counts", 1).orElseThrow().toList()))
                .containsExactly("[1, a, 1, 0]", "[1, b, 1, 0]", "[2, a, 1, 0]");
        // the last row of a partition goes: so does its file
        CommitResult third = table.commitUpsert(List.of(noCount(2, "a")), APP, 3);
        assertThat(third.filesAdded()).isZero();
        assertThat(third.filesRemoved()).isOne();
        assertThat(read(lake, "counts")).hasSize(2);
    }

    @Test
    void aTableWithoutPartitionsIsOnePartition() throws IOException {
        TableSpec totals = TableSpec.upsert("totals", TableSpec.Layer.GOLD)
                .column("channel", ColumnType.STRING, "")
                .column("n", ColumnType.LONG, "")
                .key("channel")
                .build();
        lake.open(totals).commitUpsert(List.of(TableRow.of(totals, "a", 1L), TableRow.of(totals, "b", 1L)), APP, 1);
        Lake afterRestart = Lake.at(dir.toString());
        CommitResult result = afterRestart.open(totals).commitUpsert(List.of(TableRow.of(totals, "b", 2L)), APP, 2);
        assertThat(result.filesRemoved()).isOne();
        assertThat(read(lake, "totals")).containsExactly("[a, 1]", "[b, 2]");
    }

    @Test
    void rowsThatAreStoredAlreadyAreNotWritten() throws IOException {
        DeltaTable table = lake.open(COUNTS);
        table.commitUpsert(List.of(count(1, "a", 1, 100), count(2, "a", 1, 100)), APP, 1);
        CommitResult same = table.commitUpsert(List.of(count(1, "a", 1, 200), noCount(1, "x")), APP, 2);
        assertThat(same.outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(same.version()).isEqualTo(1);
        CommitResult half = table.commitUpsert(List.of(count(1, "a", 1, 300), count(2, "a", 5, 300)), APP, 3);
        assertThat(half.filesAdded()).isOne();
        assertThat(read(lake, "counts")).containsExactly("[1, a, 1, 100]", "[2, a, 5, 300]");
        // and not after a restart either, when nothing is in memory
        assertThat(Lake.at(dir.toString())
                        .open(COUNTS)
                        .commitUpsert(List.of(count(1, "a", 1, 900)), APP, 4)
                        .outcome())
                .isEqualTo(Outcome.UNCHANGED);
    }

    @Test
    void othersChangesToARewrittenPartitionSurvive() throws IOException {
        DeltaTable table = lake.open(COUNTS);
        table.commitUpsert(List.of(count(1, "a", 1), count(1, "gone", 1)), APP, 1);
        Lake others = Lake.at(dir.toString());
        DeltaTable foreign = others.open(COUNTS);
        // an INSERT that our writer has not seen, then a DELETE
        foreign.commitAppend(write(others, COUNTS, count(1, "inserted", 7)), "foreign", 1);
        foreign.commitUpsert(List.of(noCount(1, "gone")), "foreign", 2);
        CommitResult result = table.commitUpsert(List.of(count(1, "a", 2)), APP, 2);
        assertThat(result.version()).isEqualTo(4);
        assertThat(read(lake, "counts")).containsExactly("[1, a, 2, 0]", "[1, inserted, 7, 0]");
        // what the lost attempt had written is gone from the disk
        assertThat(dataFiles("counts")).isEqualTo(4);
        // and the next commit, from memory again, keeps them too
        table.commitUpsert(List.of(count(1, "b", 1)), APP, 3);
        assertThat(read(lake, "counts")).containsExactly("[1, a, 2, 0]", "[1, b, 1, 0]", "[1, inserted, 7, 0]");
    }

    @Test
    void duplicatesThatOthersInsertedStayUntilTheirKeyChanges() throws IOException {
        DeltaTable table = lake.open(COUNTS);
        TableRow twice = count(1, "twice", 1);
        table.commitAppend(write(lake, COUNTS, twice, twice), "foreign", 1);
        table.commitUpsert(List.of(count(1, "a", 1)), APP, 1);
        assertThat(read(lake, "counts")).hasSize(3);
        table.commitUpsert(List.of(count(1, "twice", 1)), APP, 2);
        assertThat(read(lake, "counts")).containsExactly("[1, a, 1, 0]", "[1, twice, 1, 0]");
    }

    @Test
    void anAppendGoesOnTopOfOthersCommits() throws IOException {
        DeltaTable table = lake.open(EVENTS);
        Lake others = Lake.at(dir.toString());
        DeltaTable foreign = others.open(EVENTS);
        for (int i = 0; i < 5; i++) {
            foreign.commitAppend(write(others, EVENTS, event(100 + i, 1)), "foreign", i);
            table.commitAppend(write(lake, EVENTS, event(i, 1)), APP, i);
        }
        assertThat(read(lake, "events")).hasSize(10);
        assertThat(table.version()).isEqualTo(10);
    }

    @Test
    void aTableIsMadeOnceHoweverManyOpenIt() throws Exception {
        List<DeltaTable> tables = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> Lake.at(dir.toString()).open(EVENTS))
                .toList();
        assertThat(tables).allSatisfy(t -> assertThat(t.version()).isZero());
        assertThat(read(lake, "events")).isEmpty();
        assertThat(lake.find("nowhere")).isEmpty();
        assertThatThrownBy(() -> lake.read("nowhere"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void aTableThatDiffersFromItsSpecIsRefused() {
        lake.open(COUNTS);
        TableSpec other = TableSpec.upsert("counts", TableSpec.Layer.GOLD)
                .column("day", ColumnType.DATE, "")
                .column("channel", ColumnType.STRING, "")
                .column("n", ColumnType.MONEY, "")
                .column("added", ColumnType.array(ColumnType.STRING), "")
                .key("day", "channel")
                .build();
        assertThatThrownBy(() -> lake.open(other))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessage("the table at file:" + dir + "/counts does not fit the catalog:\n"
                        + "  table counts, column n: decimal(18,2) in the catalog, but bigint in the lake\n"
                        + "  table counts, column added: array<string> in the catalog, but not there in the lake;"
                        + " a new column goes behind all others\n"
                        + "  table counts, column updated_at: not there in the catalog, but timestamp in the lake\n"
                        + "  table counts: it is partitioned by [] in the catalog, but by [day] in the lake");
    }

    @Test
    void theLogStaysShort() throws IOException {
        DeltaTable table = Lake.at(dir.toString(), LakeOptions.DEFAULT.withCheckpointInterval(4))
                .open(COUNTS);
        for (int i = 1; i <= 9; i++) {
            table.commitUpsert(List.of(count(1, "a", i), count(i % 3, "b", i)), APP, i);
        }
        assertThat(logFiles("counts", ".checkpoint.parquet")).isEqualTo(2);
        // one for each version: the first is seeded, the others derive from it
        assertThat(logFiles("counts", ".crc")).isEqualTo(10);
        assertThat(read(lake, "counts"))
                .containsExactly("[0, b, 9, 0]", "[1, a, 9, 0]", "[1, b, 7, 0]", "[2, b, 8, 0]");
    }

    @Test
    void aLongRunOfCommitsStaysCorrect() throws IOException {
        DeltaTable table = lake.open(COUNTS);
        for (int i = 1; i <= 230; i++) {
            table.commitUpsert(List.of(count(i % 3, "a", i)), APP, i);
        }
        assertThat(table.version()).isEqualTo(230);
        assertThat(read(lake, "counts")).containsExactly("[0, a, 228, 0]", "[1, a, 229, 0]", "[2, a, 230, 0]");
    }

    @Test
    void filesThatCannotMatchAreNotRead() throws IOException {
        DeltaTable table = lake.open(EVENTS);
        for (int i = 0; i < 10; i++) {
            List<Object[]> rows = new ArrayList<>();
            for (int k = 0; k < 100; k++) {
                rows.add(event(i * 100 + k, i % 2).values());
            }
            table.commitAppend(write(lake, EVENTS, rows), APP, i);
        }
        TableReader all = lake.read("events");
        assertThat(all.files()).hasSize(10);
        TableReader byId = all.where("id", 250L);
        assertThat(byId.files()).hasSize(1);
        assertThat(texts(byId.toList())).containsExactly("[250, body of 250, 0]");
        TableReader byDay = all.where("day", 1);
        assertThat(byDay.files()).hasSize(5);
        assertThat(byDay.toList()).hasSize(500).allMatch(r -> r[2].equals(1));
        assertThat(all.where("day", 1).where("id", 250L).files()).isEmpty();
        assertThat(all.where("body", "body of 999").toList()).hasSize(1);
        assertThat(all.where("day", null).toList()).isEmpty();
        assertThatThrownBy(() -> all.where("nope", 1)).hasMessageContaining("the columns are: id, body, day");
        assertThatThrownBy(() -> all.where("day", "2026-01-01")).hasMessageContaining("column day is date");
    }

    @Test
    void filesRollAtTheirSizeAndOpenOnesAreBounded() throws IOException {
        Lake small = Lake.at(dir.toString(), LakeOptions.DEFAULT.withTargetFileBytes(50_000));
        DeltaTable table = small.open(EVENTS);
        List<Object[]> rows =
                IntStream.range(0, 20_000).mapToObj(i -> event(i, 1).values()).toList();
        List<DataFile> files = write(small, EVENTS, rows);
        assertThat(files).hasSizeGreaterThan(3);
        assertThat(files.stream().mapToLong(DataFile::rows).sum()).isEqualTo(20_000);

        Lake few = Lake.at(dir.toString(), LakeOptions.DEFAULT.withOpenFiles(2));
        List<Object[]> days = IntStream.range(0, 30)
                .mapToObj(i -> event(20_000 + i, i % 3).values())
                .toList();
        List<DataFile> cycled = write(few, EVENTS, days);
        assertThat(cycled).hasSize(30);

        Lake tight = Lake.at(dir.toString(), LakeOptions.DEFAULT.withWriterMemoryBytes(1));
        List<DataFile> drained = write(tight, EVENTS, rows.subList(0, 3000));
        assertThat(drained).hasSizeGreaterThan(1);

        List<DataFile> all = new ArrayList<>(files);
        all.addAll(cycled);
        all.addAll(drained);
        table.commitAppend(all, APP, 1);
        assertThat(read(lake, "events")).hasSize(23_030);
    }

    @Test
    void rowsOfAYearInNoOrderOfDaysTakeAFileADay() throws IOException {
        lake.open(EVENTS);
        List<Object[]> rows = IntStream.range(0, 3 * 365)
                .mapToObj(i -> event(i, i * 163 % 365).values())
                .toList();

        assertThat(write(lake, EVENTS, rows)).hasSize(365);
    }

    @Test
    void abortedFilesAreRemoved() throws IOException {
        lake.open(EVENTS);
        DataFileWriters writers = lake.dataFileWriters();
        writers.write(EVENTS, event(1, 1).values());
        writers.write(EVENTS, event(2, 2).values());
        assertThat(dataFiles("events")).isEqualTo(2);
        writers.abort();
        assertThat(dataFiles("events")).isZero();
    }

    @Test
    void statisticsAreWhatReadersNeed() throws IOException {
        Object[] least = allTypes(1, 20_000);
        Object[] greatest = allTypes(2, 20_000);
        greatest[1] = "z".repeat(40);
        greatest[5] = 1_700_000_001_000_001L;
        Object[] nulls = new Object[ALL_TYPES.width()];
        nulls[0] = 3L;
        nulls[12] = 20_000;
        List<DataFile> files = write(lake, ALL_TYPES, Arrays.asList(least, greatest, nulls));
        assertThat(files).hasSize(1);
        assertThat(files.get(0).partitionValues()).containsExactly(java.util.Map.entry("day", "2024-10-04"));
        assertThat(files.get(0).statistics())
                .isEqualTo("{\"numRecords\":3,"
                        + "\"minValues\":{\"id\":1,\"s\":\"text 1 \u00e4\u20ac\ud83d\ude00\",\"i\":2,\"d\":\"2022-01-09\","
                        + "\"t\":\"2023-11-14T22:13:20.123Z\",\"money\":-11.30,\"small\":123456.789},"
                        + "\"maxValues\":{\"id\":3,\"s\":\"" + "z".repeat(32) + "\udbff\udfff\",\"i\":4,"
                        + "\"d\":\"2022-01-10\",\"t\":\"2023-11-14T22:13:21.001Z\",\"money\":-10.30,"
                        + "\"small\":123456.789},"
                        + "\"nullCount\":{\"id\":0,\"s\":1,\"i\":1,\"b\":1,\"d\":1,\"t\":1,\"money\":1,\"small\":1}}");
    }

    private long dataFiles(String table) throws IOException {
        try (Stream<Path> all = Files.walk(dir.resolve(table))) {
            return all.filter(f -> f.getFileName().toString().endsWith(".zstd.parquet"))
                    .count();
        }
    }

    private long logFiles(String table, String ending) throws IOException {
        try (Stream<Path> all = Files.list(dir.resolve(table).resolve("_delta_log"))) {
            return all.filter(f -> f.getFileName().toString().endsWith(ending)).count();
        }
    }
}
