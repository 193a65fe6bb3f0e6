package dev.tidemark.ingest.control;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** When a polled source fetches by itself. */
public interface Schedule extends Serializable {

    /**
     * The next time to fetch.
     *
     * @param last when the last fetch began
     * @return an instant after {@code last}
     */
    Instant next(Instant last);

    /** Again and again, an interval apart. */
    static Schedule every(Duration interval) {
        return last -> last.plus(interval);
    }

    /** Once a day, at a time of day in a zone; where the clock is put forward over it, at the next valid time. */
    static Schedule daily(LocalTime at, ZoneId zone) {
        return last -> {
            ZonedDateTime from = last.atZone(zone);
            ZonedDateTime today = from.toLocalDate().atTime(at).atZone(zone);
            ZonedDateTime next = today.isAfter(from)
                    ? today
                    : from.toLocalDate().plusDays(1).atTime(at).atZone(zone);
            return next.toInstant();
        };
    }
}
