package dev.tidemark.contract;

import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.Objects;

/**
 * Dates and hours in the one reporting time zone. Instants are microseconds since the epoch, days are days since
 * 1970-01-01 in that zone.
 */
public final class ReportingTime implements Serializable {
    private static final long serialVersionUID = 1L;
    public static final long MICROS_PER_SECOND = 1_000_000L;
    private static final long MICROS_PER_HOUR = 3_600L * MICROS_PER_SECOND;
    private static final long MICROS_PER_DAY = 24 * MICROS_PER_HOUR;

    private final ZoneId zone;
    private final boolean utc;

    public ReportingTime(ZoneId zone) {
        this.zone = Objects.requireNonNull(zone, "zone");
        this.utc = zone.normalized().equals(ZoneOffset.UTC);
    }

    public ZoneId zone() {
        return zone;
    }

    /** The day that an instant falls on. */
    public int day(long micros) {
        return (int) Math.floorDiv(local(micros), MICROS_PER_DAY);
    }

    /** The hour of the day, 0 to 23, that an instant falls in. */
    public int hourOfDay(long micros) {
        return (int) (Math.floorMod(local(micros), MICROS_PER_DAY) / MICROS_PER_HOUR);
    }

    /** The start of the hour, as the clocks in the zone show it, that an instant falls in. */
    public long hourStart(long micros) {
        long offset = offsetMicros(micros);
        return Math.floorDiv(micros + offset, MICROS_PER_HOUR) * MICROS_PER_HOUR - offset;
    }

    /** The first instant of a day; the day after it ends there. */
    public long dayStart(int day) {
        return utc
                ? day * MICROS_PER_DAY
                : micros(LocalDate.ofEpochDay(day).atStartOfDay(zone).toInstant());
    }

    /** The first instant after a day. */
    public long dayEnd(int day) {
        return dayStart(day + 1);
    }

    /** The day of the week, 1 = Sunday to 7 = Saturday. */
    public static int dayOfWeek(int day) {
        return Math.floorMod(day + 4, 7) + 1;
    }

    /** The Monday of the week that a day is in. */
    public static int weekStart(int day) {
        return day - Math.floorMod(day + 3, 7);
    }

    /** The ISO 8601 week number, 1 to 53, of a day. */
    public static int isoWeek(int day) {
        return LocalDate.ofEpochDay(day).get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
    }

    public static long micros(Instant t) {
        return Math.addExact(Math.multiplyExact(t.getEpochSecond(), MICROS_PER_SECOND), t.getNano() / 1_000);
    }

    public static Instant instant(long micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND), Math.floorMod(micros, MICROS_PER_SECOND) * 1_000);
    }

    private long local(long micros) {
        return micros + offsetMicros(micros);
    }

    private long offsetMicros(long micros) {
        return utc ? 0 : zone.getRules().getOffset(instant(micros)).getTotalSeconds() * MICROS_PER_SECOND;
    }
}
