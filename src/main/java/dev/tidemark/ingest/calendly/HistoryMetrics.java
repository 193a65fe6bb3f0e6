package dev.tidemark.ingest.calendly;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** Counts what the feed does. Counted by the fetching thread alone. */
final class HistoryMetrics {
    private final Counter requests;
    private final Counter throttled;
    private final Counter failures;
    private final Counter events;
    private final Counter refusals;

    HistoryMetrics(MetricGroup group) {
        requests = group.counter("requests");
        throttled = group.counter("throttled");
        failures = group.counter("failures");
        events = group.counter("eventsRead");
        refusals = group.counter("refusals");
    }

    /** A request was sent. */
    void requested() {
        requests.inc();
    }

    /** The API said that there were too many. */
    void throttled() {
        throttled.inc();
    }

    /** A request failed and may be sent again. */
    void failed() {
        failures.inc();
    }

    /** A scheduled event was read with all its invitees. */
    void eventRead() {
        events.inc();
    }

    /** The feed stopped until a person does something. */
    void refused() {
        refusals.inc();
    }
}
