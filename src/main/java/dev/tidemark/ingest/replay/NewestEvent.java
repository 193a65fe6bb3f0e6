package dev.tidemark.ingest.replay;

import dev.tidemark.envelope.Envelope;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Finds the newest event time of a file without decoding every line twice: keeps the lines that look newest, and asks
 * the domain about those alone.
 */
final class NewestEvent {
    /** So many broken lines in a row at the very end of time are not expected. */
    private static final int CANDIDATES = 64;

    private record Candidate(long looksLikeMicros, Envelope line) {}

    private final EventClock clock;
    private final PriorityQueue<Candidate> candidates =
            new PriorityQueue<>(Comparator.comparingLong(Candidate::looksLikeMicros));
    private long newest;

    NewestEvent(EventClock clock, long newestSoFar) {
        this.clock = clock;
        this.newest = newestSoFar;
    }

    void offer(long looksLikeMicros, Envelope line) {
        if (looksLikeMicros <= newest) {
            return;
        }
        if (candidates.size() == CANDIDATES) {
            if (candidates.peek().looksLikeMicros >= looksLikeMicros) {
                return;
            }
            candidates.remove();
        }
        candidates.add(new Candidate(looksLikeMicros, line));
    }

    /** The newest event time so far, or {@link EventClock#NONE}. */
    long micros() {
        for (Candidate c : candidates) {
            newest = Math.max(newest, clock.eventTimeMicros(c.line));
        }
        candidates.clear();
        return newest;
    }
}
