package dev.tidemark.domain.bookings.kpi;

import dev.tidemark.contract.ReportingTime;
import java.io.Serializable;
import java.time.Duration;

/**
 * When a window is closed for good.
 *
 * @param time the reporting zone
 * @param lateness how long a window takes late events after its end
 */
public record WindowRule(ReportingTime time, Duration lateness) implements Serializable {

    /** The instant from which no event changes a day any more, microseconds. */
    long dayClosesAt(int day) {
        return time.dayEnd(day) + lateness.toMillis() * 1_000;
    }

    /** The same for the hour that starts at an instant. */
    long hourClosesAt(long hourStartMicros) {
        return hourStartMicros + Duration.ofHours(1).plus(lateness).toMillis() * 1_000;
    }

    /** The instant itself while it lies ahead, then none: a window closes once. */
    static long ahead(long closesAtMicros, long watermarkMicros) {
        return closesAtMicros > watermarkMicros ? closesAtMicros : Long.MAX_VALUE;
    }
}
