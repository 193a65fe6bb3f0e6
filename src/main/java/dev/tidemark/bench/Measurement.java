package dev.tidemark.bench;

import java.util.Map;

/**
 * What one process used from its start to the end of its work.
 *
 * @param deliveries webhooks that it read
 * @param wallSeconds from the start of the JVM
 * @param cpuSeconds user and system time of the whole process
 * @param peakMegabytes the most memory it ever had resident, in units of 10^6 bytes; 0 where the system does not tell
 * @param files data files that it wrote
 * @param megabytesWritten their size, in units of 10^6 bytes
 * @param threads processor seconds by kind of thread; empty where the system does not tell
 */
public record Measurement(
        long deliveries,
        double wallSeconds,
        double cpuSeconds,
        double peakMegabytes,
        long files,
        double megabytesWritten,
        Map<String, Double> threads) {

    /** Processor seconds for a million webhooks, start-up included. */
    public double cpuSecondsPerMillion() {
        return cpuSeconds * 1e6 / deliveries;
    }

    /** Processor seconds for a million webhooks more than a smaller run of the same kind had. */
    public double marginalCpuSecondsPerMillion(Measurement smaller) {
        return (cpuSeconds - smaller.cpuSeconds) * 1e6 / (deliveries - smaller.deliveries);
    }
}
