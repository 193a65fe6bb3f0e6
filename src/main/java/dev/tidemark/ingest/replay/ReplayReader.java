package dev.tidemark.ingest.replay;

import dev.tidemark.envelope.Envelope;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;

/**
 * Reads one file after the other, line by line. A finished file stays in this reader's checkpoints until a later one
 * completes: the enumerator's part of a checkpoint may be older than the news that the file is finished.
 */
final class ReplayReader implements SourceReader<Envelope, ReplaySplit> {
    private static final int LINES_A_CALL = 64;

    private final String feed;
    private final EventClock eventClock;
    private final SourceReaderContext context;
    private final Deque<ReplaySplit> waiting = new ArrayDeque<>();
    private final List<ReplaySplit> finished = new ArrayList<>();
    private final NavigableMap<Long, Set<ReplaySplit>> finishedAt = new TreeMap<>();
    private CompletableFuture<Void> available = CompletableFuture.completedFuture(null);
    private Long asOfMicros;

    private ReplaySplit current;
    private LineReader lines;
    private NewestEvent newest;
    private long lineNumber;
    private ReceiptClock clock;

    ReplayReader(String feed, EventClock eventClock, SourceReaderContext context) {
        this.feed = feed;
        this.eventClock = eventClock;
        this.context = context;
    }

    @Override
    public void start() {
        if (waiting.isEmpty()) {
            context.sendSplitRequest();
        }
    }

    @Override
    public void addSplits(List<ReplaySplit> splits) {
        for (ReplaySplit s : splits) {
            if (s.finished()) {
                finished.add(s);
                announce(s);
            } else {
                waiting.add(s);
            }
        }
        available.complete(null);
    }

    @Override
    public void handleSourceEvents(SourceEvent event) {
        if (event instanceof ReplayEvents.AllFinished all) {
            asOfMicros = all.asOfMicros();
            available.complete(null);
        }
    }

    @Override
    public InputStatus pollNext(ReaderOutput<Envelope> output) throws IOException {
        if (current == null && !openNext()) {
            if (asOfMicros != null) {
                output.collect(ReplayEnd.mark(asOfMicros));
                asOfMicros = null;
            }
            available = new CompletableFuture<>();
            return InputStatus.NOTHING_AVAILABLE;
        }
        for (int i = 0; i < LINES_A_CALL; i++) {
            byte[] line = lines.next();
            if (line == null) {
                finish();
                break;
            }
            lineNumber++;
            if (line.length > 0) {
                output.collect(envelope(line));
            }
        }
        return InputStatus.MORE_AVAILABLE;
    }

    private boolean openNext() throws IOException {
        current = waiting.poll();
        if (current == null) {
            return false;
        }
        try {
            lines = new LineReader(Path.of(current.path()));
            for (lineNumber = 0; lineNumber < current.linesRead(); lineNumber++) {
                lines.next();
            }
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw new IOException(
                    "the file " + current.path() + ", which a replay had begun to read, is gone; put it back", e);
        }
        clock = new ReceiptClock(current.clockMicros());
        newest = new NewestEvent(eventClock, current.newestEventMicros());
        return true;
    }

    private void finish() throws IOException {
        ReplaySplit done = new ReplaySplit(
                current.name(),
                current.path(),
                current.size(),
                lineNumber,
                clock.micros(),
                newest.micros(),
                true,
                lines.checksum());
        lines.close();
        current = null;
        finished.add(done);
        announce(done);
        if (waiting.isEmpty()) {
            context.sendSplitRequest();
        }
    }

    private void announce(ReplaySplit done) {
        context.sendSourceEventToCoordinator(
                new ReplayEvents.FileFinished(done.name(), done.newestEventMicros(), done.checksum()));
    }

    private Envelope envelope(byte[] raw) {
        ReplayLine line = ReplayLine.of(raw);
        Envelope e = RecordedLines.envelope(line, feed, feed + "/" + current.name() + ":" + lineNumber, clock);
        if (line.madeMicros() != EventClock.NONE) {
            newest.offer(line.madeMicros(), e);
        }
        return e;
    }

    @Override
    public List<ReplaySplit> snapshotState(long checkpointId) {
        List<ReplaySplit> all = new ArrayList<>(waiting);
        if (current != null) {
            all.add(new ReplaySplit(
                    current.name(),
                    current.path(),
                    current.size(),
                    lineNumber,
                    clock.micros(),
                    newest.micros(),
                    false,
                    0));
        }
        all.addAll(finished);
        finishedAt.put(checkpointId, Set.copyOf(finished));
        return all;
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        Collection<Set<ReplaySplit>> known =
                finishedAt.headMap(checkpointId, false).values();
        known.forEach(finished::removeAll);
        known.clear();
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return available;
    }

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public void close() throws IOException {
        if (lines != null) {
            lines.close();
        }
    }
}
