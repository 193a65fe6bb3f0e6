package dev.tidemark.ingest.polled;

import java.time.Duration;
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
 * A source that looks at a {@link FilePlace} again and again, and emits every version of every file once. What was read
 * is in its state, so a restart reads nothing twice. Runs with parallelism 1.
 */
public final class PolledFiles
        implements Source<PolledFile, PolledFilesSplit, PolledFilesSplit>, ResultTypeQueryable<PolledFile> {
    private static final long serialVersionUID = 1L;

    private final FilePlace place;
    private final Duration interval;
    private final boolean once;

    private PolledFiles(FilePlace place, Duration interval, boolean once) {
        this.place = place;
        this.interval = interval;
        this.once = once;
    }

    /** Polls for ever. */
    public static PolledFiles every(Duration interval, FilePlace place) {
        return new PolledFiles(place, interval, false);
    }

    /** Polls once, emits the mark of a replay's end, and stays idle. */
    public static PolledFiles once(FilePlace place) {
        return new PolledFiles(place, Duration.ofDays(1), true);
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SourceReader<PolledFile, PolledFilesSplit> createReader(SourceReaderContext context) {
        return new PolledFilesReader(place, interval, once, context);
    }

    @Override
    public SplitEnumerator<PolledFilesSplit, PolledFilesSplit> createEnumerator(
            SplitEnumeratorContext<PolledFilesSplit> context) {
        return new PolledFilesEnumerator(context, PolledFilesSplit.nothingRead());
    }

    @Override
    public SplitEnumerator<PolledFilesSplit, PolledFilesSplit> restoreEnumerator(
            SplitEnumeratorContext<PolledFilesSplit> context, PolledFilesSplit unassigned) {
        return new PolledFilesEnumerator(context, unassigned.isAssigned() ? null : unassigned);
    }

    @Override
    public SimpleVersionedSerializer<PolledFilesSplit> getSplitSerializer() {
        return new PolledFilesSplit.Serializer();
    }

    @Override
    public SimpleVersionedSerializer<PolledFilesSplit> getEnumeratorCheckpointSerializer() {
        return new PolledFilesSplit.Serializer();
    }

    @Override
    public TypeInformation<PolledFile> getProducedType() {
        return PolledFile.TYPE;
    }
}
