package dev.tidemark.ingest.replay;

import dev.tidemark.envelope.Envelope;
import java.io.Serializable;

/** Tells the event time of an envelope; a domain says how. */
@FunctionalInterface
public interface EventClock extends Serializable {
    /** An envelope without an event time that counts. */
    long NONE = Long.MIN_VALUE;

    /** The event time in microseconds, or {@link #NONE} if the envelope is broken and must not move the clock. */
    long eventTimeMicros(Envelope envelope);
}
