package dev.tidemark.contract;

import java.time.DateTimeException;
import java.time.LocalDate;

/**
 * Reads times such as {@code 2026-01-15T05:59:31.681929Z} without the general parser's cost: this runs a dozen times
 * for every webhook.
 */
public final class Iso8601 {
    /** What {@link #micros} answers for a text that is no time. */
    public static final long INVALID = Long.MIN_VALUE;

    private static final int FIRST_YEAR = 1970;
    /** The last one whose days have four digits of year in every zone. */
    private static final int LAST_YEAR = 9998;

    private static final long END_MICROS = LocalDate.of(LAST_YEAR + 1, 1, 1).toEpochDay() * 86_400 * 1_000_000;

    private static final int MAX_OFFSET_SECONDS = 18 * 3_600;

    private Iso8601() {}

    /**
     * The instant of a date and time with seconds, up to nine fractional digits and {@code Z} or an offset.
     *
     * @return microseconds since the epoch (digits below are cut off), or {@link #INVALID}
     */
    public static long micros(String s) {
        int n = s.length();
        if (n < 20 || s.charAt(4) != '-' || s.charAt(7) != '-' || s.charAt(13) != ':' || s.charAt(16) != ':') {
            return INVALID;
        }
        char separator = s.charAt(10);
        int year = digits(s, 0, 4);
        int month = digits(s, 5, 7);
        int day = digits(s, 8, 10);
        int hour = digits(s, 11, 13);
        int minute = digits(s, 14, 16);
        int second = digits(s, 17, 19);
        if ((separator != 'T' && separator != 't' && separator != ' ')
                || year < 0
                || hour < 0
                || hour > 23
                || minute < 0
                || minute > 59
                || second < 0
                || second > 59) {
            return INVALID;
        }
        int at = 19;
        long fraction = 0;
        if (s.charAt(at) == '.') {
            int digits = 0;
            for (at++; at < n && s.charAt(at) >= '0' && s.charAt(at) <= '9'; at++) {
                if (digits++ < 6) {
                    fraction = fraction * 10 + (s.charAt(at) - '0');
                }
            }
            if (digits == 0 || digits > 9) {
                return INVALID;
            }
            for (int i = digits; i < 6; i++) {
                fraction *= 10;
            }
        }
        int offsetSeconds = offset(s, at);
        if (offsetSeconds == Integer.MIN_VALUE) {
            return INVALID;
        }
        long epochDay;
        try {
            epochDay = LocalDate.of(year, month, day).toEpochDay();
        } catch (DateTimeException e) {
            return INVALID;
        }
        long seconds = epochDay * 86_400 + hour * 3_600L + minute * 60L + second - offsetSeconds;
        return seconds * 1_000_000 + fraction;
    }

    /**
     * The same for the time of something that happened or is planned: one before 1970 or after 9998 is no such time. Its
     * day could not be written as a date with four digits in every zone, which readers of the tables insist on.
     */
    public static long eventMicros(String s) {
        long micros = micros(s);
        return micros < 0 || micros >= END_MICROS ? INVALID : micros;
    }

    /** Whether something can have happened or be planned on a day, by the same rule as {@link #eventMicros}. */
    public static boolean isEventDay(LocalDate day) {
        return day.getYear() >= FIRST_YEAR && day.getYear() <= LAST_YEAR;
    }

    private static int offset(String s, int at) {
        int rest = s.length() - at;
        if (rest == 1 && (s.charAt(at) == 'Z' || s.charAt(at) == 'z')) {
            return 0;
        }
        if ((rest != 6 && rest != 5) || (s.charAt(at) != '+' && s.charAt(at) != '-')) {
            return Integer.MIN_VALUE;
        }
        if (rest == 6 && s.charAt(at + 3) != ':') {
            return Integer.MIN_VALUE;
        }
        int hours = digits(s, at + 1, at + 3);
        int minutes = digits(s, s.length() - 2, s.length());
        int seconds = hours * 3_600 + minutes * 60;
        if (hours < 0 || minutes < 0 || minutes > 59 || seconds > MAX_OFFSET_SECONDS) {
            return Integer.MIN_VALUE;
        }
        return s.charAt(at) == '-' ? -seconds : seconds;
    }

    private static int digits(String s, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            int d = s.charAt(i) - '0';
            if (d < 0 || d > 9) {
                return -1;
            }
            value = value * 10 + d;
        }
        return value;
    }
}
