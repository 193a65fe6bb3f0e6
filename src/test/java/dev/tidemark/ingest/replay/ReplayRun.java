package dev.tidemark.ingest.replay;

import dev.tidemark.envelope.Envelope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.connector.testutils.source.reader.TestingReaderContext;
import org.apache.flink.connector.testutils.source.reader.TestingReaderOutput;
import org.apache.flink.connector.testutils.source.reader.TestingSplitEnumeratorContext;

/** One run of the replay source in a single thread: an enumerator, some readers, and what they tell each other. */
final class ReplayRun implements AutoCloseable {
    /** What a checkpoint holds, as bytes. */
    record Checkpoint(byte[] enumerator, List<byte[]> splits) {}

    private final ReplayFiles source;
    private final TestingSplitEnumeratorContext<ReplaySplit> context;
    private final SplitEnumerator<ReplaySplit, ReplayState> enumerator;
    private final List<Reader> readers = new ArrayList<>();

    private static final class Reader {
        final TestingReaderContext context = new TestingReaderContext();
        final TestingReaderOutput<Envelope> output = new TestingReaderOutput<>();
        SourceReader<Envelope, ReplaySplit> reader;
        int requests;
        int assigned;
        int told;
    }

    /** @param from a checkpoint to go on from, or null */
    ReplayRun(Path folder, Long asOfMicros, EventClock clock, int parallelism, Checkpoint from) throws Exception {
        source = new ReplayFiles(folder.toString(), "calendly-webhooks", clock, asOfMicros);
        context = new TestingSplitEnumeratorContext<>(parallelism);
        enumerator = from == null
                ? source.createEnumerator(context)
                : source.restoreEnumerator(
                        context, source.getEnumeratorCheckpointSerializer().deserialize(1, from.enumerator));
        enumerator.start();
        for (int i = 0; i < parallelism; i++) {
            Reader r = new Reader();
            r.reader = source.createReader(r.context);
            readers.add(r);
            context.registerReader(i, "host");
        }
        if (from != null) {
            for (int i = 0; i < from.splits.size(); i++) {
                readers.get(i % parallelism)
                        .reader
                        .addSplits(List.of(source.getSplitSerializer().deserialize(1, from.splits.get(i))));
            }
        }
        for (int i = 0; i < parallelism; i++) {
            enumerator.addReader(i);
            readers.get(i).reader.start();
        }
    }

    /** Passes on what enumerator and readers told each other. */
    void deliver() {
        for (int i = 0; i < readers.size(); i++) {
            Reader r = readers.get(i);
            for (SourceEvent e : List.copyOf(r.context.getSentEvents())) {
                enumerator.handleSourceEvent(i, e);
            }
            r.context.clearSentEvents();
            for (; r.requests < r.context.getNumSplitRequests(); r.requests++) {
                enumerator.handleSplitRequest(i, "host");
            }
        }
        for (int i = 0; i < readers.size(); i++) {
            Reader r = readers.get(i);
            var assignment = context.getSplitAssignments().get(i);
            if (assignment != null) {
                for (; r.assigned < assignment.getAssignedSplits().size(); r.assigned++) {
                    r.reader.addSplits(List.of(assignment.getAssignedSplits().get(r.assigned)));
                }
            }
            List<SourceEvent> events = context.getSentEvents().getOrDefault(i, List.of());
            for (; r.told < events.size(); r.told++) {
                r.reader.handleSourceEvents(events.get(r.told));
            }
        }
    }

    /** Every reader emits what it can at one call. */
    void poll() throws Exception {
        deliver();
        for (Reader r : readers) {
            r.reader.pollNext(r.output);
        }
        deliver();
    }

    /** Polls until something is so. */
    ReplayRun pollUntil(BooleanSupplier done) throws Exception {
        for (int i = 0; !done.getAsBoolean(); i++) {
            if (i == 100_000) {
                throw new AssertionError(
                        "the replay does not get on; it emitted " + emitted().size());
            }
            poll();
        }
        return this;
    }

    /** Polls until every reader has emitted its mark. */
    ReplayRun toTheEnd() throws Exception {
        return pollUntil(() -> marks().size() == readers.size());
    }

    /** Takes the enumerator's part first, as Flink does; what readers tell in between is in theirs only. */
    Checkpoint checkpoint(long id, boolean deliverFirst) throws Exception {
        if (deliverFirst) {
            deliver();
        }
        byte[] state = source.getEnumeratorCheckpointSerializer().serialize(enumerator.snapshotState(id));
        List<byte[]> splits = new ArrayList<>();
        for (Reader r : readers) {
            for (ReplaySplit s : r.reader.snapshotState(id)) {
                splits.add(source.getSplitSerializer().serialize(s));
            }
        }
        return new Checkpoint(state, splits);
    }

    void complete(long checkpointId) throws Exception {
        for (Reader r : readers) {
            r.reader.notifyCheckpointComplete(checkpointId);
        }
    }

    /** Everything emitted, the marks left out. */
    List<Envelope> emitted() {
        return readers.stream()
                .flatMap(r -> r.output.getEmittedRecords().stream())
                .filter(e -> !ReplayEnd.isMark(e))
                .toList();
    }

    List<Envelope> marks() {
        return readers.stream()
                .flatMap(r -> r.output.getEmittedRecords().stream())
                .filter(ReplayEnd::isMark)
                .toList();
    }

    @Override
    public void close() throws IOException {
        for (Reader r : readers) {
            try {
                r.reader.close();
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }
}
