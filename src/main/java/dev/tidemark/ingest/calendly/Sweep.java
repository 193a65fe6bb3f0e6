package dev.tidemark.ingest.calendly;

import java.util.HashSet;
import java.util.Set;

/**
 * A sweep that is under way. Events are read in the order of their start, so the start of the last one says where to go
 * on; a link to a page would be good for some minutes only.
 *
 * @param number counts the sweeps, from 1
 * @param backfill whether it reads all of the history, so that nothing in it is late
 * @param startedAtMicros when it began
 * @param fromMicros the earliest start that it reads
 * @param keepFromMicros what starts before is not remembered
 * @param watermarkMicros every event that starts before has been read
 * @param doneAtWatermark ids of the events that start right then and have been read
 * @param events how many events have been read
 */
record Sweep(
        long number,
        boolean backfill,
        long startedAtMicros,
        long fromMicros,
        long keepFromMicros,
        long watermarkMicros,
        Set<String> doneAtWatermark,
        long events) {

    Sweep {
        doneAtWatermark = Set.copyOf(doneAtWatermark);
    }

    static Sweep begin(long number, boolean backfill, long startedAtMicros, long fromMicros, long keepFromMicros) {
        return new Sweep(number, backfill, startedAtMicros, fromMicros, keepFromMicros, fromMicros, Set.of(), 0);
    }

    /** Whether an event needs not be read again. */
    boolean isDone(String eventId, long startMicros) {
        return startMicros < watermarkMicros || startMicros == watermarkMicros && doneAtWatermark.contains(eventId);
    }

    Sweep eventDone(String eventId, long startMicros) {
        if (startMicros < watermarkMicros) {
            return at(watermarkMicros, doneAtWatermark, events + 1);
        }
        Set<String> done = new HashSet<>(startMicros == watermarkMicros ? doneAtWatermark : Set.of());
        done.add(eventId);
        return at(startMicros, done, events + 1);
    }

    Sweep windowDone(long toMicros) {
        return toMicros > watermarkMicros ? at(toMicros, Set.of(), events) : this;
    }

    private Sweep at(long watermark, Set<String> done, long eventCount) {
        return new Sweep(number, backfill, startedAtMicros, fromMicros, keepFromMicros, watermark, done, eventCount);
    }
}
