package dev.tidemark.ingest.polled;

import dev.tidemark.ingest.control.ControlFolder;
import dev.tidemark.ingest.control.FetchLoop;
import dev.tidemark.ingest.control.FetchStatus;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches in a thread of its own, so that a slow place never holds up a checkpoint, and emits each file together with the
 * note that it was read.
 */
final class PolledFilesReader implements SourceReader<PolledFile, PolledFilesSplit> {
    private static final Logger LOG = LoggerFactory.getLogger(PolledFilesReader.class);

    private final PolledFiles source;
    private final FetchMetrics metrics;
    private final Handover handover = new Handover();
    /** Versions emitted; what a checkpoint holds. */
    private Map<String, FileVersion> emitted;

    private FilePlace.Access access;
    private FetchLoop loop;
    private Thread replay;

    PolledFilesReader(PolledFiles source, SourceReaderContext context) {
        this.source = source;
        this.metrics = FetchMetrics.in(context.metricGroup());
    }

    @Override
    public void start() {}

    @Override
    public void addSplits(List<PolledFilesSplit> splits) {
        emitted = new TreeMap<>(splits.get(0).read());
        access = source.place().open();
        if (source.isReplay()) {
            FileFetch fetch =
                    new FileFetch(source.feed(), access, handover, emitted, true, metrics, status -> {}, t -> t);
            replay = new Thread(() -> fetchOnce(fetch), "fetch-" + source.feed());
            replay.setDaemon(true);
            replay.start();
        } else {
            ControlFolder control = source.control();
            FileFetch fetch = new FileFetch(
                    source.feed(),
                    access,
                    handover,
                    emitted,
                    false,
                    metrics,
                    status -> report(status, control),
                    source.schedule()::next);
            loop = new FetchLoop(source.feed(), control, source.schedule(), fetch);
            loop.start();
        }
    }

    private void fetchOnce(FileFetch fetch) {
        try {
            fetch.run();
        } catch (IOException | RuntimeException e) {
            LOG.error("{} was not replayed as a whole: {}", source.feed(), e.getMessage());
        } catch (InterruptedException e) {
            return;
        }
        handover.put(new Handover.Item(PolledFile.END_OF_REPLAY, "", null));
    }

    private static void report(FetchStatus status, ControlFolder control) {
        try {
            control.report(status);
        } catch (IOException | RuntimeException e) {
            LOG.warn("how the fetch of {} goes cannot be told in {}: {}", status.feed(), control, e.toString());
        }
    }

    @Override
    public InputStatus pollNext(ReaderOutput<PolledFile> output) {
        Handover.Item item = handover.take();
        if (item == null) {
            return InputStatus.NOTHING_AVAILABLE;
        }
        if (item.file() != null) {
            output.collect(item.file());
        }
        if (item.version() != null) {
            emitted.put(item.name(), item.version());
        }
        handover.finished(item);
        return handover.isEmpty() ? InputStatus.NOTHING_AVAILABLE : InputStatus.MORE_AVAILABLE;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return handover.available();
    }

    @Override
    public List<PolledFilesSplit> snapshotState(long checkpointId) {
        return emitted == null ? List.of() : List.of(new PolledFilesSplit(new TreeMap<>(emitted)));
    }

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public void close() {
        if (loop != null) {
            loop.close();
        }
        if (replay != null) {
            replay.interrupt();
        }
        if (access != null) {
            access.close();
        }
    }
}
