import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Reads every Delta table of a lake with Spark, and writes for each, into a folder: {@code TABLE.schema} (column and type,
 * a line each), {@code TABLE.json} (a row a line, nulls included), and for a table that is partitioned by day {@code
 * TABLE.count}: the newest partition as {@code column=value}, and how many rows a filter on it finds. Then runs the
 * statements of a file, which make the tables and views known, and writes the rows of every view as {@code VIEW.json}.
 *
 * <p>Arguments: the lake, the output folder, the file of statements.
 */
public final class SparkRows {
    private static final Map<String, String> JSON =
            Map.of("ignoreNullFields", "false", "timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX");

    private SparkRows() {}

    public static void main(String[] args) throws IOException {
        Path lake = Path.of(args[0]);
        Path output = Files.createDirectories(Path.of(args[1]));
        SparkSession spark = SparkSessions.open(output.resolve("warehouse"));
        try {
            for (Path table : tables(lake)) {
                write(spark, table, output);
            }
            for (String statement : Files.readString(Path.of(args[2])).split(";\\s*(\\n|$)")) {
                spark.sql(statement);
            }
            for (Row view : spark.sql("SHOW VIEWS").collectAsList()) {
                String name = view.getAs("viewName");
                writeRows(spark.table(name), output.resolve(name + ".json"));
            }
        } finally {
            spark.stop();
        }
    }

    private static List<Path> tables(Path lake) throws IOException {
        try (Stream<Path> entries = Files.list(lake)) {
            return entries.filter(p -> Files.isDirectory(p.resolve("_delta_log")))
                    .sorted()
                    .toList();
        }
    }

    private static void write(SparkSession spark, Path table, Path output) throws IOException {
        String name = table.getFileName().toString();
        Dataset<Row> rows = spark.read().format("delta").load(table.toString());
        Files.write(
                output.resolve(name + ".schema"),
                Stream.of(rows.schema().fields())
                        .map(f -> f.name() + " " + f.dataType().catalogString())
                        .toList());
        writeRows(rows, output.resolve(name + ".json"));
        List<Row> partitionColumns = spark.sql("DESCRIBE DETAIL delta.`" + table + "`")
                .select(functions.explode(functions.col("partitionColumns")))
                .collectAsList();
        String column = partitionColumns.isEmpty() ? "" : partitionColumns.get(0).getString(0);
        if (!column.isEmpty() && rows.schema().apply(column).dataType().equals(DataTypes.DateType)) {
            Date newest = rows.agg(functions.max(column)).first().getDate(0);
            long count = rows.where(functions.col(column).equalTo(newest)).count();
            Files.writeString(output.resolve(name + ".count"), column + "=" + newest + " " + count);
        }
    }

    private static void writeRows(Dataset<Row> rows, Path file) throws IOException {
        Files.write(
                file,
                rows.select(functions.to_json(functions.struct("*"), JSON))
                        .as(Encoders.STRING())
                        .collectAsList());
    }
}
