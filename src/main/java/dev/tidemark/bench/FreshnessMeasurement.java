package dev.tidemark.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.Set;

/**
 * How fresh Gold was, and what that cost.
 *
 * @param deliveries webhooks that were measured
 * @param rate webhooks sent a second
 * @param checkpointInterval as configured, such as {@code 250 ms}
 * @param p50Seconds from 'accepted' to 'readable in Gold', and so on
 * @param cores processor seconds of the whole process in each second of the measured part
 * @param coresByThread the same by kind of thread; empty where the system does not tell
 * @param commitsPerDay Delta commits to all tables, as many as there were, for a day
 */
public record FreshnessMeasurement(
        long deliveries,
        double rate,
        String checkpointInterval,
        double p50Seconds,
        double p90Seconds,
        double p99Seconds,
        double maxSeconds,
        double cores,
        Map<String, Double> coresByThread,
        double commitsPerDay) {
    private static final Set<String> NOT_OF_THE_JOB =
            Set.of(ThreadTimes.COMPILATION, ThreadTimes.GATEWAY, ThreadTimes.MAIN);

    /** Cores without the gateway, the sender, the reader that measures, and the compiler. */
    @JsonProperty
    public double jobCores() {
        return coresByThread.entrySet().stream()
                .filter(e -> !NOT_OF_THE_JOB.contains(e.getKey()))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }
}
