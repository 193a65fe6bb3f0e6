package dev.tidemark.ingest.calendly;

import dev.tidemark.envelope.Envelope;
import dev.tidemark.ingest.control.ControlFolder;
import dev.tidemark.ingest.control.FetchLoop;
import dev.tidemark.ingest.control.FetchRefusedException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;

/**
 * Fetches in a thread of its own, so that a slow API never holds up a checkpoint, and emits what an event brings together
 * with the note that it was read: after a restart the sweep goes on behind what was emitted, without loss and without
 * doubles.
 */
final class HistoryReader implements SourceReader<Envelope, HistorySplit> {
    /** Events read ahead of the job; bounds the memory. */
    private static final int READ_AHEAD = 64;

    /**
     * What one step brings.
     *
     * @param emitted told when it has been emitted
     */
    private record Batch(List<Envelope> envelopes, Step step, CountDownLatch emitted) {}

    private final String feed;
    private final HistorySettings settings;
    private final ControlFolder control;
    private final HistoryMetrics metrics;
    private final BlockingQueue<Batch> ready = new LinkedBlockingQueue<>(READ_AHEAD);
    private CompletableFuture<Void> available = new CompletableFuture<>();
    /** What has been emitted: the content of a checkpoint. */
    private HistoryState emitted;
    /** The last checkpoint's content, while it still holds. */
    private HistorySplit snapshot;

    private FetchLoop loop;

    /** @param settings null if the feed is off: what is remembered is kept, nothing is read */
    HistoryReader(String feed, HistorySettings settings, ControlFolder control, SourceReaderContext context) {
        this.feed = feed;
        this.settings = settings;
        this.control = control;
        this.metrics = new HistoryMetrics(context.metricGroup());
    }

    @Override
    public void start() {}

    @Override
    public void addSplits(List<HistorySplit> splits) {
        HistorySplit split = splits.get(0);
        emitted = new HistoryState(split);
        if (settings == null) {
            return;
        }
        FetchClock clock = FetchClock.SYSTEM;
        SweepReport report = new SweepReport(feed, control, settings.schedule(), metrics, clock);
        RequestPace pace = new RequestPace(settings.requestsPerMinute(), clock);
        ApiClient client = new ApiClient(settings, pace, clock, metrics, new SplittableRandom());
        HistoryState fetched = new HistoryState(split);
        Sweeper sweeper = new Sweeper(
                feed, settings, new CalendlyApi(client, settings.baseUrl()), fetched, this::handOver, report, clock);
        loop = new FetchLoop(feed, control, settings.schedule(), () -> fetch(sweeper, fetched, report));
        loop.start();
    }

    /** One fetch; a refusal waits for the schedule or a request, anything else is tried again soon. */
    private void fetch(Sweeper sweeper, HistoryState fetched, SweepReport report)
            throws IOException, InterruptedException {
        Instant began = Instant.now();
        try {
            sweeper.run();
        } catch (FetchRefusedException e) {
            report.failed(fetched.sweep(), e, settings.schedule().next(began));
            throw e;
        } catch (IOException | RuntimeException e) {
            report.failed(fetched.sweep(), e, null);
            throw e;
        }
    }

    /** Waits while there is much to emit already; at the end of a sweep, until all of it has been emitted. */
    private void handOver(List<Envelope> envelopes, Step step) throws InterruptedException {
        Batch batch = new Batch(envelopes, step, new CountDownLatch(1));
        ready.put(batch);
        synchronized (this) {
            available.complete(null);
        }
        if (step instanceof Step.SweepDone) {
            batch.emitted().await();
        }
    }

    @Override
    public InputStatus pollNext(ReaderOutput<Envelope> output) {
        Batch batch = ready.poll();
        if (batch == null) {
            return InputStatus.NOTHING_AVAILABLE;
        }
        batch.envelopes().forEach(output::collect);
        emitted.apply(batch.step());
        snapshot = null;
        batch.emitted().countDown();
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
    public List<HistorySplit> snapshotState(long checkpointId) {
        if (emitted == null) {
            return List.of();
        }
        if (snapshot == null) {
            snapshot = emitted.split();
        }
        return List.of(snapshot);
    }

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public void close() {
        if (loop != null) {
            loop.close();
        }
    }
}
