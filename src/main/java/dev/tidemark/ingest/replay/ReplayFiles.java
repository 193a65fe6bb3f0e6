package dev.tidemark.ingest.replay;

import dev.tidemark.envelope.Envelope;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The files {@code *.jsonl} and {@code *.jsonl.gz} of a folder as a source of envelopes. Files are read side by side,
 * each from its first line to its last. A file that was read before (same name and content) is passed over, so that a
 * replay can be run again, or run on after more files have come.
 *
 * <p>After the last line of all files every reader emits {@link ReplayEnd}, with the newest event time of the whole
 * input: the instant that a replay decides as of.
 */
public final class ReplayFiles implements Source<Envelope, ReplaySplit, ReplayState>, ResultTypeQueryable<Envelope> {
    private static final long serialVersionUID = 1L;

    private final String folder;
    private final String feed;
    private final EventClock eventClock;
    private final Long asOfMicros;

    /**
     * @param folder the folder; one that does not exist is empty
     * @param feed the feed that the lines belong to; its name begins every position
     * @param eventClock tells the event time of a line
     * @param asOfMicros the instant to decide as of, or null for the newest event time of the input
     */
    public ReplayFiles(String folder, String feed, EventClock eventClock, Long asOfMicros) {
        this.folder = folder;
        this.feed = feed;
        this.eventClock = eventClock;
        this.asOfMicros = asOfMicros;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SourceReader<Envelope, ReplaySplit> createReader(SourceReaderContext context) {
        return new ReplayReader(feed, eventClock, context);
    }

    @Override
    public SplitEnumerator<ReplaySplit, ReplayState> createEnumerator(SplitEnumeratorContext<ReplaySplit> context) {
        return new ReplayEnumerator(context, folder, asOfMicros, new ReplayState());
    }

    @Override
    public SplitEnumerator<ReplaySplit, ReplayState> restoreEnumerator(
            SplitEnumeratorContext<ReplaySplit> context, ReplayState state) {
        return new ReplayEnumerator(context, folder, asOfMicros, state);
    }

    @Override
    public SimpleVersionedSerializer<ReplaySplit> getSplitSerializer() {
        return new ReplaySplit.Serializer();
    }

    @Override
    public SimpleVersionedSerializer<ReplayState> getEnumeratorCheckpointSerializer() {
        return new ReplayState.Serializer();
    }

    @Override
    public TypeInformation<Envelope> getProducedType() {
        return TypeInformation.of(Envelope.class);
    }
}
