package dev.tidemark.ingest.calendly;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Meetings that start from one instant to another, both inclusive, in microseconds since the epoch.
 *
 * @param toMicros the end, or {@link Long#MAX_VALUE} if there is none
 */
record Window(long fromMicros, long toMicros) {
    /** So that a listing has some pages, not thousands. */
    static final Duration LENGTH = Duration.ofDays(30);

    boolean isOpen() {
        return toMicros == Long.MAX_VALUE;
    }

    /** The windows of a sweep: one after the other up to now, and one for all that is still to come. */
    static List<Window> of(long fromMicros, long nowMicros) {
        List<Window> windows = new ArrayList<>();
        long length = LENGTH.toMillis() * 1_000;
        long from = fromMicros;
        while (from < nowMicros) {
            long to = Math.min(from + length, nowMicros);
            windows.add(new Window(from, to));
            from = to;
        }
        windows.add(new Window(from, Long.MAX_VALUE));
        return windows;
    }
}
