package dev.tidemark.cli;

import dev.tidemark.bench.ProcessMeter;
import dev.tidemark.delta.Lake;
import dev.tidemark.delta.TableReader;
import dev.tidemark.gateway.DeliveryListener;
import dev.tidemark.gateway.WebhookSender;
import dev.tidemark.generate.GeneratorOptions;
import dev.tidemark.generate.ReferenceFiles;
import dev.tidemark.generate.Traffic;
import java.io.IOException;
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
import java.util.Optional;
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

    void run(Path lakePath, Progress progress) throws Exception {
        long[] latencies = measure(lakePath, progress);
        Arrays.sort(latencies);
        System.out.printf(
                Locale.ROOT,
                "freshness of %d deliveries at %.0f/s, checkpoints every %s: p50 %.2f s, p90 %.2f s, p99 %.2f s, max"
                        + " %.2f s%n",
                latencies.length,
                rate,
                checkpointInterval,
                quantile(latencies, 0.5),
                quantile(latencies, 0.9),
                quantile(latencies, 0.99),
                quantile(latencies, 1));
    }

    private long[] measure(Path lakePath, Progress progress) throws Exception {
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
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(traffic, stack));
            long cpuBefore = ProcessMeter.cpuNanos();
            long wallBefore = System.nanoTime();
            long[] latencies = watch(lake.root().toString(), stack, sending);
            sending.join();
            progress.say(String.format(
                    Locale.ROOT,
                    "this process used %.2f cores, local Kinesis not counted",
                    (ProcessMeter.cpuNanos() - cpuBefore) / (double) (System.nanoTime() - wallBefore)));
            return latencies;
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
        Iterator<byte[]> bodies = new Traffic(options).bodies();
        try (WebhookSender sender = WebhookSender.builder(stack.gateway().url(), stack.signingKey())
                .perSecond(rate)
                .concurrency(DemoTraffic.CONCURRENCY)
                .build()) {
            sender.send(bodies, 0);
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    /** Reads the table again and again; for every delivery after the warm-up, when it was first counted. */
    private long[] watch(String lake, LiveStack stack, CompletableFuture<Void> sending) throws Exception {
        long[] latencies = new long[deliveries];
        int visible = 0;
        long version = -1;
        while (visible < warmUp + deliveries) {
            stack.job().requireRunning();
            if (sending.isCompletedExceptionally()) {
                sending.join();
            }
            Optional<TableReader> reader = Lake.at(lake).find(COUNTED);
            if (reader.isEmpty() || reader.get().version() == version) {
                Thread.sleep(10);
                continue;
            }
            version = reader.get().version();
            int counted = count(reader.get());
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
        return latencies;
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
