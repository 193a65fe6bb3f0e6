package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.delta.Lake;
import dev.tidemark.generate.GeneratorOptions;
import dev.tidemark.table.Column;
import dev.tidemark.table.ColumnType;
import dev.tidemark.testing.GeneratedFolder;
import dev.tidemark.testing.LakeReading;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * DuckDB finds in every table what we find. It reads the data files alone: which of them are live, and the values of their
 * partitions, this test takes from the Delta log's JSON, without Delta Kernel.
 */
@Timeout(600)
class DuckDbInteropITCase {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path temp;

    private static Path lake;

    @BeforeAll
    static void replayInTwoRuns() throws IOException {
        lake = temp.resolve("lake");
        GeneratedFolder input = GeneratedFolder.write(
                temp.resolve("in"),
                GeneratorOptions.builder()
                        .bookings(200)
                        .days(4)
                        .late(0)
                        .malformed(0.03)
                        .build());
        Path last = input.webhooks().resolve("part-0003.jsonl.gz");
        Path aside = Files.move(last, temp.resolve("aside"));
        assertThat(Main.run("replay", "--input=" + input.path(), "--lake=" + lake))
                .isZero();
        Files.move(aside, last);
        assertThat(Main.run("replay", "--input=" + input.path(), "--lake=" + lake))
                .isZero();
        assertThat(Main.run("compact", "--quiet-for=0s", "--lake=" + lake)).isZero();
    }

    @Test
    void duckDbReadsEveryTableAsWeDo() throws Exception {
        LakeReading ours = new LakeReading(lake);
        try (Lake tables = Lake.at(lake.toString());
                Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            for (String table : LakeReading.tables()) {
                List<Column> columns = tables.read(table).columns();
                String query = query(lake.resolve(table), columns);

                Map<String, String> types = new LinkedHashMap<>();
                try (ResultSet r = statement.executeQuery("DESCRIBE " + query)) {
                    while (r.next()) {
                        // it quotes names of fields that are words of its language
                        types.put(
                                r.getString("column_name"),
                                r.getString("column_type").replace("\"", ""));
                    }
                }
                Map<String, String> expected = new LinkedHashMap<>();
                columns.forEach(c -> expected.put(c.name(), type(c.type())));
                assertThat(types).as(table).containsExactlyEntriesOf(expected);

                List<Map<String, String>> rows = rows(statement, query, columns);
                assertThat(rows).as(table).isNotEmpty();
                LakeReading.assertSameRows(table, rows, ours.rows(table));
            }
        }
    }

    private static List<Map<String, String>> rows(Statement statement, String query, List<Column> columns)
            throws SQLException {
        List<Map<String, String>> rows = new ArrayList<>();
        try (ResultSet r = statement.executeQuery(query)) {
            while (r.next()) {
                Map<String, String> row = new TreeMap<>();
                for (Column c : columns) {
                    row.put(c.name(), text(c.type(), r.getObject(c.name())));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    /** All rows: partition columns are not in the files, but in the log. */
    private static String query(Path table, List<Column> columns) throws IOException {
        List<String> files = new ArrayList<>();
        for (JsonNode file : liveFiles(table)) {
            JsonNode partition = file.get("partitionValues");
            Path path = Path.of(URI.create(table.toUri() + file.get("path").textValue()));
            files.add(columns.stream()
                    .map(c -> partition.has(c.name())
                            ? "CAST(" + literal(partition.get(c.name())) + " AS " + type(c.type()) + ") AS "
                                    + quoted(c.name())
                            : quoted(c.name()))
                    .collect(Collectors.joining(
                            ", ", "SELECT ", " FROM read_parquet('" + path + "', hive_partitioning = false)")));
        }
        return String.join(" UNION ALL ", files);
    }

    /** The files that commits added and no later one removed. */
    private static List<JsonNode> liveFiles(Path table) throws IOException {
        Map<String, JsonNode> files = new TreeMap<>();
        List<Path> commits;
        try (Stream<Path> log = Files.list(table.resolve("_delta_log"))) {
            commits = log.filter(f -> f.getFileName().toString().matches("\\d{20}\\.json"))
                    .sorted()
                    .toList();
        }
        assertThat(commits.get(0)).hasFileName("00000000000000000000.json");
        for (Path commit : commits) {
            for (String line : Files.readAllLines(commit)) {
                JsonNode action = JSON.readTree(line);
                if (action.has("add")) {
                    files.put(action.get("add").get("path").textValue(), action.get("add"));
                } else if (action.has("remove")) {
                    files.remove(action.get("remove").get("path").textValue());
                }
            }
        }
        return List.copyOf(files.values());
    }

    private static String literal(JsonNode text) {
        return text.isNull() ? "NULL" : "'" + text.textValue().replace("'", "''") + "'";
    }

    private static String quoted(String name) {
        return '"' + name + '"';
    }

    private static String type(ColumnType type) {
        return switch (type.kind()) {
            case STRING -> "VARCHAR";
            case INT -> "INTEGER";
            case LONG -> "BIGINT";
            case BOOLEAN -> "BOOLEAN";
            case DATE -> "DATE";
            case TIMESTAMP -> "TIMESTAMP WITH TIME ZONE";
            case DECIMAL -> "DECIMAL(" + type.precision() + "," + type.scale() + ")";
            case ARRAY -> type(type.element()) + "[]";
            case STRUCT ->
                type.fields().stream()
                        .map(f -> f.name() + " " + type(f.type()))
                        .collect(Collectors.joining(", ", "STRUCT(", ")"));
        };
    }

    /** A value of DuckDB's as {@link dev.tidemark.table.Values} writes ours. */
    private static String text(ColumnType type, Object value) {
        if (value == null) {
            return null;
        }
        try {
            return switch (type.kind()) {
                case STRING, INT, LONG, BOOLEAN, DATE -> value.toString();
                case TIMESTAMP -> ((OffsetDateTime) value).toInstant().toString();
                case DECIMAL -> ((BigDecimal) value).toPlainString();
                case ARRAY ->
                    Arrays.stream((Object[]) ((Array) value).getArray())
                            .map(v -> text(type.element(), v))
                            .toList()
                            .toString();
                case STRUCT -> {
                    Object[] fields = ((Struct) value).getAttributes();
                    List<String> texts = new ArrayList<>();
                    for (int i = 0; i < fields.length; i++) {
                        Column field = type.fields().get(i);
                        texts.add(field.name() + ": " + text(field.type(), fields[i]));
                    }
                    yield texts.stream().collect(Collectors.joining(", ", "{", "}"));
                }
            };
        } catch (SQLException e) {
            throw new AssertionError(type + " " + value, e);
        }
    }
}
