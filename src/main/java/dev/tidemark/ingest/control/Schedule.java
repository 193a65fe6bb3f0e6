package dev.tidemark.ingest.control;

import java.io.Serializable;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.util.TimeUtils;

/** When a polled source fetches by itself. */
public interface Schedule extends Serializable {

    /**
     * The next time to fetch.
     *
     * @param last when the last fetch began
     * @return an instant after {@code last}
     */
    Instant next(Instant last);

    /** The same schedule by the clocks of a zone. */
    default Schedule in(ZoneId zone) {
        return this;
    }

    /** Again and again, an interval apart. */
    static Schedule every(Duration interval) {
        return new Every(interval);
    }

    /** Once a day, at a time of day in a zone; where the clock is put forward over it, as much later. */
    static Schedule daily(LocalTime at, ZoneId zone) {
        return new Daily(at, zone);
    }

    /**
     * Reads {@code daily 06:15} (in UTC, until {@link #in} says otherwise) or {@code every 15 min}.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static Schedule parse(String text) {
        Matcher m = Pattern.compile("(daily|every)\\s+(.+)").matcher(text.trim());
        if (!m.matches()) {
            throw new IllegalArgumentException("it must begin with 'daily' or 'every'");
        }
        if (m.group(1).equals("daily")) {
            try {
                return daily(LocalTime.parse(m.group(2)), ZoneOffset.UTC);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("'" + m.group(2) + "' is no time of day such as 06:15", e);
            }
        }
        Duration interval = TimeUtils.parseDuration(m.group(2));
        if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("the interval must be 1 s or longer");
        }
        return every(interval);
    }

    /** @param interval longer than 0 */
    record Every(Duration interval) implements Schedule {
        @Override
        public Instant next(Instant last) {
            return last.plus(interval);
        }

        @Override
        public String toString() {
            return "every " + TimeUtils.formatWithHighestUnit(interval);
        }
    }

    /**
     * @param at the time of day
     * @param zone whose clocks count
     */
    record Daily(LocalTime at, ZoneId zone) implements Schedule {
        @Override
        public Instant next(Instant last) {
            ZonedDateTime from = last.atZone(zone);
            ZonedDateTime today = from.toLocalDate().atTime(at).atZone(zone);
            ZonedDateTime next = today.isAfter(from)
                    ? today
                    : from.toLocalDate().plusDays(1).atTime(at).atZone(zone);
            return next.toInstant();
        }

        @Override
        public Schedule in(ZoneId other) {
            return new Daily(at, other);
        }

        @Override
        public String toString() {
            return "daily " + at + " in " + zone;
        }
    }
}
