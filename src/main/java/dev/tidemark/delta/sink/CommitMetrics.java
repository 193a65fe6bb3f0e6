package dev.tidemark.delta.sink;

import dev.tidemark.delta.CommitResult;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * Counts the commits of one table: {@code table.<name>.commits}, {@code filesAdded}, {@code rowsWritten}, {@code
 * bytesWritten}, and {@code lastCommitMillis}, how long the last one took.
 */
final class CommitMetrics {
    private final Counter commits;
    private final Counter files;
    private final Counter rows;
    private final Counter bytes;
    private volatile long lastCommitMillis;

    CommitMetrics(MetricGroup operator, String table) {
        MetricGroup group = operator.addGroup("table", table);
        commits = group.counter("commits");
        files = group.counter("filesAdded");
        rows = group.counter("rowsWritten");
        bytes = group.counter("bytesWritten");
        group.gauge("lastCommitMillis", (Gauge<Long>) () -> lastCommitMillis);
    }

    void add(CommitResult result, long millis) {
        lastCommitMillis = millis;
        if (result.committed()) {
            commits.inc();
            files.inc(result.filesAdded());
            rows.inc(result.rows());
            bytes.inc(result.bytes());
        }
    }
}
