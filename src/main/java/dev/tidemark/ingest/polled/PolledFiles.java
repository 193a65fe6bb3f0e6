package dev.tidemark.ingest.polled;

import dev.tidemark.ingest.SingleSplitEnumerator;
import dev.tidemark.ingest.control.ControlFolder;
import dev.tidemark.ingest.control.Schedule;
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

    private final String feed;
    private final FilePlace place;
    private final Schedule schedule;
    private final ControlFolder control;

    private PolledFiles(String feed, FilePlace place, Schedule schedule, ControlFolder control) {
        this.feed = feed;
        this.place = place;
        this.schedule = schedule;
        this.control = control;
    }

    /**
     * Fetches at the start, by schedule and on demand, for ever.
     *
     * @param feed the feed's name in {@code control}
     * @param control where requests come from and the progress goes
     */
    public static PolledFiles scheduled(String feed, FilePlace place, Schedule schedule, ControlFolder control) {
        return new PolledFiles(feed, place, schedule, control);
    }

    /** Fetches once, emits the mark of a replay's end, and stays idle. What it reads was known from the beginning. */
    public static PolledFiles once(String feed, FilePlace place) {
        return new PolledFiles(feed, place, null, null);
    }

    String feed() {
        return feed;
    }

    FilePlace place() {
        return place;
    }

    boolean isReplay() {
        return schedule == null;
    }

    /** Null in a replay. */
    Schedule schedule() {
        return schedule;
    }

    /** Null in a replay. */
    ControlFolder control() {
        return control;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SourceReader<PolledFile, PolledFilesSplit> createReader(SourceReaderContext context) {
        return new PolledFilesReader(this, context);
    }

    @Override
    public SplitEnumerator<PolledFilesSplit, PolledFilesSplit> createEnumerator(
            SplitEnumeratorContext<PolledFilesSplit> context) {
        return new SingleSplitEnumerator<>(context, PolledFilesSplit.nothingRead(), PolledFilesSplit.ASSIGNED);
    }

    @Override
    public SplitEnumerator<PolledFilesSplit, PolledFilesSplit> restoreEnumerator(
            SplitEnumeratorContext<PolledFilesSplit> context, PolledFilesSplit unassigned) {
        return new SingleSplitEnumerator<>(
                context, unassigned.isAssigned() ? null : unassigned, PolledFilesSplit.ASSIGNED);
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
