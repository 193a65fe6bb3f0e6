package dev.tidemark.cli;

import dev.tidemark.bench.FreshnessMeasurement;
import dev.tidemark.bench.ProcessMeter;
import dev.tidemark.delta.Lake;
import dev.tidemark.delta.TableReader;
import dev.tidemark.gateway.DeliveryListener;
import dev.tidemark.gateway.WebhookSender;
import dev.tidemark.generate.GeneratorOptions;
import dev.tidemark.generate.ReferenceFiles;
import dev.tidemark.generate.Traffic;
import dev.tidemark.topology.Tables;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.TimeUtils;

/**
 * Measures freshness: from the gateway's 'accepted' to the row in Gold that a reader of the Delta table sees. Every
 * delivery of the traffic is a new booking, so the n-th accepted one is visible once the hourly table counts n.
 */
final class FreshnessBench {
    private static final String COUNTED = "gold_hourly_bookings_by_channel";
    private static final String COUNT = "total_bookings";
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double SECONDS_PER_DAY = 86_400;
    private static final long POLL_MILLIS = 5;
    private static final int LINES_SHOWN = 12;

    private final double rate;
    private final int deliveries;
    private final int warmUp;
    private final String checkpointInterval;
    private final List<Long> acceptedAtNanos = new ArrayList<>();

    /**
     * @param rate deliveries a second
     * @param deliveries how many are measured
     * @param warmUp how many go before those
     * @param checkpointInterval such as {@code 250 ms}
     */
    FreshnessBench(double rate, int deliveries, int warmUp, String checkpointInterval) {
        this.rate = rate;
        this.deliveries = deliveries;
        this.warmUp = warmUp;
        this.checkpointInterval = checkpointInterval;
    }

    FreshnessMeasurement run(Path lakePath, Progress progress) throws Exception {
        GeneratorOptions traffic = plainTraffic();
        Path folder = lakePath.resolve("_demo");
        Files.createDirectories(folder);
        new ReferenceFiles(traffic).write(folder);
        Configuration flink = FlinkSettings.load();
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, TimeUtils.parseDuration(checkpointInterval));
        ConfigOptions options = new ConfigOptions();
        Map<String, String> values = options.values();
        values.put("event-types.location", folder.resolve("event-types.json").toString());
        values.put("spend.location", folder.resolve("ad-spend").toString());
        try (LakeFolder lake = LakeFolder.openForWriting(lakePath);
                LiveStack stack =
                        LiveStack.start(lake, folder, values, lake.pepper(), flink, 0, new Accepted(), progress)) {
            progress.say("sending " + (warmUp + deliveries) + " deliveries");
            return watch(lake.root().toString(), stack, traffic);
        }
    }

    /** Every delivery a new booking of its own, nothing else. */
    private GeneratorOptions plainTraffic() {
        return GeneratorOptions.builder()
                .bookings(warmUp + deliveries)
                .days(7)
                .end(Instant.now())
                .onlyNewBookings()
                .build();
    }

    private void send(GeneratorOptions options, LiveStack stack) {
        Iterator<byte[]> bodies = Traffic.toSend(options, 0).bodies();
        try (WebhookSender sender = WebhookSender.builder(stack.gateway().url(), stack.signingKey())
                .perSecond(rate)
                .concurrency(DemoTraffic.CONCURRENCY)
                .build()) {
            sender.send(bodies, 0);
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    /**
     * Sends, and reads the table at every commit; for every delivery after the warm-up, how long after it was accepted it
     * was first counted: 0 if that was before.
     */
    private FreshnessMeasurement watch(String location, LiveStack stack, GeneratorOptions traffic) throws Exception {
        long[] latencies = new long[deliveries];
        int visible = 0;
        long version = -1;
        boolean warm = false;
        try (Lake lake = Lake.at(location);
                ProcessMeter meter = new ProcessMeter()) {
            Used before = new Used(meter.used(), commits(lake));
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(traffic, stack));
            while (visible < warmUp + deliveries) {
                stack.job().requireRunning();
                if (sending.isCompletedExceptionally()) {
                    sending.join();
                }
                if (!warm && visible >= warmUp) {
                    warm = true;
                    before = new Used(meter.used(), commits(lake));
                }
                if (!lake.hasCommit(COUNTED, version + 1)) {
                    Thread.sleep(POLL_MILLIS);
                    continue;
                }
                TableReader reader = lake.read(COUNTED);
                version = reader.version();
                int counted = count(reader);
                long now = System.nanoTime();
                synchronized (acceptedAtNanos) {
                    for (int n = visible; n < counted && n < acceptedAtNanos.size(); n++) {
                        if (n >= warmUp) {
                            latencies[n - warmUp] = now - acceptedAtNanos.get(n);
                        }
                    }
                }
                visible = counted;
            }
            FreshnessMeasurement measured = measurement(latencies, meter.used(), commits(lake), before);
            sending.join();
            return measured;
        }
    }

    /** What was used, and the commits that were made, up to some moment. */
    private record Used(ProcessMeter.Usage usage, long commits) {}

    private FreshnessMeasurement measurement(long[] latencies, ProcessMeter.Usage usage, long commits, Used before) {
        Arrays.sort(latencies);
        ProcessMeter.Usage used = usage.since(before.usage());
        Map<String, Double> cores = new TreeMap<>(used.threads());
        cores.replaceAll((kind, seconds) -> seconds / used.wallSeconds());
        return new FreshnessMeasurement(
                latencies.length,
                rate,
                checkpointInterval,
                quantile(latencies, 0.5),
                quantile(latencies, 0.9),
                quantile(latencies, 0.99),
                quantile(latencies, 1),
                used.cpuSeconds() / used.wallSeconds(),
                cores,
                (commits - before.commits()) * SECONDS_PER_DAY / used.wallSeconds());
    }

    /** To all tables; the first version of each is its making. */
    private static long commits(Lake lake) {
        return Tables.catalog().tables().stream()
                .mapToLong(t -> lake.newestVersion(t.name()).orElse(0))
                .sum();
    }

    /** Prints what was measured. */
    static void print(FreshnessMeasurement m, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "freshness of %d deliveries at %.0f/s, checkpoints every %s: p50 %.2f s, p90 %.2f s, p99 %.2f s, max"
                        + " %.2f s%n%.0f Delta commits a day at this pace%n",
                m.deliveries(),
                m.rate(),
                m.checkpointInterval(),
                m.p50Seconds(),
                m.p90Seconds(),
                m.p99Seconds(),
                m.maxSeconds(),
                m.commitsPerDay());
        out.printf(
                Locale.ROOT,
                "%.2f cores in use, %.2f of them by the job; local Kinesis not counted; by thread:%n",
                m.cores(),
                m.jobCores());
        m.coresByThread().entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(LINES_SHOWN)
                .forEach(e -> out.printf(Locale.ROOT, "%8.3f  %s%n", e.getValue(), e.getKey()));
        out.flush();
    }

    private static int count(TableReader reader) throws IOException {
        int column = reader.columns().stream().map(c -> c.name()).toList().indexOf(COUNT);
        long sum = 0;
        for (Object[] row : reader.toList()) {
            sum += (Long) row[column];
        }
        return Math.toIntExact(sum);
    }

    private static double quantile(long[] sortedNanos, double q) {
        return sortedNanos[(int) Math.ceil(q * sortedNanos.length) - 1] / NANOS_PER_SECOND;
    }

    private final class Accepted implements DeliveryListener {
        @Override
        public void accepted(int bodyBytes, Duration latency) {
            synchronized (acceptedAtNanos) {
                acceptedAtNanos.add(System.nanoTime());
            }
        }
    }
}
