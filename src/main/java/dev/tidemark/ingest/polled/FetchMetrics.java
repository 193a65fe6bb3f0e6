package dev.tidemark.ingest.polled;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * What a polled source counts.
 *
 * @param read new versions of files
 * @param missing listed files that were not there
 * @param failures files, or whole places, that could not be read
 */
record FetchMetrics(Counter read, Counter missing, Counter failures) {
    static FetchMetrics in(MetricGroup group) {
        return new FetchMetrics(group.counter("filesRead"), group.counter("missingFiles"), group.counter("failures"));
    }
}
