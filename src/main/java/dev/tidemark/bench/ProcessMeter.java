package dev.tidemark.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Measures this process, from the start of its JVM on. */
public final class ProcessMeter implements AutoCloseable {
    private static final long SAMPLES_EVERY_MILLIS = 1_000;
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String PEAK = "VmHWM:";

    /**
     * What the process had used at some moment.
     *
     * @param wallSeconds since the start of the JVM
     * @param cpuSeconds user and system time of the whole process
     * @param threads processor seconds by kind of thread; empty where the system does not tell
     */
    public record Usage(double wallSeconds, double cpuSeconds, Map<String, Double> threads) {

        /** What was used after an earlier moment. */
        public Usage since(Usage earlier) {
            Map<String, Double> more = new TreeMap<>();
            threads.forEach((kind, seconds) -> more.put(kind, seconds - earlier.threads.getOrDefault(kind, 0.0)));
            return new Usage(wallSeconds - earlier.wallSeconds, cpuSeconds - earlier.cpuSeconds, more);
        }
    }

    private final ThreadTimes threads = new ThreadTimes();
    private final ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "bench sampler");
        thread.setDaemon(true);
        return thread;
    });

    /** Begins to sample the threads, so that those which end early are told of. */
    public ProcessMeter() {
        sampler.scheduleAtFixedRate(threads::sample, SAMPLES_EVERY_MILLIS, SAMPLES_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * What was used up to now.
     *
     * @param deliveries webhooks that were read
     * @param output the folder that was written; one that does not exist holds nothing
     */
    public Measurement measure(long deliveries, Path output) throws IOException {
        Usage used = used();
        long files = 0;
        long bytes = 0;
        for (Path file : dataFiles(output)) {
            files++;
            bytes += Files.size(file);
        }
        return new Measurement(
                deliveries, used.wallSeconds(), used.cpuSeconds(), peakMegabytes(), files, bytes / 1e6, used.threads());
    }

    /** What was used up to now. */
    public Usage used() {
        threads.sample();
        double cpuSeconds =
                ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
        double wallSeconds = (System.currentTimeMillis()
                        - ManagementFactory.getRuntimeMXBean().getStartTime())
                / 1e3;
        return new Usage(wallSeconds, cpuSeconds, threads.byKind());
    }

    private static List<Path> dataFiles(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(f ->
                            f.toString().endsWith(".parquet") && !f.toString().contains("_delta_log"))
                    .toList();
        }
    }

    private static double peakMegabytes() throws IOException {
        if (!Files.exists(STATUS)) {
            return 0;
        }
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith(PEAK))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToDouble(kibibytes -> Long.parseLong(kibibytes) * 1024 / 1e6)
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() {
        sampler.shutdownNow();
    }
}
