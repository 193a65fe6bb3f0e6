package dev.tidemark.ingest.calendly;

import java.util.Map;

/** One step of a sweep. Applied in order, they make the feed's state. */
sealed interface Step {

    /** A sweep begins. */
    record Began(Sweep sweep) implements Step {}

    /**
     * A scheduled event was read with all its invitees.
     *
     * @param seen what is known now of invitees that changed, by their ids
     */
    record EventDone(String eventId, long startMicros, Map<String, Seen> seen) implements Step {}

    /** There are no more events that start before. */
    record WindowDone(long toMicros) implements Step {}

    /** The sweep is over. */
    record SweepDone() implements Step {}
}
