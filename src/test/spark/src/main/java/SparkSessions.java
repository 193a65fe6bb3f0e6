import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** Spark with Delta Lake, in this JVM alone. */
final class SparkSessions {
    private SparkSessions() {}

    static SparkSession open(Path warehouse) {
        return SparkSession.builder()
                .master("local[1]")
                .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
                .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.shuffle.partitions", "1")
                .config("spark.databricks.delta.snapshotPartitions", "1")
                // else a vacuum lists a folder with thousands of tasks
                .config("spark.sql.sources.parallelPartitionDiscovery.parallelism", "1")
                // a vacuum may retain less than a week
                .config("spark.databricks.delta.retentionDurationCheck.enabled", "false")
                .config("spark.ui.enabled", "false")
                .config("spark.log.level", "WARN")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.warehouse.dir", warehouse.toString())
                .getOrCreate();
    }
}
