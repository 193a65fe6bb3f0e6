package dev.tidemark.ingest.calendly;

import dev.tidemark.envelope.Envelope;
import dev.tidemark.ingest.SingleSplitEnumerator;
import dev.tidemark.ingest.control.ControlFolder;
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
 * The history of bookings, as Calendly's REST API tells it, as a source of envelopes. The first sweep reads everything,
 * later ones what may have changed; only what did change is emitted. How far it has come is in its state, so a restart
 * loses nothing and doubles nothing. Runs with parallelism 1.
 *
 * <p>A source that is off emits nothing and keeps its state, so that it can be turned on again.
 */
public final class CalendlyHistory
        implements Source<Envelope, HistorySplit, HistorySplit>, ResultTypeQueryable<Envelope> {
    private static final long serialVersionUID = 1L;

    private final String feed;
    private final HistorySettings settings;
    private final ControlFolder control;

    private CalendlyHistory(String feed, HistorySettings settings, ControlFolder control) {
        this.feed = feed;
        this.settings = settings;
        this.control = control;
    }

    /**
     * Reads the history, again and again.
     *
     * @param feed the name of the feed
     * @param control where it is asked for a sweep and tells how one goes
     */
    public static CalendlyHistory of(String feed, HistorySettings settings, ControlFolder control) {
        return new CalendlyHistory(feed, settings, control);
    }

    /** Reads nothing. */
    public static CalendlyHistory off(String feed) {
        return new CalendlyHistory(feed, null, null);
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SourceReader<Envelope, HistorySplit> createReader(SourceReaderContext context) {
        return new HistoryReader(feed, settings, control, context);
    }

    @Override
    public SplitEnumerator<HistorySplit, HistorySplit> createEnumerator(SplitEnumeratorContext<HistorySplit> context) {
        return new SingleSplitEnumerator<>(context, HistorySplit.nothingRead(), HistorySplit.ASSIGNED);
    }

    @Override
    public SplitEnumerator<HistorySplit, HistorySplit> restoreEnumerator(
            SplitEnumeratorContext<HistorySplit> context, HistorySplit unassigned) {
        return new SingleSplitEnumerator<>(context, unassigned.isAssigned() ? null : unassigned, HistorySplit.ASSIGNED);
    }

    @Override
    public SimpleVersionedSerializer<HistorySplit> getSplitSerializer() {
        return new HistorySplit.Serializer();
    }

    @Override
    public SimpleVersionedSerializer<HistorySplit> getEnumeratorCheckpointSerializer() {
        return new HistorySplit.Serializer();
    }

    @Override
    public TypeInformation<Envelope> getProducedType() {
        return TypeInformation.of(Envelope.class);
    }
}
