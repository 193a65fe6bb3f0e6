package dev.tidemark.ingest.polled;

import dev.tidemark.contract.ReportingTime;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls in a thread of its own, so that a slow place never holds up a checkpoint, and emits each file together with the
 * note that it was read.
 */
final class PolledFilesReader implements SourceReader<PolledFile, PolledFilesSplit> {
    private static final Logger LOG = LoggerFactory.getLogger(PolledFilesReader.class);
    /** Files read ahead of the job; bounds the memory. */
    private static final int READ_AHEAD = 4;

    private final FilePlace place;
    private final Duration interval;
    private final boolean once;
    private final Counter failures;
    private final BlockingQueue<PolledFile> ready = new LinkedBlockingQueue<>(READ_AHEAD);
    private final ScheduledExecutorService poller = Executors.newSingleThreadScheduledExecutor(r -> {
        Thread t = new Thread(r, "poll-files");
        t.setDaemon(true);
        return t;
    });
    private CompletableFuture<Void> available = new CompletableFuture<>();
    /** Versions emitted; what a checkpoint holds. */
    private Map<String, String> emitted;
    /** Versions the poller has queued; touched by its thread only. */
    private Map<String, String> queued;

    PolledFilesReader(FilePlace place, Duration interval, boolean once, SourceReaderContext context) {
        this.place = place;
        this.interval = interval;
        this.once = once;
        this.failures = context.metricGroup().counter("failures");
    }

    @Override
    public void start() {}

    @Override
    public void addSplits(List<PolledFilesSplit> splits) {
        emitted = new TreeMap<>(splits.get(0).read());
        queued = new TreeMap<>(emitted);
        if (once) {
            poller.execute(this::pollOnce);
        } else {
            poller.scheduleWithFixedDelay(this::poll, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void pollOnce() {
        poll();
        enqueue(PolledFile.END_OF_REPLAY);
    }

    private void poll() {
        List<String> names;
        try {
            names = place.list();
        } catch (IOException | RuntimeException e) {
            failures.inc();
            LOG.warn("{} cannot be read; it is tried again at the next poll: {}", place, e.toString());
            return;
        }
        for (String name : names) {
            try {
                byte[] content = place.read(name);
                String version = hash(content);
                if (!version.equals(queued.get(name))) {
                    enqueue(new PolledFile(name, version, ReportingTime.micros(Instant.now()), content));
                    queued.put(name, version);
                }
            } catch (IOException | RuntimeException e) {
                failures.inc();
                LOG.warn(
                        "file {} is listed but cannot be read; it is tried again at the next poll: {}",
                        name,
                        e.toString());
            }
        }
    }

    private void enqueue(PolledFile file) {
        try {
            ready.put(file);
            synchronized (this) {
                available.complete(null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public InputStatus pollNext(ReaderOutput<PolledFile> output) {
        PolledFile file = ready.poll();
        if (file == null) {
            return InputStatus.NOTHING_AVAILABLE;
        }
        output.collect(file);
        if (!file.isEndOfReplay()) {
            emitted.put(file.name(), file.version());
        }
        return ready.isEmpty() ? InputStatus.NOTHING_AVAILABLE : InputStatus.MORE_AVAILABLE;
    }

    @Override
    public synchronized CompletableFuture<Void> isAvailable() {
        if (available.isDone()) {
            available = new CompletableFuture<>();
        }
        if (!ready.isEmpty()) {
            available.complete(null);
        }
        return available;
    }

    @Override
    public List<PolledFilesSplit> snapshotState(long checkpointId) {
        return emitted == null ? List.of() : List.of(new PolledFilesSplit(new TreeMap<>(emitted)));
    }

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public void close() {
        poller.shutdownNow();
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
