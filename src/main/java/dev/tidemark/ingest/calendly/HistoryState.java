package dev.tidemark.ingest.calendly;

import java.util.HashMap;
import java.util.Map;

/**
 * How far the feed has come and what it remembers. Bounded: an invitee is forgotten when its meeting leaves the look-back.
 * Not safe for use by several threads: the fetching thread and the reader each have their own and apply the same steps,
 * the reader only when it has emitted what belongs to them.
 */
final class HistoryState {
    private long sweeps;
    private boolean backfilled;
    private Sweep sweep;
    private final Map<String, Seen> seen;

    HistoryState(HistorySplit split) {
        sweeps = split.sweeps();
        backfilled = split.backfilled();
        sweep = split.sweep();
        seen = new HashMap<>(split.seen());
    }

    HistorySplit split() {
        return new HistorySplit(sweeps, backfilled, sweep, Map.copyOf(seen));
    }

    void apply(Step step) {
        if (step instanceof Step.Began began) {
            sweep = began.sweep();
            sweeps = sweep.number();
        } else if (step instanceof Step.EventDone event) {
            sweep = sweep.eventDone(event.eventId(), event.startMicros());
            event.seen().forEach((id, now) -> {
                if (now.meetingStartMicros() >= sweep.keepFromMicros()) {
                    seen.put(id, now);
                }
            });
        } else if (step instanceof Step.WindowDone window) {
            sweep = sweep.windowDone(window.toMicros());
        } else {
            seen.values().removeIf(s -> s.meetingStartMicros() < sweep.keepFromMicros());
            backfilled |= sweep.backfill();
            sweep = null;
        }
    }

    /** How many sweeps have begun. */
    long sweeps() {
        return sweeps;
    }

    /** Whether the first sweep, over all of the history, is over. */
    boolean isBackfilled() {
        return backfilled;
    }

    /** The sweep under way, or null. */
    Sweep sweep() {
        return sweep;
    }

    /** What is remembered of an invitee, or null. */
    Seen seen(String inviteeId) {
        return seen.get(inviteeId);
    }
}
