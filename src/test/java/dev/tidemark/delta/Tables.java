package dev.tidemark.delta;

import dev.tidemark.table.Column;
import dev.tidemark.table.ColumnType;
import dev.tidemark.table.TableRow;
import dev.tidemark.table.TableSpec;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Tables and rows for the tests of this package and the sink. */
public final class Tables {
    /** Every type there is, with nesting. */
    public static final TableSpec ALL_TYPES = TableSpec.append("all_types", TableSpec.Layer.SILVER)
            .column("id", ColumnType.LONG, "")
            .column("s", ColumnType.STRING, "")
            .column("i", ColumnType.INT, "")
            .column("b", ColumnType.BOOLEAN, "")
            .column("d", ColumnType.DATE, "")
            .column("t", ColumnType.TIMESTAMP, "")
            .column("money", ColumnType.MONEY, "")
            .column("small", ColumnType.decimal(9, 3), "")
            .column("huge", ColumnType.decimal(38, 10), "")
            .column("tags", ColumnType.array(ColumnType.STRING), "")
            .column(
                    "answers",
                    ColumnType.array(ColumnType.struct(
                            Column.of("question", ColumnType.STRING, ""), Column.of("position", ColumnType.INT, ""))),
                    "")
            .column(
                    "where",
                    ColumnType.struct(
                            Column.of("city", ColumnType.STRING, ""),
                            Column.of("numbers", ColumnType.array(ColumnType.STRING), "")),
                    "")
            .column("day", ColumnType.DATE, "")
            .key("id")
            .partitionBy("day")
            .build();

    /** An appended table by day. */
    public static final TableSpec EVENTS = TableSpec.append("events", TableSpec.Layer.BRONZE)
            .column("id", ColumnType.LONG, "")
            .column("body", ColumnType.STRING, "")
            .column("day", ColumnType.DATE, "")
            .key("id")
            .partitionBy("day")
            .build();

    /** An upserted table by day. */
    public static final TableSpec COUNTS = TableSpec.upsert("counts", TableSpec.Layer.GOLD)
            .column("day", ColumnType.DATE, "")
            .column("channel", ColumnType.STRING, "")
            .column("n", ColumnType.LONG, "")
            .column("updated_at", ColumnType.TIMESTAMP, "")
            .key("day", "channel")
            .partitionBy("day")
            .build();

    private Tables() {}

    public static TableRow event(long id, int day) {
        return TableRow.of(EVENTS, id, "body of " + id, day);
    }

    public static TableRow count(int day, String channel, long n) {
        return count(day, channel, n, 0);
    }

    public static TableRow count(int day, String channel, long n, long updatedAt) {
        return TableRow.of(COUNTS, day, channel, n, updatedAt);
    }

    public static TableRow noCount(int day, String channel) {
        return TableRow.deletion(COUNTS, day, channel, null, null);
    }

    /** A row with a value in every column. */
    public static Object[] allTypes(long id, int day) {
        return new Object[] {
            id,
            "text " + id + " \u00e4\u20ac\ud83d\ude00",
            (int) id * 2,
            id % 2 == 0,
            19_000 + (int) id,
            1_700_000_000_123_456L + id,
            new BigDecimal("-12.30").add(BigDecimal.valueOf(id)).setScale(2),
            new BigDecimal("123456.789"),
            new BigDecimal("-1234567890123456789012345678.0123456789"),
            new Object[] {"a", null, ""},
            new Object[] {new Object[] {"q" + id, 1}, new Object[] {null, null}, null},
            new Object[] {"Berlin", new Object[] {"+1", "+2"}},
            day
        };
    }

    public static List<DataFile> write(Lake lake, TableSpec table, List<Object[]> rows) throws IOException {
        DataFileWriters writers = lake.dataFileWriters();
        for (Object[] row : rows) {
            writers.write(table, row);
        }
        Map<String, List<DataFile>> files = writers.finish();
        return files.getOrDefault(table.name(), List.of());
    }

    public static List<DataFile> write(Lake lake, TableSpec table, TableRow... rows) throws IOException {
        return write(lake, table, Arrays.stream(rows).map(TableRow::values).toList());
    }

    /** The rows of a table as text, in the order of the text. */
    public static List<String> read(Lake lake, String table) throws IOException {
        return texts(lake.read(table).toList());
    }

    public static List<String> texts(List<Object[]> rows) {
        List<String> texts = new ArrayList<>();
        rows.forEach(r -> texts.add(Arrays.deepToString(r)));
        texts.sort(null);
        return texts;
    }
}
