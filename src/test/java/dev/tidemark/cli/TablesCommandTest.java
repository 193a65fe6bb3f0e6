package dev.tidemark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.table.SqlDialect;
import dev.tidemark.table.TableSpec;
import dev.tidemark.table.ViewSpec;
import dev.tidemark.topology.Tables;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The statements' form; that Spark runs them and finds the right rows is SparkInteropITCase's to say. */
class TablesCommandTest {
    private static final String BUCKET = "s3://bucket/lake";

    private record Run(int status, String out, String err) {}

    private static Run run(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, UTF_8));
        System.setErr(new PrintStream(said, true, UTF_8));
        try {
            int status = Main.run(arguments);
            return new Run(status, printed.toString(UTF_8), said.toString(UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private static List<String> statements(String... arguments) {
        Run run = run(arguments);
        assertThat(run.status()).as(run.err()).isZero();
        return Arrays.stream(run.out().split(";\n\n")).toList();
    }

    @Test
    void athenaGetsEveryTableByItsPlaceAlone() {
        List<String> statements = statements("tables", "--ddl", "athena", "--lake", BUCKET + "/");

        List<TableSpec> tables = Tables.catalog().tables();
        assertThat(statements).hasSize(tables.size() + Tables.views().size());
        for (int i = 0; i < tables.size(); i++) {
            String name = tables.get(i).name();
            assertThat(statements.get(i))
                    .isEqualTo("CREATE EXTERNAL TABLE IF NOT EXISTS `" + name + "`\nLOCATION '" + BUCKET + "/" + name
                            + "/'\nTBLPROPERTIES ('table_type' = 'DELTA')");
        }
        assertThat(statements.subList(tables.size(), statements.size()))
                .allSatisfy(s -> assertThat(s)
                        .startsWith("CREATE OR REPLACE VIEW \"")
                        .doesNotContain("`")
                        .doesNotContain("AS_UTC"))
                .anySatisfy(s -> assertThat(s)
                        .contains("CAST(e.\"event_start_time\" AT TIME ZONE 'UTC' AS timestamp) AS \"start_time\""));
    }

    @Test
    void sparkGetsEveryTableByItsPlaceAndItsViewsWithTheirMeaning() {
        List<String> statements = statements("tables", "--ddl", "spark", "--lake", "s3a://bucket/lake");

        assertThat(statements)
                .contains(
                        "CREATE TABLE IF NOT EXISTS `quarantine`\nUSING DELTA\nLOCATION 's3a://bucket/lake/quarantine/'");
        assertThat(statements.subList(statements.size() - Tables.views().size(), statements.size()))
                .allSatisfy(s -> assertThat(s)
                        .startsWith("CREATE OR REPLACE VIEW `")
                        .contains("\nCOMMENT '")
                        .doesNotContain("\"")
                        .doesNotContain("AS_UTC"));
    }

    @Test
    void aLocalLakeIsNamedAsAWhole() {
        assertThat(statements("tables", "--ddl", "spark", "--lake", "some/../lake of mine")
                        .get(0))
                .endsWith("LOCATION '" + Path.of("lake of mine").toAbsolutePath() + "/bronze_calendly_webhooks/'");
    }

    @Test
    void athenaIsNotSentToADisk() {
        assertThat(run("tables", "--ddl", "athena"))
                .satisfies(r -> assertThat(r.status()).isEqualTo(1))
                .satisfies(r -> assertThat(r.out()).isEmpty())
                .satisfies(r -> assertThat(r.err()).contains("S3 only").contains("--lake s3://bucket/folder"));
        assertThat(run("tables", "--ddl", "athena", "--lake", "./lake").err()).contains("not ./lake");
    }

    @Test
    void aLakeWithoutAnEngineIsAMistake() {
        assertThat(run("tables", "--lake", "./lake"))
                .satisfies(r -> assertThat(r.status()).isEqualTo(1))
                .satisfies(r -> assertThat(r.err()).contains("--ddl"));
    }

    /** Parentheses pair up, every table named is one of ours, and every column named is one of theirs or was named so. */
    @ParameterizedTest
    @EnumSource(SqlDialect.class)
    void viewsNameOnlyWhatIsThere(SqlDialect dialect) {
        String quote = dialect == SqlDialect.SPARK ? "`" : "\"";
        for (ViewSpec view : Tables.views()) {
            String sql = dialect.createView(view);
            assertThat(sql.chars().filter(c -> c == '(').count())
                    .isEqualTo(sql.chars().filter(c -> c == ')').count());
            Matcher identifier = Pattern.compile(quote + "(\\w+)" + quote).matcher(sql);
            while (identifier.find()) {
                String name = identifier.group(1);
                assertThat(name.equals(view.name())
                                || Tables.catalog().find(name).isPresent()
                                || Tables.catalog().tables().stream().anyMatch(t -> t.hasColumn(name))
                                || sql.contains("AS " + quote + name + quote)
                                || sql.contains(quote + name + quote + " AS (")
                                || name.equals("user_email"))
                        .as("%s in %s", name, view.name())
                        .isTrue();
            }
        }
    }

    @Test
    void aPlaceWithAnApostropheIsWrittenAsEachEngineReadsIt() {
        TableSpec table = Tables.catalog().table("quarantine");

        assertThat(SqlDialect.ATHENA.createTable(table, "s3://b/it's")).contains("'s3://b/it''s/quarantine/'");
        assertThat(SqlDialect.SPARK.createTable(table, "/a/it's")).contains("'/a/it\\'s/quarantine/'");
    }
}
