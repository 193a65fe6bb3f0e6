import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * Looks after tables that somebody else writes meanwhile: sets a property, compacts one day, deletes another, and
 * vacuums. Before each statement it waits for other commits to the table, so that theirs come in between.
 *
 * <p>Arguments: a folder of its own, the day to compact, the day to delete, and the tables' folders.
 */
public final class SparkUpkeep {
    private static final int COMMITS_BETWEEN = 2;
    private static final int MOST_ATTEMPTS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private SparkUpkeep() {}

    public static void main(String[] args) throws Exception {
        SparkSession spark = SparkSessions.open(Path.of(args[0]).resolve("warehouse"));
        try {
            for (String statement : List.of(
                    "ALTER TABLE %s SET TBLPROPERTIES ('upkeep.by' = 'spark')",
                    "OPTIMIZE %s WHERE day = DATE '" + args[1] + "'",
                    "DELETE FROM %s WHERE day = DATE '" + args[2] + "'",
                    "VACUUM %s RETAIN 1 HOURS")) {
                for (String table : List.of(args).subList(3, args.length)) {
                    awaitCommits(Path.of(table));
                    run(spark, statement.formatted("delta.`" + table + "`"));
                }
            }
        } finally {
            spark.stop();
        }
    }

    /** What the other writer rewrote at the same moment can't be rewritten: then once more, as an engine's user would. */
    private static void run(SparkSession spark, String statement) throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                spark.sql(statement).collectAsList();
                System.out.println(statement + ": done, attempt " + attempt);
                return;
            } catch (Exception e) {
                if (!e.getClass().getSimpleName().startsWith("Concurrent") || attempt == MOST_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static void awaitCommits(Path table) throws IOException, InterruptedException {
        long target = commits(table) + COMMITS_BETWEEN;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (commits(table) < target) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("nobody else commits to " + table);
            }
            Thread.sleep(20);
        }
    }

    private static long commits(Path table) throws IOException {
        try (Stream<Path> files = Files.list(table.resolve("_delta_log"))) {
            return files.filter(f -> f.getFileName().toString().matches("\\d{20}\\.json"))
                    .count();
        }
    }
}
