package dev.tidemark.ingest.replay;

import dev.tidemark.ingest.replay.ReplayState.Known;
import dev.tidemark.ingest.replay.ReplayState.Place;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands out the files, and tells the readers when all are read. */
final class ReplayEnumerator implements SplitEnumerator<ReplaySplit, ReplayState> {
    private static final Logger LOG = LoggerFactory.getLogger(ReplayEnumerator.class);

    private final SplitEnumeratorContext<ReplaySplit> context;
    private final String folder;
    private final Long asOfMicros;
    private final ReplayState state;
    private final Set<Integer> idle = new TreeSet<>();
    private final Set<Integer> told = new HashSet<>();

    ReplayEnumerator(SplitEnumeratorContext<ReplaySplit> context, String folder, Long asOfMicros, ReplayState state) {
        this.context = context;
        this.folder = folder;
        this.asOfMicros = asOfMicros;
        this.state = state;
    }

    @Override
    public void start() {
        try {
            for (Path file : RecordedLines.files(Path.of(folder))) {
                String name = file.getFileName().toString();
                Known known = state.files.get(name);
                long size = Files.size(file);
                if (known == null) {
                    state.files.put(name, new Known(ReplaySplit.unread(name, file.toString(), size), Place.WAITING));
                } else if (known.place() == Place.FINISHED && isOther(file, size, known.split())) {
                    state.files.put(name, new Known(known.split().changed(file.toString(), size), Place.WAITING));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the replay folder " + folder + " cannot be read", e);
        }
    }

    private static boolean isOther(Path file, long size, ReplaySplit read) throws IOException {
        if (size != read.size()) {
            return true;
        }
        CRC32C crc = new CRC32C();
        try (InputStream in = new CheckedInputStream(Files.newInputStream(file), crc)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return crc.getValue() != read.checksum();
    }

    @Override
    public void handleSplitRequest(int subtask, String host) {
        idle.add(subtask);
        assign();
    }

    @Override
    public void addReader(int subtask) {}

    @Override
    public void addSplitsBack(List<ReplaySplit> splits, int subtask) {
        for (ReplaySplit s : splits) {
            state.files.put(s.name(), new Known(s, s.finished() ? Place.FINISHED : Place.WAITING));
        }
        idle.remove(subtask);
        told.remove(subtask);
        assign();
    }

    @Override
    public void handleSourceEvent(int subtask, SourceEvent event) {
        if (event instanceof ReplayEvents.FileFinished f) {
            Known known = state.files.get(f.name());
            ReplaySplit s = known.split();
            if (known.place() != Place.WITH_READER || (s.checksum() != 0 && s.checksum() == f.checksum())) {
                return; // told before a restart of what the file was then
            }
            state.files.put(
                    f.name(),
                    new Known(
                            new ReplaySplit(
                                    s.name(), s.path(), s.size(), 0, 0, f.newestEventMicros(), true, f.checksum()),
                            Place.FINISHED));
            assign();
        }
    }

    private void assign() {
        List<Integer> free = new ArrayList<>(idle);
        for (Known known : List.copyOf(state.files.values())) {
            if (known.place() == Place.WAITING && !free.isEmpty()) {
                int subtask = free.remove(0);
                idle.remove(subtask);
                LOG.info("reader {} reads {}", subtask, known.split().path());
                state.files.put(known.split().name(), new Known(known.split(), Place.WITH_READER));
                context.assignSplit(known.split(), subtask);
            }
        }
        if (state.isAllFinished()) {
            long asOf = asOfMicros == null ? state.newestEventMicros() : (Long) asOfMicros;
            for (int subtask : idle) {
                if (told.add(subtask)) {
                    context.sendEventToSourceReader(subtask, new ReplayEvents.AllFinished(asOf));
                }
            }
        }
    }

    @Override
    public ReplayState snapshotState(long checkpointId) {
        return state.copy();
    }

    @Override
    public void close() {}
}
