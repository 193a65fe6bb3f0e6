package dev.tidemark.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.table.Column;
import dev.tidemark.table.ColumnType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvWriterTest {
    private static final List<Column> COLUMNS = List.of(
            Column.of("name", ColumnType.STRING, ""),
            Column.of("cost", ColumnType.MONEY, ""),
            Column.of("day", ColumnType.DATE, ""),
            Column.of("tags", ColumnType.array(ColumnType.STRING), ""));

    @Test
    void cellsAreQuotedWhereTheyMustBe() throws IOException {
        assertThat(csv(
                        new Object[] {"a, \"b\"\r\nc", new BigDecimal("-1.50"), -1, new Object[] {"x", "y"}},
                        new Object[] {"", null, 0, null},
                        new Object[] {null, null, null, null}))
                .isEqualTo("name,cost,day,tags\r\n"
                        + "\"a, \"\"b\"\"\r\nc\",-1.50,1969-12-31,\"[x, y]\"\r\n"
                        + "\"\",,1970-01-01,\r\n"
                        + ",,,\r\n");
    }

    /** A number may be negative; a text that looks like a formula is one to a spreadsheet. */
    @Test
    void formulasOfStrangersDoNotRun() throws IOException {
        for (String formula :
                List.of("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠x")) {
            assertThat(csv(new Object[] {formula, null, null, null}).split("\r\n", 2)[1])
                    .as(formula)
                    .matches("(?s)\"?'.*");
        }
        assertThat(CsvWriter.harmless("a=1")).isEqualTo("a=1");
        assertThat(CsvWriter.harmless("")).isEmpty();
    }

    private static String csv(Object[]... rows) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CsvWriter csv = new CsvWriter(COLUMNS, out);
        for (Object[] row : rows) {
            csv.write(row);
        }
        csv.finish();
        return out.toString(UTF_8);
    }
}
