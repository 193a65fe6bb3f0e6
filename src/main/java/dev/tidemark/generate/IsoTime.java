package dev.tidemark.generate;

import java.time.Instant;

/** Times as microseconds since the epoch and as the ISO-8601 text that Calendly sends. */
final class IsoTime {
    static final long SECOND = 1_000_000L;
    static final long MINUTE = 60 * SECOND;
    static final long HOUR = 60 * MINUTE;
    static final long DAY = 24 * HOUR;

    private IsoTime() {}

    static long micros(Instant instant) {
        return instant.getEpochSecond() * SECOND + instant.getNano() / 1_000;
    }

    static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, SECOND), Math.floorMod(micros, SECOND) * 1_000);
    }

    /** The first whole second that is not before. */
    static long nextSecond(long micros) {
        return -Math.floorDiv(-micros, SECOND) * SECOND;
    }

    /**
     * Appends local time, without a zone. By hand: a formatter costs ten times as much, and a body has ten times.
     *
     * @param digits of the fraction, 3 or 6; with 3 the time must be whole milliseconds
     */
    static void append(StringBuilder out, long micros, int digits) {
        long day = Math.floorDiv(micros, DAY);
        long ofDay = Math.floorMod(micros, DAY);
        // days to year, month, day: the proleptic Gregorian calendar with years that begin in March
        long era = Math.floorDiv(day + 719_468, 146_097L);
        int dayOfEra = (int) (day + 719_468 - era * 146_097);
        int yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int shiftedMonth = (5 * dayOfYear + 2) / 153;
        int month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
        int year = (int) (yearOfEra + era * 400) + (month <= 2 ? 1 : 0);
        digits(out, year, 4);
        out.append('-');
        digits(out, month, 2);
        out.append('-');
        digits(out, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1, 2);
        out.append('T');
        digits(out, (int) (ofDay / HOUR), 2);
        out.append(':');
        digits(out, (int) (ofDay / MINUTE % 60), 2);
        out.append(':');
        digits(out, (int) (ofDay / SECOND % 60), 2);
        out.append('.');
        int fraction = (int) (ofDay % SECOND);
        digits(out, digits == 3 ? fraction / 1_000 : fraction, digits);
    }

    /** Appends the time in UTC, {@code ...Z}, with 6 digits. */
    static void appendUtc(StringBuilder out, long micros) {
        append(out, micros, 6);
        out.append('Z');
    }

    private static void digits(StringBuilder out, int value, int width) {
        int scale = 1;
        for (int i = 1; i < width; i++) {
            scale *= 10;
        }
        for (; scale > 0; scale /= 10) {
            out.append((char) ('0' + value / scale % 10));
        }
    }
}
